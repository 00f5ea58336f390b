// After the healing: what was promised to anybody is in the store once, and every screen shows what the server has.
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { canonical } from '@haixi/server/log/chain';
import { verifyStore } from '@haixi/server/log/verify-log.store';
import { readPicture } from '@haixi/server/live/picture.store';
import type { Db } from '@haixi/server/store/database.store';
import type { History } from '../actors/history';
import { hold } from './hold';
import type { LogRules } from './log-rules';

/** What a screen shows, as far as it can be compared. */
export interface Shown {
  readonly picture: Picture | null;
  readonly latest: Latest;
}

/**
 * The first difference between a screen and the server; null where they are equal byte for byte. A picture at the
 * server's own vector must be the server's own at any time: then another one is Broken at once (rule L2).
 */
export async function differs(
  db: Db,
  who: string,
  areaIds: readonly string[],
  shown: Shown,
): Promise<string | null> {
  const there = await readPicture(db, areaIds);
  if (!shown.picture) return `${who} shows nothing`;
  if (canonical(shown.picture.vector) !== canonical(there.picture.vector))
    return `${who} is at ${canonical(shown.picture.vector)}, the server at ${canonical(there.picture.vector)}`;
  const picture = difference(shown.picture, there.picture);
  hold(picture === null, 'L2 a screen’s state equals the server’s', () => `${who}: ${picture}`);
  const latest = difference(inOrder(shown.latest), inOrder(there.latest));
  return latest === null ? null : `${who}: latest values: ${latest}`;
}

/** Throws Broken where the store does not have what was promised. */
export async function checkPromises(db: Db, history: History, rules: LogRules): Promise<void> {
  for (const [key, press] of history.kept) {
    const there = rules.alarms.get(key);
    if (!there && history.forfeited.has(key)) {
      checkToldLost(key, rules);
      continue;
    }
    hold(
      there !== undefined,
      'D1 what is kept arrives',
      () => `${key} (${press.note}) was kept and is not in the log`,
    );
    const { kind, sourceId, note } = there.alarm;
    const isSame = kind === press.kind && sourceId === press.sourceId && note === press.note;
    hold(
      isSame,
      'D4 an entry is its number',
      () => `${key} is ${note}, and it was ${press.note} that was kept there`,
    );
  }
  const notes = new Set<string>();
  for (const [key, { alarm }] of rules.alarms) {
    hold(
      history.presses.has(alarm.note),
      'D3 the same alarm is one',
      () => `${key}: nobody pressed ${alarm.note}`,
    );
    hold(!notes.has(alarm.note), 'D3 the same alarm is one', () => `${key}: ${alarm.note} is there twice`);
    notes.add(alarm.note);
  }
  for (const { name, key, personId, answer } of history.given.values()) {
    if (!answer?.ok || name === 'unit.positions') continue;
    const row = await db
      .selectFrom('commands')
      .select('answer')
      .where('person_id', '=', personId)
      .where('key', '=', key)
      .executeTakeFirst();
    hold(
      row !== undefined,
      'D2 stored is stored',
      () => `${name} ${key} was answered as done and is not there`,
    );
  }
}

/** What went down with its disk is told as lost, where later numbers of its outbox show that it was there (D5). */
function checkToldLost(key: string, { alarms, lost }: LogRules): void {
  const [siteId, epoch, number] = key.split('/');
  const seq = Number(number);
  const isKnown = [...alarms.values()].some(
    ({ alarm }) => alarm.siteId === siteId && alarm.entry?.epoch === epoch && (alarm.entry?.seq ?? 0) > seq,
  );
  const isTold = lost.some(
    ({ data }) => data.siteId === siteId && data.epoch === epoch && data.fromSeq <= seq && seq <= data.toSeq,
  );
  hold(
    !isKnown || isTold,
    'D5 what is lost is told',
    () => `${key} went down with its disk, and nobody was told`,
  );
}

/** Throws Broken where a tablet's promised action was neither carried out nor told to its officer (T1, T2). */
export async function checkTablets(db: Db, history: History, told: ReadonlySet<string>): Promise<void> {
  for (const { by, name, key, personId } of history.given.values()) {
    if (by !== 'tablet' || told.has(key)) continue;
    const row = await db
      .selectFrom('commands')
      .select('answer')
      .where('person_id', '=', personId)
      .where('key', '=', key)
      .executeTakeFirst();
    hold(row !== undefined, 'T1 an action taken is answered', () => `${name} ${key} of ${personId} is gone`);
  }
}

/** Throws Broken where one queue's actions were carried out in another order than they were pressed in (T1). */
export function checkOrder({ queues, carriedOut }: History): void {
  for (const [queue, keys] of queues) {
    const done = keys.filter((key) => carriedOut.has(key));
    const early = done.findIndex((key, i) => i > 0 && carriedOut.get(key)! < carriedOut.get(done[i - 1]!)!);
    hold(
      early === -1,
      'T1 in the order of pressing',
      () => `${done[early]} came before ${done[early - 1]} at ${queue}`,
    );
  }
}

/**
 * A clock that has run out long ago and was not told (rule I4), or null. A server whose wall clock was set tells it only
 * when the time has really gone, so what is not told yet is not forgotten yet.
 */
export async function untoldClock(db: Db, nowMs: number): Promise<string | null> {
  const untold = await db
    .selectFrom('deadlines')
    .select(['incident_id', 'step'])
    .where('state', '=', 'running')
    .where('due_at_ms', '<', nowMs - 10_000)
    .executeTakeFirst();
  return untold ? `${untold.step} of ${untold.incident_id}` : null;
}

/** Throws Broken where the tables say something else than the log, or the chain is not whole. */
export async function checkStore(db: Db, rules: LogRules): Promise<void> {
  const verified = await verifyStore(db);
  hold(verified.broken === null, 'log', () => verified.broken!.told);
  const rows = await db.selectFrom('incidents').select(['incident_id', 'state']).execute();
  hold(rows.length === rules.incidents.size, 'state is a fold', () => {
    return `${rows.length} incidents in the store, ${rules.incidents.size} in the log`;
  });
  for (const { incident_id, state } of rows) {
    const found = difference(JSON.parse(state), rules.incidents.get(incident_id));
    hold(found === null, 'state is a fold', () => `incident ${incident_id}: ${found}`);
  }
}

/** Where two JSON values differ first, and how; null where they are the same byte for byte. */
function difference(ours: unknown, theirs: unknown, path = ''): string | null {
  if (ours === theirs) return null;
  if (ours !== undefined && theirs !== undefined && canonical(ours) === canonical(theirs)) return null;
  if (isObject(ours) && isObject(theirs)) {
    for (const key of [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].toSorted()) {
      const found = difference(ours[key], theirs[key], `${path}.${key}`);
      if (found !== null) return found;
    }
  }
  return `${path}: ${JSON.stringify(ours)?.slice(0, 300)} instead of ${JSON.stringify(theirs)?.slice(0, 300)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Latest values have no order of their own. */
function inOrder({ positions, sites, tablets }: Latest): Latest {
  return {
    positions: positions.toSorted((a, b) => (a.unitId < b.unitId ? -1 : 1)),
    sites: sites.toSorted((a, b) => (a.siteId < b.siteId ? -1 : 1)),
    tablets: tablets.toSorted((a, b) => (a.unitId < b.unitId ? -1 : 1)),
  };
}
