// What a seed puts on the stage: a small district of its own making, with people signed in, and what befalls it.
import { startSession } from '@haixi/server/accounts/sessions.store';
import { firstSites, rootAreaId } from '@haixi/server/demo/district';
import { beginsAtMs } from '../engine/scheduler';
import type { Casting, Stage } from '../engine/stage';
import { District } from './district';
import { befall } from './fate';
import { officers, operators, type Plan } from './plan';

export const cast: Casting = async (stage) => {
  const district = new District(stage, await planOf(stage));
  district.begin();
  befall(stage, district);
  return district;
};

async function planOf(stage: Stage): Promise<Plan> {
  const { store, scheduler } = stage;
  const { chance } = scheduler;
  const tokens = new Map<string, string>();
  for (const personId of [...operators, ...officers])
    tokens.set(personId, await startSession(store.own, personId, beginsAtMs, (count) => chance.bytes(count)));
  const areaIds = [...new Set([rootAreaId, ...firstSites.map(({ areaId }) => areaId)])].toSorted();
  // In half of the runs one operator looks after one community alone.
  const small = chance.chance(0.5) ? chance.pick(areaIds.filter((areaId) => areaId !== rootAreaId)) : null;
  if (small !== null)
    await store.own
      .updateTable('grants')
      .set({ area_id: small })
      .where('person_id', '=', 'op-chen')
      .execute();
  return {
    sites: pickSites(stage),
    isOutside: chance.chance(0.3),
    screens: 2 + chance.int(2),
    tablets: 1 + chance.int(2),
    tokens,
    areasOf: (personId) => (personId === 'op-chen' && small !== null ? [small] : areaIds),
  };
}

/** Three to six sites over two or three areas. */
function pickSites({ scheduler: { chance } }: Stage): Plan['sites'] {
  const areaIds = [...new Set(firstSites.map(({ areaId }) => areaId))];
  const picked = new Set<string>();
  while (picked.size < 2 + chance.int(2)) picked.add(chance.pick(areaIds));
  const sites = firstSites.filter(({ areaId }) => picked.has(areaId));
  return sites.slice(0, 3 + chance.int(4));
}
