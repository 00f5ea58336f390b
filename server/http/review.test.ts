// Review over HTTP: a leader's own areas alone, the same numbers in the file, and a time that makes sense.
import { problemSchema } from '@haixi/proto/commands/routes';
import { reviewSchema } from '@haixi/proto/review/review';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type House, openHouse } from '../test-house.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let house: House;
let leader: string;
let fromMs: number;

beforeAll(async () => {
  house = await openHouse();
  leader = await house.cookieOf('sl-huang');
  const cookie = await house.cookieOf('op-lin');
  fromMs = house.world.nowMs() - 3_600_000;
  for (const [n, areaId] of ['350902002001', '350902002002', '350902002001'].entries())
    await fetch(`${house.base}/api/commands/incident.open`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({
        key: `review-open-${n}`,
        occurredAtMs: house.world.nowMs(),
        areaId,
        siteId: null,
        position: null,
        address: n === 2 ? '=HYPERLINK("x")' : '八一五中路',
        priority: 3,
        caller: null,
      }),
    });
});
afterAll(() => house?.close());

const ask = (path: string, query: object, cookie = leader) =>
  fetch(`${house.base}${path}?${new URLSearchParams(query as Record<string, string>)}`, {
    headers: { cookie },
  });
const time = () => ({ fromMs: String(fromMs), toMs: String(fromMs + 7_200_000) });

test('R1 a shift’s incidents are reviewed by area and below it, and the file has the same ones', async () => {
  const review = reviewSchema.parse(await (await ask('/api/review', time())).json());
  expect(review.count).toBe(3);
  expect(review.byArea.map(({ areaId, count }) => [areaId, count])).toEqual([
    ['350902002001', 2],
    ['350902002002', 1],
  ]);
  expect(review.unfinished).toMatchObject([{ stage: 'received', count: 3 }]);
  const one = await (await ask('/api/review', { ...time(), areaId: '350902002002' })).json();
  expect(reviewSchema.parse(one).count).toBe(1);
  const file = await ask('/api/review/csv', time());
  expect(file.headers.get('content-type')).toContain('text/csv');
  const text = await file.text();
  expect(text.trimEnd().split('\r\n')).toHaveLength(4);
  // A spreadsheet runs nothing of it.
  expect(text).toContain(`'=HYPERLINK`);
});

test('W1 nobody but a shift leader reviews', async () => {
  const answer = await ask('/api/review', time(), await house.cookieOf('op-lin'));
  expect(answer.status).toBe(403);
});

test.each([
  ['ends before it begins', { fromMs: '2000', toMs: '1000' }],
  ['is longer than 31 days', { fromMs: '0', toMs: String(32 * 86_400_000) }],
])('R1 a time that %s is refused in words', async (_, query) => {
  const answer = await ask('/api/review', query);
  expect([answer.status, problemSchema.parse(await answer.json()).code]).toEqual([400, 'bad_time']);
});
