// A house with a planner and two installers, for tests of how a camera joins.
import { type House, openHouse } from '../test-house.js';

export const areaId = '350902002004';
export const otherAreaId = '350902002001';

/** Who is there: 郑岚 plans everywhere, 吴凯 installs everywhere, 孙悦 in one other community alone. */
export interface DevicesHouse extends House {
  readonly planner: string;
  readonly installer: string;
  readonly installerId: string;
  readonly otherInstaller: string;
  readonly otherInstallerId: string;
  readonly areaId: string;
  /** Every event of these types in the log, in order. */
  told(...types: string[]): Promise<Record<string, unknown>[]>;
}

export async function openDevicesHouse(): Promise<DevicesHouse> {
  const house = await openHouse();
  const otherInstallerId = 'in-sun';
  const { owner } = house.store;
  await owner.insertInto('people').values({ person_id: otherInstallerId, name: '孙悦' }).execute();
  const role = { person_id: otherInstallerId, role: 'installer', area_id: otherAreaId };
  await owner.insertInto('grants').values(role).execute();
  const planner = await house.cookieOf('ad-zheng');
  const installer = await house.cookieOf('in-wu');
  const otherInstaller = await house.cookieOf(otherInstallerId);
  // An administrator has shown a second factor.
  await owner.updateTable('sessions').set({ second_factor_at_ms: house.world.nowMs() }).execute();
  return {
    ...house,
    planner,
    installer,
    installerId: 'in-wu',
    otherInstaller,
    otherInstallerId,
    areaId,
    told: async (...types) => {
      const rows = await house.store.db
        .selectFrom('log')
        .select(['type', 'actor', 'data', 'area_id'])
        .where('type', 'in', types)
        .orderBy('at_ms')
        .orderBy('n')
        .execute();
      return rows.map(({ type, actor, data }) => {
        return { ...(JSON.parse(data ?? '{}') as object), type, actor: JSON.parse(actor) as unknown };
      });
    },
  };
}
