// Hostile messages against the real server program: it goes on, holds up nobody and keeps no more memory for it.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Chance } from '../sim/engine/chance.js';
import { hostile } from './hostile-json.js';
import { faultsOf, fuzz } from './run.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('D6 X1 18,000 hostile MQTT messages and 2,000 others end nothing, hold up no live alarm and leave no memory behind', async () => {
  const fuzzed = await fuzz({ root, seed: 4, mqtt: 18_000, web: 2_000, liveMsMax: 6_000, say: () => {} });
  process.stdout.write(`${JSON.stringify(fuzzed)}\n`);
  expect(fuzzed.faults).toEqual([]);
  // It did reach the places where something is refused, and was answered meanwhile.
  expect(fuzzed.refusals).toBeGreaterThan(5_000);
  expect(fuzzed.livePresses).toBeGreaterThan(5);
}, 120_000);

test('D6 what the fuzz says is wrong is found wrong, one by one', () => {
  const well = {
    seed: 1,
    mqtt: 1,
    web: 1,
    tookMs: 1,
    crashed: null,
    heldFirstMb: 50,
    heldLastMb: 51,
    rssMb: 90,
    livePresses: 9,
    liveUnanswered: 0,
    quietP95Ms: 9,
    liveP95Ms: 9,
    liveMaxMs: 20,
    serverErrors: 0,
    logWhole: true,
    refusals: 9,
  };
  expect(faultsOf(well, 2_000)).toEqual([]);
  const ills = [
    { crashed: 'exit code 1' },
    { heldLastMb: 90 },
    { liveUnanswered: 1 },
    { liveMaxMs: 2_500 },
    { serverErrors: 1 },
    { logWhole: false },
  ];
  for (const ill of ills) expect(faultsOf({ ...well, ...ill }, 2_000)).toHaveLength(1);
});

test('the same seed makes the same hostile bytes', () => {
  const bytes = () => {
    const chance = new Chance(9);
    return Buffer.concat(Array.from({ length: 300 }, () => hostile(chance, { a: [1, 'b', { c: null }] })));
  };
  expect(bytes().equals(bytes())).toBe(true);
});
