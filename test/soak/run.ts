// One soak: a fresh store, the centre and its district, and so many simulated days, measured each day.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from '@haixi/server/store/database.store';
import { freshStore } from '@haixi/server/store/fresh.store';
import { sql } from 'kysely';
import { Centre } from './centre';
import { District, strideMs } from './district';
import { grown } from './judge';
import { type Measured, measure } from './measure';
import { quietStore } from './quiet-store';
import { SoakWorld } from './soak-world';

const dayMs = 24 * 3_600_000;
/** Caches are filled and code is compiled by then: from here on nothing may grow. */
const warmDays = 1;
const beginsAtMs = 1_800_000_000_000;

export interface Soak {
  readonly days: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  /** Days from one measuring to the next. */
  readonly measureEvery?: number;
  /** For a test of the soak itself: done at each stride, and never undone. */
  readonly leak?: (centre: Centre) => void | Promise<void>;
}

export interface Soaked {
  readonly days: number;
  readonly incidents: number;
  readonly commands: number;
  readonly refused: number;
  readonly framesSent: number;
  /** How often each event is in the log. */
  readonly events: Readonly<Record<string, number>>;
  readonly last: Measured;
  readonly faults: readonly string[];
}

export async function runSoak({ days, seed, say, measureEvery = 1, leak }: Soak): Promise<Soaked> {
  const store = await freshStore(beginsAtMs);
  const dataDir = mkdtempSync(join(tmpdir(), 'haixi-soak-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  const quiet = quietStore(store.url);
  try {
    const world = new SoakWorld(beginsAtMs, seed, quiet.settle);
    const centre = new Centre(quiet.db, world);
    await centre.start();
    const district = new District(centre, dataDir);
    await district.begin();
    const all: Measured[] = [];
    for (let day = 1; day <= days; day += 1) {
      for (const endMs = world.nowMs() + dayMs; world.nowMs() < endMs;) {
        await district.stride();
        await leak?.(centre);
      }
      const isDue = day === warmDays || day % measureEvery === 0 || day === days;
      if (!isDue) continue;
      const measured = await measure(centre, store.owner, day);
      all.push(measured);
      say(lineOf(measured));
    }
    const told = [...district.people.values()];
    const sum = (of: 'done' | 'refused') => told.reduce((total, person) => total + person[of], 0);
    const faults = [...grown(all), ...world.lastLines.map((line) => `said: ${line}`)];
    await stopped(centre);
    const events = await eventsOf(store.owner);
    return {
      days,
      incidents: all.at(-1)!.incidents,
      commands: sum('done'),
      refused: sum('refused'),
      framesSent: centre.rooms.framesSent,
      events,
      last: all.at(-1)!,
      faults: [
        ...faults,
        ...(world.timers.size > 0 && !leak ? [`${world.timers.size} timers outlive the server`] : []),
      ],
    };
  } finally {
    await quiet.db.destroy();
    await store.stop();
    process.off('exit', remove);
    remove();
  }
}

async function eventsOf(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('log')
    .select(['type', sql<number>`count(*)`.as('times')])
    .groupBy('type')
    .orderBy('type')
    .execute();
  return Object.fromEntries(rows.map(({ type, times }) => [type, times]));
}

/** Ends as at SIGTERM; what waits for its time has to be passed over meanwhile. */
async function stopped(centre: Centre): Promise<void> {
  let isStopped = false;
  const stopping = centre.stop().then(() => {
    isStopped = true;
  });
  while (!isStopped) await centre.world.pass(strideMs);
  await stopping;
  // The last frames' short wait is over.
  await centre.world.pass(strideMs);
}

function lineOf({ day, incidents, tables, timers, heapMb, memory }: Measured): string {
  const rows = (name: string) => `${name} ${tables[name]?.rows ?? 0}`;
  const entries = Object.values(memory).reduce((sum, size) => sum + size, 0);
  const counts = ['log', 'commands', 'quarantine', 'camera_troubles', 'reading_history', 'received'].map(
    rows,
  );
  return `day ${day}: ${incidents} incidents; rows: ${counts.join(', ')}; in memory ${entries} entries, ${timers} timers, ${heapMb} MB`;
}
