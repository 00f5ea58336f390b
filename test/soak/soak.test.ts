// A week of shifts on a simulated clock leaves nothing behind that grows; and a soak that is made to leak is found.
import { newSecret } from '@haixi/server/accounts/secret';
import { expect, test } from 'vitest';
import { runSoak } from './run';

const quietly = () => {};

/** What a week has to have seen. */
const worked = [
  'assignment.fedBack',
  'camera.recovered',
  'gap.acknowledged',
  'incident.closed',
  'incident.overdue',
  'site.dark',
  'view.ended',
];

test('a week of shifts, alarms, commands, views and screens leaves nothing that grows without bound', async () => {
  const soaked = await runSoak({ days: 7, seed: 7, say: quietly });
  expect(soaked.faults).toEqual([]);
  // It is a week of work, and not of sleep.
  expect(soaked.incidents).toBeGreaterThan(50);
  expect(Object.keys(soaked.events)).toEqual(expect.arrayContaining(worked));
  expect(soaked.commands).toBeGreaterThan(1_000);
  expect(soaked.framesSent).toBeGreaterThan(5_000);
}, 300_000);

test('a soak with a timer, a row and a list that are never let go fails by each of them', async () => {
  const kept: object[] = [];
  const { faults } = await runSoak({
    days: 1,
    seed: 1,
    say: quietly,
    leak: async (centre) => {
      const { world, db } = centre;
      world.after(1e12, quietly);
      Object.assign(centre.rooms, { kept });
      for (let i = 0; i < 10; i += 1) kept.push({});
      const token_hash = newSecret((count) => world.random(count));
      const forEver = { token_hash, person_id: 'op-lin', expires_at_ms: 9e12, used_at_ms: null };
      await db.insertInto('sign_in_links').values(forEver).execute();
    },
  });
  const said = faults.join('\n');
  expect(said).toMatch(/timers: \d+/);
  expect(said).toMatch(/table sign_in_links: \d+ rows/);
  expect(said).toMatch(/memory SoakRooms\.kept: \d+ entries/);
}, 300_000);
