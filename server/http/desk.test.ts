// A desk is its person's own: kept part by part, at its defaults before, and refused in words where it is none.
import { deskSchema } from '@haixi/proto/accounts/desk';
import { problemSchema } from '@haixi/proto/commands/routes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type House, openHouse } from '../test-house.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const ask = async (who: string, body?: unknown) =>
  fetch(`${house.base}/api/desk`, {
    headers: { cookie: await house.cookieOf(who), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) }),
  });

test('T4 a desk comes back to its own person as it was left, and is nobody else’s', async () => {
  const fresh = deskSchema.parse({});
  expect(await (await ask('op-lin')).json()).toEqual(fresh);
  const desk = {
    ...fresh,
    map: { lon: 119.52, lat: 26.66, zoom: 15 },
    volume: 0.3,
    mapHidden: ['cameras'],
    walls: [{ name: '早班', size: 4, tiles: [{ siteId: 'shop-01', sourceId: 'camera-1' }, null] }],
  };
  expect((await ask('op-lin', desk)).status).toBe(200);
  // A second screen keeps what it arranges, and undoes nothing of the first.
  expect((await ask('op-lin', { volume: 0.9 })).status).toBe(200);
  expect(await (await ask('op-lin')).json()).toEqual({ ...desk, volume: 0.9 });
  expect(await (await ask('op-chen')).json()).toEqual(fresh);
});

test('X1 what is no desk is refused by its field, and what was kept stays', async () => {
  const before = await (await ask('op-lin')).json();
  const answer = await ask('op-lin', { ...deskSchema.parse({}), volume: 0 });
  expect(answer.status).toBe(400);
  expect(problemSchema.parse(await answer.json())).toMatchObject({ code: 'bad_body', where: 'body.volume' });
  expect((await ask('op-lin', { favouriteFaces: [] })).status).toBe(400);
  expect(await (await ask('op-lin')).json()).toEqual(before);
});
