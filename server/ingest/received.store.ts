// Which numbers have come from each outbox, stored or refused, kept as ranges under the site's lock (rule D5).
import { sql } from 'kysely';
import type { Tx } from '../store/database.store.js';
import { holds, type Range, rangesOf, united } from './ranges.js';

/** A number of a site's outbox. */
export interface Numbered {
  readonly siteId: string;
  readonly epoch: string;
  readonly seq: number;
}

interface Row {
  readonly site_id: string;
  readonly epoch: string;
  readonly from_seq: number;
  readonly to_seq: number;
}

/** What a batch's numbers meet in the store, and what they make of it. The caller holds the locks of their sites. */
export class Received {
  private constructor(
    /** By outbox, lowest first. */
    private readonly before: ReadonlyMap<string, readonly Range[]>,
    private readonly coming: ReadonlyMap<string, Outbox>,
  ) {}

  /** Reads the ranges that these numbers touch, in one statement however many they are. */
  static async of(tx: Tx, numbers: readonly Numbered[]): Promise<Received> {
    const coming = new Map<string, Outbox>();
    for (const [key, ofOne] of Map.groupBy(numbers, outboxKey)) {
      const { siteId, epoch } = ofOne[0]!;
      coming.set(key, { siteId, epoch, ranges: rangesOf(ofOne.map(({ seq }) => seq)) });
    }
    if (coming.size === 0) return new Received(new Map(), coming);
    // Ranges don't overlap, so of those that begin before a number only the last can touch it.
    const { rows } = await sql<Row>`
      select distinct k.site_id, k.epoch, r.from_seq, r.to_seq
      from json_to_recordset(${JSON.stringify([...coming.values()].flatMap(rowsOf))}::json)
        as k(site_id text, epoch text, from_seq bigint, to_seq bigint),
      lateral (
        select from_seq, to_seq from received
        where site_id = k.site_id and epoch = k.epoch and from_seq between k.from_seq and k.to_seq + 1
        union all (
          select from_seq, to_seq from received
          where site_id = k.site_id and epoch = k.epoch and from_seq < k.from_seq
          order by from_seq desc limit 1)) as r`.execute(tx);
    const before = Map.groupBy(rows, (row) => outboxKey({ siteId: row.site_id, epoch: row.epoch }));
    return new Received(
      new Map([...before].map(([key, ofOne]) => [key, united(ofOne.map(rangeOf))])),
      coming,
    );
  }

  /** Whether this number, one of those that were asked for, had come before. */
  has(number: Numbered): boolean {
    return holds(this.before.get(outboxKey(number)) ?? [], number.seq);
  }

  /** Keeps all the numbers: two statements at most, none where every one had come before. */
  async save(tx: Tx): Promise<void> {
    const grown: Row[] = [];
    const swallowed: Row[] = [];
    for (const [key, outbox] of this.coming) {
      const before = this.before.get(key) ?? [];
      const stood = new Map(before.map((range) => [range.fromSeq, range.toSeq]));
      const ranges = united([...before, ...outbox.ranges]);
      const begins = new Set(ranges.map(({ fromSeq }) => fromSeq));
      grown.push(...rowsOf({ ...outbox, ranges: ranges.filter((r) => stood.get(r.fromSeq) !== r.toSeq) }));
      swallowed.push(...rowsOf({ ...outbox, ranges: before.filter((r) => !begins.has(r.fromSeq)) }));
    }
    if (swallowed.length > 0) {
      await sql`
        delete from received using json_to_recordset(${JSON.stringify(swallowed)}::json)
          as k(site_id text, epoch text, from_seq bigint)
        where received.site_id = k.site_id and received.epoch = k.epoch and received.from_seq = k.from_seq`.execute(
        tx,
      );
    }
    if (grown.length > 0) {
      await sql`
        insert into received (site_id, epoch, from_seq, to_seq)
        select * from json_to_recordset(${JSON.stringify(grown)}::json)
          as k(site_id text, epoch text, from_seq bigint, to_seq bigint)
        on conflict (site_id, epoch, from_seq) do update set to_seq = excluded.to_seq`.execute(tx);
    }
  }
}

interface Outbox {
  readonly siteId: string;
  readonly epoch: string;
  readonly ranges: readonly Range[];
}

function outboxKey({ siteId, epoch }: Omit<Numbered, 'seq'>): string {
  return `${siteId}/${epoch}`;
}

function rowsOf({ siteId, epoch, ranges }: Outbox): Row[] {
  return ranges.map(({ fromSeq, toSeq }) => ({ site_id: siteId, epoch, from_seq: fromSeq, to_seq: toSeq }));
}

function rangeOf(row: Row): Range {
  return { fromSeq: row.from_seq, toSeq: row.to_seq };
}
