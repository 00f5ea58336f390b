// Checks a whole log, live or exported: every area's chain from its first event to its head.
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Db, inSnapshot, type Tx } from '../store/database.store.js';
import { type Break, type ChainEnd, chainStart, follow, type LogRow } from './chain.js';

export interface Verified {
  readonly events: number;
  readonly areas: number;
  /** Events whose personal content was erased when due: told, and no break. */
  readonly erased: number;
  readonly broken: Break | null;
}

/** One line of an export: an event as it is stored, or at the end the head of an area. */
type Line = { row: LogRow } | { head: { area_id: string; n: number; hash: string } };

const pageRows = 5_000;

/** Checks a live store in one snapshot; the first broken link ends it. */
export function verifyStore(db: Db): Promise<Verified> {
  return inSnapshot(db, (tx) => verifyLines(storedLines(tx)));
}

/** Checks a file written by `exportLog`. Throws where a line can't be read, naming it. */
export function verifyFile(file: string): Promise<Verified> {
  return verifyLines(fileLines(file));
}

/** Writes the whole log to a file, one JSON line an event, then the heads; gives the number of events. */
export async function exportLog(db: Db, file: string): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  let events = 0;
  try {
    await inSnapshot(db, async (tx) => {
      for await (const line of storedLines(tx)) {
        if ('row' in line) events += 1;
        await handle.write(`${JSON.stringify(line)}\n`);
      }
    });
    await handle.sync();
  } finally {
    await handle.close();
  }
  return events;
}

async function verifyLines(lines: AsyncIterable<Line>): Promise<Verified> {
  const ends = new Map<string, ChainEnd>();
  const heads = new Set<string>();
  let events = 0;
  let erased = 0;
  const result = (broken: Break | null): Verified => ({ events, areas: heads.size, erased, broken });
  for await (const line of lines) {
    if ('row' in line) {
      const followed = follow(ends.get(line.row.area_id) ?? chainStart, line.row);
      if (!followed.ok) return result(followed.break);
      ends.set(line.row.area_id, followed.end);
      events += 1;
      if (line.row.data === null) erased += 1;
      continue;
    }
    const { area_id: areaId, n, hash } = line.head;
    heads.add(areaId);
    const end = ends.get(areaId) ?? chainStart;
    // Without the head, cutting the newest events off would leave a whole chain behind.
    if (end.n !== n || end.hash !== hash)
      return result({
        areaId,
        n: end.n + 1,
        fault: 'head',
        told: `the chain ends at ${end.n}, its head says ${n}`,
      });
  }
  const headless = [...ends.keys()].find((areaId) => !heads.has(areaId));
  if (headless === undefined) return result(null);
  return result({ areaId: headless, n: ends.get(headless)!.n, fault: 'head', told: 'the area has no head' });
}

async function* storedLines(tx: Tx): AsyncGenerator<Line> {
  let after = { area_id: '', n: 0 };
  for (;;) {
    const rows = await tx
      .selectFrom('log')
      .selectAll()
      .where((eb) => eb(eb.refTuple('area_id', 'n'), '>', eb.tuple(after.area_id, after.n)))
      .orderBy('area_id')
      .orderBy('n')
      .limit(pageRows)
      .execute();
    for (const row of rows) yield { row };
    const last = rows.at(-1);
    if (!last) break;
    after = { area_id: last.area_id, n: last.n };
  }
  const heads = await tx
    .selectFrom('area_heads')
    .select(['area_id', 'n', 'hash'])
    .orderBy('area_id')
    .execute();
  for (const head of heads) yield { head };
}

async function* fileLines(file: string): AsyncGenerator<Line> {
  if (!existsSync(file)) throw new Error(`${file} is not there: give a file written with --export`);
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    try {
      yield JSON.parse(text) as Line;
    } catch {
      throw new Error(`${file} line ${number}: not JSON; the file is cut off or was changed`);
    }
  }
}
