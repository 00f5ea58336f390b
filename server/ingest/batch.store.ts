// One batch of messages in one transaction: stored once each, joined to incidents, refused ones kept apart.
import type { RefusalReason } from '@haixi/proto/mqtt/messages';
import { sql } from 'kysely';
import { lockOpenAtSites, record } from '../incidents/incidents.store.js';
import type { Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import type { Admission, Admitted, AdmittedAlarm, Refusal } from './admission.js';
import { answers, type SiteAnswer } from './answers.js';
import { countTimes, quarantine } from './quarantine.store.js';
import { type Numbered, Received } from './received.store.js';
import { Story, type StorySite } from './story.js';
import { AskedTests, isOnTest, type TestedSite, type TestedSource } from './tested.store.js';

type Site = StorySite & TestedSite;

/**
 * Stores a batch and gives the answers to send once it is committed (D2). An entry that is stored already is answered
 * again and changes nothing (D3). Entries are taken in the order of their numbers, not of their arrival (D4). A tested
 * alarm is stored and told like any other, and is in no incident (N5). Locks sites, then their open incidents, each in
 * id order, then the heads; asks the store as often for one entry as for five hundred.
 */
export async function storeBatch(tx: Tx, batch: readonly Admission[], world: World): Promise<SiteAnswer[]> {
  const nowMs = world.nowMs();
  const entries = batch.flatMap((one) => (one.ok ? [one.entry] : []));
  const refusals = batch.flatMap((one) => (one.ok ? [] : [one.refusal]));
  const sites = await lockSites(
    tx,
    [...entries, ...refusals].map((one) => one.siteId),
  );
  const sources = await readSources(tx, [...sites.keys()]);

  const known: Admitted[] = [];
  for (const entry of entries) {
    const refusal = unknownPlace(entry, sites, sources);
    if (refusal) refusals.push(refusal);
    else known.push(entry);
  }
  const received = await Received.of(tx, [...known, ...refusals.filter(isNumbered)].filter(at(sites)));
  const alarms = known.flatMap((entry) => (entry.kind === 'alarm' ? [entry] : []));
  const fresh = await withoutStored(tx, alarms);
  const story = new Story(await lockOpenAtSites(tx, [...sites.keys()]), world, nowMs);
  const asked = await AskedTests.of(tx, fresh, nowMs);
  const alarmRows = fresh.toSorted(bySeq).map((entry) => {
    const site = sites.get(entry.siteId)!;
    // Taken in any case: on a site that is on test, too, a test that was asked for has come.
    const isAsked = asked.take(entry);
    const isTest = isAsked || isOnTest(site, sources.get(keyOf(entry.siteId, entry.body.sourceId))!, nowMs);
    const told = isTest ? story.tellTested(entry, site, isAsked) : story.tellEntry(entry, site);
    const { alarm, incidentId } = told;
    const { siteId: site_id, epoch, seq } = entry;
    const { alarmId: alarm_id, kind, sourceId: source_id } = alarm;
    return { site_id, epoch, seq, alarm_id, incident_id: incidentId, source_id, kind, at_ms: nowMs };
  });
  if (alarmRows.length > 0) await tx.insertInto('alarms').values(alarmRows).execute();
  await asked.save(tx, world.nowMs());
  const proofs = known.filter((entry) => entry.kind === 'proof' && !received.has(entry));
  await saveProved(tx, new Set(proofs.map(({ siteId }) => siteId)), nowMs);
  await received.save(tx);
  const refusedNow = refusals.filter((refusal) => !isNumbered(refusal) || !received.has(refusal));
  await quarantine(tx, refusedNow, nowMs);
  for (const site of sites.values()) {
    const first = refusedNow.find((refusal) => refusal.siteId === site.site_id);
    // A site that is still being installed is on nobody's screen: its installer sees what was refused.
    if (first && site.commissioned_at_ms !== null) story.tellRefused(first, site);
  }
  await record(tx, story.drafts, story.before, world);
  return answers(known, refusals);
}

/** For a refusal that the store can't keep: it is counted, its number has come, and nothing is kept of it. */
export async function countOnly(tx: Tx, refusal: Refusal): Promise<SiteAnswer[]> {
  const sites = await lockSites(tx, [refusal.siteId]);
  const received = await Received.of(tx, [refusal].filter(isNumbered).filter(at(sites)));
  await received.save(tx);
  await countTimes(tx, new Map([[refusal.reason, 1]]));
  return answers([], [refusal]);
}

/** The registered sites among these; one that was retired is none any more. */
async function lockSites(tx: Tx, siteIds: readonly string[]): Promise<Map<string, Site>> {
  const rows = await tx
    .selectFrom('sites')
    .select(['site_id', 'area_id', 'address', 'lon', 'lat', 'on_test_until_ms', 'commissioned_at_ms'])
    .where('site_id', 'in', [...new Set(siteIds)])
    .where('retired_at_ms', 'is', null)
    .orderBy('site_id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.site_id, row]));
}

/** The registered sources of these sites, by `keyOf`. */
async function readSources(tx: Tx, siteIds: readonly string[]): Promise<Map<string, TestedSource>> {
  if (siteIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('sources')
    .select(['site_id', 'source_id', 'commissioned_at_ms'])
    .where('site_id', 'in', siteIds)
    .where('retired_at_ms', 'is', null)
    .execute();
  return new Map(rows.map((row) => [keyOf(row.site_id, row.source_id), row]));
}

function keyOf(siteId: string, sourceId: string): string {
  return `${siteId}/${sourceId}`;
}

function unknownPlace(
  entry: Admitted,
  sites: ReadonlyMap<string, StorySite>,
  sources: ReadonlyMap<string, TestedSource>,
): Refusal | null {
  const { siteId, epoch, seq, arrived } = entry;
  const refuse = (reason: RefusalReason, detail: string) => ({ siteId, epoch, seq, reason, detail, arrived });
  if (!sites.has(siteId)) return refuse('unknown_site', `site ${siteId} is not registered`);
  if (entry.kind === 'proof') return null;
  const { sourceId } = entry.body;
  if (sources.has(keyOf(siteId, sourceId))) return null;
  return refuse('unknown_source', `body.sourceId: ${sourceId} is not a registered source of ${siteId}`);
}

/** Entries that are not stored yet, each once. */
async function withoutStored(tx: Tx, entries: readonly AdmittedAlarm[]): Promise<AdmittedAlarm[]> {
  if (entries.length === 0) return [];
  const keys = entries.map(({ siteId, epoch, seq }) => ({ site_id: siteId, epoch, seq }));
  const { rows } = await sql<{ site_id: string; epoch: string; seq: number }>`
    select a.site_id, a.epoch, a.seq
    from json_to_recordset(${JSON.stringify(keys)}::json) as k(site_id text, epoch text, seq bigint)
    join alarms a on a.site_id = k.site_id and a.epoch = k.epoch and a.seq = k.seq`.execute(tx);
  const seen = new Set(rows.map((row) => `${row.site_id}/${row.epoch}/${row.seq}`));
  return entries.filter(({ siteId, epoch, seq }) => {
    const key = `${siteId}/${epoch}/${seq}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * These sites have just proved their life, by the server's clock. It may have been set back, and each proof still has to
 * be seen as another one than the one before (rule P3).
 */
async function saveProved(tx: Tx, siteIds: ReadonlySet<string>, nowMs: number): Promise<void> {
  if (siteIds.size === 0) return;
  await tx
    .updateTable('sites')
    .set({ proved_at_ms: sql`greatest(proved_at_ms + 1, ${nowMs})` })
    .where('site_id', 'in', [...siteIds])
    .execute();
}

function isNumbered<T extends Refusal>(refusal: T): refusal is T & Numbered {
  return refusal.epoch !== null && refusal.seq !== null;
}

/** Numbers are kept of registered sites only. */
function at(sites: ReadonlyMap<string, StorySite>) {
  return ({ siteId }: Numbered) => sites.has(siteId);
}

function bySeq(a: Admitted, b: Admitted): number {
  return compare(a.siteId, b.siteId) || compare(a.epoch, b.epoch) || a.seq - b.seq;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
