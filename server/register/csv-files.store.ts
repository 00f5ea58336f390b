// Import and export of the register as CSV: the preview and the import are one judgement, and an import is all or nothing.
import { type OrderBody } from '@haixi/proto/devices/orders';
import type { CsvImported, csvImportSchema } from '@haixi/proto/devices/sites';
import type { EventDraft } from '@haixi/proto/live/events';
import type { Area } from '@haixi/proto/live/picture';
import type { Datum } from '@haixi/proto/vocabulary';
import type { z } from 'zod';
import { fromWgs84 } from '../devices/datums.js';
import { keptDraftOf, sourceSet } from '../devices/sources.store.js';
import { inTurn } from '../devices/turn.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { actorOf, type Changing } from './changing.js';
import { type CsvLine, type CsvRow, readCsv, writeCsv } from './csv.js';
import { type JudgedLine, judgeLines, type Known } from './csv-lines.js';
import { type NotDone, notDone } from './refused.js';
import { hasOpenIncident } from './site-changes.store.js';
import { readRegister } from './sites.store.js';

/** A new camera is looked for within so many metres of where the file has it. */
const planWithinM = 50;

type Import = z.output<typeof csvImportSchema>;

/** Judges a file, and with `apply` imports it where no line has a fault. */
export async function importCsv(by: Changing, { csv, datum, apply }: Import): Promise<CsvImported | NotDone> {
  const read = readCsv(csv);
  if (!read.ok) return notDone('bad_csv', read.told);
  if (!apply) return told(false, await judge(by, by.db, read.lines, datum));
  return inTurn(by.db, by.world, async (tx) => {
    await lockSites(tx, read.lines);
    const lines = await judge(by, tx, read.lines, datum);
    const isWhole = lines.every(({ does }) => does !== 'refuse');
    const work = lines.filter(({ does }) => does !== 'nothing');
    if (!isWhole || work.length === 0) return { answer: told(isWhole, lines) };
    return { answer: told(true, lines), events: await write(tx, by, work, datum), changesRegister: true };
  });
}

/** The sites in use of these areas with their cameras, one line a camera; a site without one has a line of its own. */
export async function exportCsv(db: Db, areaIds: readonly string[], datum: Datum): Promise<string> {
  const sites = (await readRegister(db, areaIds)).filter((site) => site.retiredAtMs === null);
  return writeCsv(
    sites.flatMap((site): CsvRow[] => {
      const ofSite = {
        site_id: site.siteId,
        area_id: site.areaId,
        site_type: site.type,
        site_name: site.name,
        site_name_en: site.nameEn,
        address: site.address,
      };
      const cameras = site.sources.filter((each) => each.type === 'camera' && each.retiredAtMs === null);
      if (cameras.length === 0) return [{ ...ofSite, source_id: '', ...fromWgs84(site.position, datum) }];
      return cameras.map(({ camera, ...source }) => ({
        ...ofSite,
        source_id: source.sourceId,
        camera_name: source.name,
        camera_name_en: source.nameEn,
        ...(camera ? fromWgs84(camera.position, datum) : {}),
        heading_deg: camera?.headingDeg ?? null,
        fov_deg: camera?.fovDeg ?? null,
        range_m: camera?.rangeM ?? null,
        height_m: source.heightM,
        place: source.place,
        legal_basis: source.legalBasis,
      }));
    }),
  );
}

async function judge(
  { caller }: Changing,
  db: Db | Tx,
  lines: readonly CsvLine[],
  datum: Datum,
): Promise<JudgedLine[]> {
  const areaIds = caller.areasFor('site.plan');
  const rows = await db
    .selectFrom('areas')
    .select(['area_id', 'outline', 'illustrative'])
    .where('area_id', 'in', areaIds)
    .execute();
  const areas = rows.map(({ area_id, outline, illustrative }) => {
    const ring = outline === null ? null : (JSON.parse(outline) as Area['outline']);
    return [area_id, { outline: ring, illustrative }] as const;
  });
  const known = await readRegister(db, areaIds);
  const taken = await db.selectFrom('sites').select('site_id').where('area_id', 'not in', areaIds).execute();
  const judging: Known = {
    areas: new Map(areas),
    sites: new Map(known.map((site) => [site.siteId, site])),
    foreignSiteIds: new Set(taken.map((row) => row.site_id)),
    datum,
  };
  const judged = judgeLines(lines, judging);
  const busy = await busyMoves(db, judged, judging);
  return judged.map((line) => {
    if (line.site?.is !== 'changed' || !busy.has(line.siteId)) return line;
    const fault = 'area_id: an incident of this site is open; close it before the site changes its area';
    return { ...line, does: 'refuse', faults: [...line.faults, fault] };
  });
}

/** The sites that would change their area while an incident of theirs is open. */
async function busyMoves(
  db: Db | Tx,
  lines: readonly JudgedLine[],
  { sites }: Known,
): Promise<ReadonlySet<string>> {
  const busy = new Set<string>();
  for (const { siteId, site } of lines) {
    const before = sites.get(siteId);
    if (site?.is !== 'changed' || !before || site.wants.areaId === before.areaId) continue;
    if (await hasOpenIncident(db, siteId)) busy.add(siteId);
  }
  return busy;
}

/** Writes what the lines want, sites before their cameras; gives the events. New cameras come with a work order each. */
async function write(
  tx: Tx,
  by: Changing,
  lines: readonly JudgedLine[],
  datum: Datum,
): Promise<EventDraft[]> {
  const actor = actorOf(by);
  const events: EventDraft[] = [];
  for (const { siteId, site } of lines) {
    if (!site || site.is === 'same') continue;
    const { areaId, type, name, nameEn, address, position } = site.wants;
    const row = { area_id: areaId, type, name, name_en: nameEn, address, ...position };
    if (site.is === 'changed') await tx.updateTable('sites').set(row).where('site_id', '=', siteId).execute();
    else
      await tx
        .insertInto('sites')
        .values({
          ...row,
          site_id: siteId,
          datum,
          key_hash: null,
          presence: 'never',
          commissioned_at_ms: null,
        })
        .execute();
    const data = { siteId, type, name, address, position, isNew: site.is === 'new' };
    events.push({ areaId, type: 'site.set', actor, data });
  }
  for (const line of lines) {
    const { siteId, sourceId, source, site } = line;
    if (!source || source.is === 'same' || !site) continue;
    await writeSource(tx, line, datum);
    const { areaId } = site.wants;
    const isNew = source.is === 'new';
    if (isNew) events.push(await planOrder(tx, by, line));
    events.push(await sourceSet(tx, { siteId, sourceId, areaId }, actor, isNew));
  }
  return events;
}

async function writeSource(tx: Tx, { siteId, sourceId, source }: JudgedLine, datum: Datum): Promise<void> {
  const { name, nameEn, position, headingDeg, fovDeg, rangeM, heightM, place, legalBasis } = source!.wants;
  const row = {
    name,
    name_en: nameEn,
    lon: position?.lon ?? null,
    lat: position?.lat ?? null,
    heading_deg: position ? headingDeg : null,
    fov_deg: position ? fovDeg : null,
    range_m: position ? rangeM : null,
    height_m: heightM,
    place,
    legal_basis: legalBasis,
    datum,
  };
  if (source!.is === 'new') {
    const fresh = { ...row, site_id: siteId, source_id: sourceId, type: 'camera', commissioned_at_ms: null };
    await tx.insertInto('sources').values(fresh).execute();
    return;
  }
  await tx
    .updateTable('sources')
    .set(row)
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .execute();
}

/** The work order of a new camera: open, and nobody's yet. */
async function planOrder(
  tx: Tx,
  by: Changing,
  { siteId, sourceId, site, position }: JudgedLine,
): Promise<EventDraft> {
  const { areaId, type, name, address } = site!.wants;
  const orderId = by.world.newId();
  const body: OrderBody = {
    kind: 'install',
    areaId,
    installerId: null,
    siteId,
    sourceId,
    sourceType: 'camera',
    siteType: type,
    siteName: name,
    address,
    plan: position && { position, withinM: planWithinM },
    note: '',
  };
  const draft = { ...(await keptDraftOf(tx, 'install', siteId, sourceId)), cameraShown: null };
  await tx
    .insertInto('orders')
    .values({
      order_id: orderId,
      area_id: areaId,
      installer_id: null,
      site_id: siteId,
      source_id: sourceId,
      state: 'open',
      body: JSON.stringify(body),
      draft: JSON.stringify(draft),
      planned_at_ms: by.world.nowMs(),
    })
    .execute();
  const data = { orderId, siteId, sourceId, installerId: null, isNew: true };
  return { areaId, type: 'order.set', actor: actorOf(by), data };
}

/** Locks the sites that the file names, in id order, so that nothing changes between the judgement and the writing. */
async function lockSites(tx: Tx, lines: readonly CsvLine[]): Promise<void> {
  const siteIds = [...new Set(lines.flatMap(({ cells }) => cells.site_id?.trim() ?? []))];
  if (siteIds.length === 0) return;
  await tx
    .selectFrom('sites')
    .select('site_id')
    .where('site_id', 'in', siteIds)
    .orderBy('site_id')
    .forNoKeyUpdate()
    .execute();
}

function told(applied: boolean, judged: readonly JudgedLine[]): CsvImported {
  const lines = judged.map(({ line, siteId, sourceId, does, position, faults, warnings }) => {
    return { line, siteId, sourceId, does, position, faults: [...faults], warnings: [...warnings] };
  });
  return { applied, lines };
}
