// The hash chain of one area's log: how an event is bound to the one before it, and how a break is found.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** What stands before event 1 of every area. */
export const genesisHash = '0'.repeat(64);

/** One row of the log as it is stored and exported. `data` and `salt` are null where they were erased when due. */
export interface LogRow {
  readonly area_id: string;
  readonly n: number;
  readonly at_ms: number;
  readonly type: string;
  readonly actor: string;
  readonly incident_id: string | null;
  readonly data: string | null;
  readonly salt: string | null;
  readonly data_hash: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** A value that has no canonical form: the value is at fault, and will be at the next try too. */
export class NotCanonical extends TypeError {}

/** JSON in its one canonical form (RFC 8785), which is what is stored and hashed. Throws NotCanonical. */
export function canonical(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (error) {
    throw new NotCanonical('the value can’t be written as canonical JSON', { cause: error });
  }
  if (text === undefined) throw new NotCanonical('only JSON values can be logged');
  return text;
}

/** SHA-256(salt ‖ data): lets the data be erased later without breaking the chain. */
export function dataHashOf(salt: string, data: string): string {
  return sha256(salt + data);
}

/** SHA-256(prevHash ‖ canonical header ‖ data hash), all as UTF-8 text; hashes are lower-case hex. */
export function hashOf(row: Omit<LogRow, 'hash' | 'data' | 'salt'>): string {
  const header = canonical({
    areaId: row.area_id,
    n: row.n,
    atMs: row.at_ms,
    type: row.type,
    actor: row.actor,
    incidentId: row.incident_id,
  });
  return sha256(row.prev_hash + header + row.data_hash);
}

export interface Break {
  readonly areaId: string;
  readonly n: number;
  readonly fault: 'gap' | 'prev_hash' | 'data' | 'hash' | 'time' | 'head';
  readonly told: string;
}

export interface ChainEnd {
  readonly n: number;
  readonly hash: string;
  readonly atMs: number;
}

/** Where a chain stands before its first event. */
export const chainStart: ChainEnd = { n: 0, hash: genesisHash, atMs: 0 };

/** Checks that `row` follows `end`: number, time, link and both hashes. Gives the new end, or the first fault. */
export function follow(
  end: ChainEnd,
  row: LogRow,
): { ok: true; end: ChainEnd } | { ok: false; break: Break } {
  const broken = (fault: Break['fault'], told: string) => ({
    ok: false as const,
    break: { areaId: row.area_id, n: row.n, fault, told },
  });
  if (row.n !== end.n + 1) return broken('gap', `event ${end.n + 1} is missing`);
  if (row.at_ms < end.atMs) return broken('time', `its time is before that of event ${end.n}`);
  if (row.prev_hash !== end.hash) return broken('prev_hash', `it is not linked to event ${end.n}`);
  if (row.data !== null && dataHashOf(row.salt ?? '', row.data) !== row.data_hash)
    return broken('data', 'its data is not what was logged');
  if (hashOf(row) !== row.hash) return broken('hash', 'its header is not what was logged');
  return { ok: true, end: { n: row.n, hash: row.hash, atMs: row.at_ms } };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
