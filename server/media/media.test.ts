// Video as a browser and an agent meet it: a real server, its real media process, and a film that ffmpeg made.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testKeyOf } from '../store/fresh.store.js';
import { openHouse, type House } from '../test-house.js';
import { makeFilm, type Film } from './testing/film.js';
import { checkOf, look } from './testing/screen.js';
import { SiteAgent } from './testing/site-agent.js';

let house: House;
let film: Film;
beforeAll(async () => {
  film = makeFilm({ seconds: 2, size: '320x180', kbps: 400 });
  house = await openHouse();
});
afterAll(() => house.close());

const soon = { timeout: 20_000, interval: 50 };

test('V1 a viewer gets the stream that the agent was asked for', async () => {
  const key = testKeyOf('shop-01');
  const agent = await SiteAgent.connect({ base: house.base, siteId: 'shop-01', key, film });
  const cookie = await house.cookieOf('op-lin');
  await expect
    .poll(
      () =>
        house.store.db
          .selectFrom('sites')
          .select('presence')
          .where('site_id', '=', 'shop-01')
          .executeTakeFirst(),
      soon,
    )
    .toEqual({ presence: 'online' });
  const screen = await look(house.base, cookie, checkOf('shop-01'));
  await expect.poll(() => screen.keyFrames, soon).toBeGreaterThan(2);
  expect(screen.first?.subarray(0, 5).toString('hex')).toBe('464c560101');
  screen.close();
  await agent.close();
});
