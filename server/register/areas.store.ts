// Areas: read by whoever has to do with them, drawn and imported by their administrators; a new one begins a log of its own.
import type { areaBodySchema, areaImportSchema, areasImportedSchema } from '@haixi/proto/devices/sites';
import type { EventDraft } from '@haixi/proto/live/events';
import type { Area } from '@haixi/proto/live/picture';
import type { z } from 'zod';
import { inTurn } from '../devices/turn.store.js';
import { chainStart } from '../log/chain.js';
import type { Db, Tx } from '../store/database.store.js';
import { actorOf, type Changing } from './changing.js';
import { closedRing, readGeojson, type ReadFeature } from './geojson.js';
import { type Changed, done, type NotDone, notDone } from './refused.js';

type AreaBody = z.output<typeof areaBodySchema>;
type AreasImport = z.output<typeof areaImportSchema>;
export type AreasImported = z.infer<typeof areasImportedSchema>;
type Judged = AreasImported['features'][number] & { readonly wants: Area | null };

/** These areas and those above them, in id order. */
export async function readAreas(db: Db | Tx, areaIds: readonly string[]): Promise<Area[]> {
  const all = await allAreas(db);
  const wanted = new Set<string>();
  for (const areaId of areaIds)
    for (let at = all.get(areaId); at && !wanted.has(at.areaId); at = all.get(at.parentId ?? ''))
      wanted.add(at.areaId);
  return [...all.values()].filter(({ areaId }) => wanted.has(areaId));
}

/** Adds an area below one that the caller administers, or changes one of those. The root stays the root. */
export function putArea(by: Changing, areaId: string, body: AreaBody): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const { parentId, name, nameEn, illustrative } = body;
    const outline = body.outline && closedRing(body.outline, body.datum);
    if (typeof outline === 'string') return { answer: notDone('bad_outline', outline) };
    const areas = await allAreas(tx, 'lock');
    const wants: Area = { areaId, parentId, name, nameEn, outline, illustrative };
    const wrong = misplaced(by, areas, wants);
    if (wrong) return { answer: wrong };
    const event = await write(tx, by, wants, !areas.has(areaId));
    return { answer: done, events: [event], changesRegister: true };
  });
}

/** Judges a GeoJSON file, and with `apply` imports it where no feature has a fault. Imported outlines are surveyed ones. */
export async function importAreas(by: Changing, given: AreasImport): Promise<AreasImported | NotDone> {
  const read = readGeojson(given.geojson, given.datum);
  if (!read.ok) return notDone('bad_geojson', read.told);
  if (!given.apply) return told(false, judge(by, await allAreas(by.db), read.features));
  return inTurn(by.db, by.world, async (tx) => {
    const areas = await allAreas(tx, 'lock');
    const judged = judge(by, areas, read.features);
    if (judged.some(({ does }) => does === 'refuse')) return { answer: told(false, judged) };
    const events: EventDraft[] = [];
    for (const { wants } of parentsFirst(judged, areas))
      if (wants) events.push(await write(tx, by, wants, !areas.has(wants.areaId)));
    return { answer: told(true, judged), events, changesRegister: true };
  });
}

/** Each feature in its order; one may be below another of the same file. */
function judge(by: Changing, areas: ReadonlyMap<string, Area>, features: readonly ReadFeature[]): Judged[] {
  const wanted = new Map<string, Area>();
  const read = features.map((feature) => {
    const { areaId, outline, faults: first } = feature;
    const before = areas.get(areaId);
    const faults = [...first];
    const name = feature.name ?? before?.name ?? null;
    const parentId = feature.parentId ?? before?.parentId ?? null;
    if (name === null) faults.push('properties.name: a new area needs one');
    if (wanted.has(areaId)) faults.push('properties.areaId: an earlier feature has this one already');
    if (name === null || wanted.has(areaId)) return { feature, faults, wants: null };
    const nameEn = feature.nameEn ?? before?.nameEn ?? '';
    const wants: Area = { areaId, parentId, name, nameEn, outline, illustrative: false };
    wanted.set(areaId, wants);
    return { feature, faults, wants };
  });
  const after = new Map([...areas, ...wanted]);
  return read.map(({ feature, faults, wants }) => {
    const wrong = wants && misplaced(by, areas, wants, after);
    if (wrong)
      faults.push(`properties.parentId: ${placeFaults[wrong.reason] ?? wrong.reason} (${wrong.told})`);
    const isNew = !areas.has(feature.areaId);
    const does = faults.length > 0 ? ('refuse' as const) : isNew ? ('add' as const) : ('change' as const);
    return { index: feature.index, areaId: feature.areaId, does, faults, wants };
  });
}

const placeFaults: Partial<Record<NotDone['reason'], string>> = {
  not_found: 'you do not administer the area that is there by this id',
  no_such_area: 'there is no such area among those you administer; write the id of the area above it',
  root_stays: 'the root alone has no area above it, and keeps none',
  area_loop: 'an area can’t be below itself',
};

/**
 * Why an area can't be where it is wanted. `after` is how the tree is meant to be, where more than this area changes:
 * a new area may be below another new one, if that is below one the caller administers.
 */
function misplaced(
  { caller }: Changing,
  areas: ReadonlyMap<string, Area>,
  { areaId, parentId }: Pick<Area, 'areaId' | 'parentId'>,
  after: ReadonlyMap<string, Area> = areas,
): NotDone | null {
  const before = areas.get(areaId);
  if (before && !caller.may('area.manage', areaId)) return notDone('not_found', areaId);
  const isRoot = before?.parentId === null;
  if (isRoot || parentId === null) return isRoot && parentId === null ? null : notDone('root_stays', areaId);
  for (let at: string | null = parentId, steps = 0; at !== null; at = after.get(at)?.parentId ?? null)
    if (at === areaId || (steps += 1) > after.size) return notDone('area_loop', areaId);
  // Where it stays below the same area, whether that is the caller's own does not matter.
  if (before?.parentId === parentId) return null;
  for (
    let at: string | null = parentId;
    at !== null;
    at = areas.has(at) ? null : (after.get(at)?.parentId ?? null)
  )
    if (areas.has(at)) return caller.may('area.manage', at) ? null : notDone('no_such_area', parentId);
  return notDone('no_such_area', parentId);
}

async function write(tx: Tx, by: Changing, area: Area, isNew: boolean): Promise<EventDraft> {
  const { areaId, parentId, name, nameEn, outline, illustrative } = area;
  const ring = outline === null ? null : JSON.stringify(outline);
  const row = { parent_id: parentId, name, name_en: nameEn, outline: ring, illustrative };
  if (isNew) {
    const { n, hash, atMs } = chainStart;
    await tx
      .insertInto('areas')
      .values({ ...row, area_id: areaId })
      .execute();
    await tx.insertInto('area_heads').values({ area_id: areaId, n, hash, at_ms: atMs }).execute();
  } else await tx.updateTable('areas').set(row).where('area_id', '=', areaId).execute();
  const shown = { areaId, parentId, name, outlinePoints: outline?.length ?? 0, illustrative };
  return { areaId, type: 'area.set', actor: actorOf(by), data: { area: shown, isNew } };
}

/** An area stands in the store before those below it. */
function parentsFirst(judged: readonly Judged[], areas: ReadonlyMap<string, Area>): Judged[] {
  const ordered: Judged[] = [];
  const there = new Set(areas.keys());
  let left = [...judged];
  while (left.length > 0) {
    const ready = left.filter(({ wants }) => !wants?.parentId || there.has(wants.parentId));
    if (ready.length === 0) throw new Error('areas that are below one another were judged to be none');
    for (const one of ready) there.add(one.areaId);
    ordered.push(...ready);
    left = left.filter((one) => !ready.includes(one));
  }
  return ordered;
}

/** The whole tree by id; with `lock` nobody else changes an area until the commit. */
async function allAreas(db: Db | Tx, lock: 'lock' | 'read' = 'read'): Promise<Map<string, Area>> {
  const rows = await db
    .selectFrom('areas')
    .selectAll()
    .orderBy('area_id')
    .$if(lock === 'lock', (query) => query.forNoKeyUpdate())
    .execute();
  return new Map(
    rows.map((row) => {
      const outline = row.outline === null ? null : (JSON.parse(row.outline) as Area['outline']);
      const { area_id: areaId, parent_id: parentId, name, name_en: nameEn, illustrative } = row;
      return [areaId, { areaId, parentId, name, nameEn, outline, illustrative }];
    }),
  );
}

function told(applied: boolean, judged: readonly Judged[]): AreasImported {
  return {
    applied,
    features: judged.map(({ index, areaId, does, faults }) => ({ index, areaId, does, faults })),
  };
}
