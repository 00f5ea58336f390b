// What the tests of the register begin with, for tests: a house with a planner, and how the register is asked and read.
import { siteRowSchema, type SiteRow } from '@haixi/proto/devices/sites';
import type { Site } from '@haixi/proto/live/picture';
import { z } from 'zod';
import { type DevicesHouse, openDevicesHouse } from '../devices/house.fixture.js';
import { readPicture } from '../live/picture.store.js';

export const root = '350902002';
export const chongwen = '350902002004';
export const hefeng = '350902002001';

export interface Register {
  readonly house: DevicesHouse;
  readonly leader: string;
  /** Asks as the planner, unless somebody else's cookie is given. */
  ask(method: string, path: string, body?: unknown, cookie?: string): Promise<Response>;
  /** The same; 200, or the status with the problem's code. */
  code(method: string, path: string, body?: unknown, cookie?: string): Promise<number | string>;
  rows(): Promise<SiteRow[]>;
  row(siteId: string): Promise<SiteRow | undefined>;
  /** The site as it is on everybody's map. */
  shown(siteId: string): Promise<Site | undefined>;
  close(): Promise<void>;
}

export async function openRegister(): Promise<Register> {
  const house = await openDevicesHouse();
  const leader = await house.cookieOf('sl-huang');
  const ask = (method: string, path: string, body?: unknown, cookie = house.planner) => {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetch(`${house.base}${path}`, { method, headers: { cookie, ...json }, ...given });
  };
  const rows = async () => {
    const answer: unknown = await (await ask('GET', '/api/sites')).json();
    return z.strictObject({ sites: z.array(siteRowSchema) }).parse(answer).sites;
  };
  return {
    house,
    leader,
    ask,
    code: async (...asked) => {
      const response = await ask(...asked);
      const { code } = (await response.json()) as { code?: string };
      return response.status === 200 ? 200 : `${response.status} ${code}`;
    },
    rows,
    row: async (siteId) => (await rows()).find((site) => site.siteId === siteId),
    shown: async (siteId) => {
      const areas = await house.store.db.selectFrom('areas').select('area_id').execute();
      const areaIds = areas.map(({ area_id }) => area_id);
      return (await readPicture(house.store.db, areaIds)).picture.sites[siteId];
    },
    close: () => house.close(),
  };
}
