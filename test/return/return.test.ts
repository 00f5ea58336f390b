// The return in small: three hundred agents lose their server and come back while five sites press; `npm run load:return` does it in full.
import { expect, test } from 'vitest';
import { type Figures, faultsOf, quantile } from './figures.js';
import { runReturn } from './run.js';

/** The batch that is being stored when an alarm comes, and the one it is in. */
const twoBatches = 1_000;

test('D7 while hundreds of agents bring their backlog back, no live alarm waits for it, and everything is stored once', async () => {
  const { figures, pressed } = await runReturn({ agents: 300, held: 10, script: null, say: () => {} });
  expect(figures.storedAll).toBe(true);
  const meanwhile = pressed.filter(({ behind }) => behind > 0);
  expect(meanwhile.length).toBeGreaterThan(5);
  for (const { overtaken } of meanwhile) expect(overtaken).toBeLessThanOrEqual(twoBatches);
  // All agents, the server and a PostgreSQL share the cores with other tests here: 2 s are for the tool on its own.
  expect(figures.liveMaxMs).toBeLessThan(60_000);
}, 300_000);

test('D7 a return is at fault where something is missing, or a live alarm waited for more than two seconds', () => {
  const times = { backMs: 1, liveP50Ms: 1, liveP99Ms: 1 };
  const good: Figures = {
    ...times,
    agents: 1,
    held: 1,
    storedAll: true,
    liveAlarms: 9,
    liveMaxMs: 2_000,
    serverMb: 1,
  };
  expect(faultsOf(good)).toEqual([]);
  for (const change of [{ storedAll: false }, { liveAlarms: 0 }, { liveMaxMs: 2_001 }])
    expect(faultsOf({ ...good, ...change })).toHaveLength(1);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(3);
  expect(quantile([], 1)).toBe(0);
});
