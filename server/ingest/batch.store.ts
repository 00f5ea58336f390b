// One batch of messages in one transaction: stored once each, joined to incidents, refused ones kept apart.
import { foldIncident } from '@haixi/proto/incident/fold';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Alarm, EventDraft } from '@haixi/proto/live/events';
import type { Answer, RefusalReason } from '@haixi/proto/mqtt/messages';
import { answerSeqsMax } from '@haixi/proto/mqtt/messages';
import { packetBytesMax } from '@haixi/proto/mqtt/topics';
import { sql } from 'kysely';
import { admit } from '../incidents/decide.js';
import { lockOpenAtSites, record } from '../incidents/incidents.store.js';
import { joining, joinWithinMs } from '../incidents/join.js';
import type { Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import type { Admission, Admitted, Refusal } from './admission.js';
import { quarantine } from './quarantine.store.js';

interface SiteRow {
  readonly site_id: string;
  readonly area_id: string;
  readonly address: string;
  readonly lon: number;
  readonly lat: number;
}

export interface SiteAnswer {
  readonly siteId: string;
  readonly answer: Answer;
}

/**
 * Stores a batch and gives the answers to send once it is committed (D2). An entry that is stored already is answered
 * again and changes nothing (D3). Entries are taken in the order of their numbers, not of their arrival (D4). Locks
 * sites, then their open incidents, each in id order, then the heads.
 */
export async function storeBatch(tx: Tx, batch: readonly Admission[], world: World): Promise<SiteAnswer[]> {
  const nowMs = world.nowMs();
  const entries = batch.flatMap((one) => (one.ok ? [one.entry] : []));
  const refusals = batch.flatMap((one) => (one.ok ? [] : [one.refusal]));
  const sites = await lockSites(
    tx,
    [...entries, ...refusals].map((one) => one.siteId),
  );
  const sourceKeys = await readSources(tx, [...sites.keys()]);

  const known: Admitted[] = [];
  for (const entry of entries) {
    const refusal = unknownPlace(entry, sites, sourceKeys);
    if (refusal) refusals.push(refusal);
    else known.push(entry);
  }
  const fresh = await withoutStored(tx, known);
  const story = new Story(await lockOpenAtSites(tx, [...sites.keys()]), world, nowMs);
  const alarmRows = fresh.toSorted(bySeq).map((entry) => {
    const site = sites.get(entry.siteId)!;
    const alarm = alarmOf(entry, world.newId());
    const incidentId = story.tell(alarm, site, { kind: 'site', id: entry.siteId });
    const { siteId: site_id, epoch, seq } = entry;
    const { alarmId: alarm_id, kind, sourceId: source_id } = alarm;
    return { site_id, epoch, seq, alarm_id, incident_id: incidentId, source_id, kind, at_ms: nowMs };
  });
  if (alarmRows.length > 0) await tx.insertInto('alarms').values(alarmRows).execute();
  await quarantine(tx, refusals, nowMs);
  for (const site of sites.values()) {
    const first = refusals.find((refusal) => refusal.siteId === site.site_id);
    if (first) story.tellRefused(first, site);
  }
  await record(tx, story.drafts, story.before, world);
  return answers(known, refusals);
}

/** The incidents of the batch's sites as they become while the batch is told, and the events that make them so. */
class Story {
  readonly drafts: EventDraft[] = [];
  readonly before: ReadonlyMap<string, Incident>;
  private readonly now: Map<string, Incident>;

  constructor(
    open: readonly Incident[],
    private readonly world: World,
    private readonly nowMs: number,
  ) {
    this.before = new Map(open.map((incident) => [incident.incidentId, incident]));
    this.now = new Map(this.before);
  }

  /** Joins the alarm or opens an incident for it; gives the incident's id. */
  tell(alarm: Alarm, site: SiteRow, actor: EventDraft['actor']): string {
    const open = [...this.now.values()].filter((incident) => incident.siteId === site.site_id);
    const where = joining(alarm, open, this.nowMs);
    const place = {
      areaId: site.area_id,
      siteId: site.site_id,
      position: { lon: site.lon, lat: site.lat },
      address: site.address,
    };
    const incidentId = where.joins?.incidentId ?? this.world.newId();
    const origin = alarm.kind === 'technical' ? ('system' as const) : ('site' as const);
    const draft = admit(alarm, origin, place, where, actor, incidentId);
    this.drafts.push(draft);
    // The log gives the number and the final time; for joining within this batch the present serves.
    this.now.set(incidentId, foldIncident(where.joins, { ...draft, n: 1, atMs: this.nowMs }));
    return incidentId;
  }

  /** A refused message of a known site raises a technical incident; further ones join it once a minute at most. */
  tellRefused(refusal: Refusal, site: SiteRow): void {
    const recent = [...this.now.values()].some(
      (incident) =>
        incident.siteId === site.site_id &&
        incident.kind === 'technical' &&
        this.nowMs - incident.lastAlarmAtMs <= joinWithinMs,
    );
    if (recent) return;
    const alarm: Alarm = {
      alarmId: this.world.newId(),
      kind: 'technical',
      siteId: site.site_id,
      sourceId: null,
      unitId: null,
      entry: null,
      occurredAtMs: this.nowMs,
      agentAtMs: null,
      note: `${refusal.reason}: ${refusal.detail}`,
    };
    this.tell(alarm, site, { kind: 'system' });
  }
}

async function lockSites(tx: Tx, siteIds: readonly string[]): Promise<Map<string, SiteRow>> {
  const rows = await tx
    .selectFrom('sites')
    .select(['site_id', 'area_id', 'address', 'lon', 'lat'])
    .where('site_id', 'in', [...new Set(siteIds)])
    .orderBy('site_id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.site_id, row]));
}

async function readSources(tx: Tx, siteIds: readonly string[]): Promise<Set<string>> {
  if (siteIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('sources')
    .select(['site_id', 'source_id'])
    .where('site_id', 'in', siteIds)
    .execute();
  return new Set(rows.map((row) => `${row.site_id}/${row.source_id}`));
}

function unknownPlace(entry: Admitted, sites: Map<string, SiteRow>, sources: Set<string>): Refusal | null {
  const { siteId, epoch, seq, body, arrived } = entry;
  const refuse = (reason: RefusalReason, detail: string) => ({ siteId, epoch, seq, reason, detail, arrived });
  if (!sites.has(siteId)) return refuse('unknown_site', `site ${siteId} is not registered`);
  if (sources.has(`${siteId}/${body.sourceId}`)) return null;
  return refuse('unknown_source', `body.sourceId: ${body.sourceId} is not a registered source of ${siteId}`);
}

/** Entries that are not stored yet, each once. */
async function withoutStored(tx: Tx, entries: readonly Admitted[]): Promise<Admitted[]> {
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

function bySeq(a: Admitted, b: Admitted): number {
  return compare(a.siteId, b.siteId) || compare(a.epoch, b.epoch) || a.seq - b.seq;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function alarmOf({ siteId, epoch, seq, body }: Admitted, alarmId: string): Alarm {
  return {
    alarmId,
    kind: body.kind,
    siteId,
    sourceId: body.sourceId,
    unitId: null,
    entry: { epoch, seq },
    occurredAtMs: body.occurredAtMs,
    agentAtMs: body.agentAtMs,
    note: body.note ?? '',
    ...(body.zone === undefined ? {} : { zone: body.zone }),
  };
}

/** Answers are cut here, with room for the rest of their packet. */
const answerBytesMax = packetBytesMax / 2;

/** An answer for each site and epoch, and another where it would grow too long for a packet. */
export function answers(stored: readonly Admitted[], refusals: readonly Refusal[]): SiteAnswer[] {
  const open = new Map<string, SiteAnswer & { bytes: number; entries: number }>();
  const full: SiteAnswer[] = [];
  const answerFor = (siteId: string, epoch: string | null, bytes: number) => {
    const key = `${siteId}/${epoch ?? ''}`;
    const now = open.get(key);
    if (now && now.entries < answerSeqsMax && now.bytes + bytes <= answerBytesMax) {
      now.entries += 1;
      now.bytes += bytes;
      return now.answer;
    }
    if (now) full.push(now);
    const answer: Answer = { epoch, stored: [], refused: [] };
    open.set(key, { siteId, answer, bytes, entries: 1 });
    return answer;
  };
  for (const { siteId, epoch, seq } of stored) answerFor(siteId, epoch, 20).stored.push(seq);
  for (const { siteId, epoch, seq, reason, detail } of refusals) {
    const refused = { seq, reason, detail };
    answerFor(siteId, epoch, Buffer.byteLength(JSON.stringify(refused))).refused.push(refused);
  }
  return [...full, ...open.values()].map(({ siteId, answer }) => ({ siteId, answer }));
}
