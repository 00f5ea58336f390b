// What the soak measures: rows and bytes of every table, what stands in memory, timers, listeners, handles, and the heap.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Db } from '@haixi/server/store/database.store';
import { sql } from 'kysely';
import type { Centre } from './centre';

export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
}

export interface Measured {
  readonly day: number;
  /** Incidents ever opened, and sites, for what grows with them. */
  readonly incidents: number;
  readonly tables: Readonly<Record<string, TableSize>>;
  /** Entries of the lists, maps and sets of each field, `Class.field`, all objects of the class together. */
  readonly memory: Readonly<Record<string, number>>;
  readonly timers: number;
  readonly listeners: number;
  readonly handles: number;
  readonly heapMb: number;
}

/** Measures now; `owner` vacuums first, so that bytes tell what is kept and not how often it was written. */
export async function measure(centre: Centre, owner: Db, day: number): Promise<Measured> {
  await sql`vacuum`.execute(owner);
  const tables = await tableSizes(owner);
  return {
    day,
    incidents: tables['incidents']?.rows ?? 0,
    tables,
    memory: memoryOf(centre),
    timers: centre.world.timers.size,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    handles: process.getActiveResourcesInfo().length,
    heapMb: heapMb(),
  };
}

async function tableSizes(owner: Db): Promise<Record<string, TableSize>> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
    order by tablename`.execute(owner);
  const sizes: Record<string, TableSize> = {};
  for (const { name } of rows) {
    const counted = await sql<TableSize>`
      select count(*) as rows, pg_total_relation_size(${name}::regclass) as bytes from ${sql.table(name)}`.execute(
      owner,
    );
    sizes[name] = counted.rows[0]!;
  }
  return sizes;
}

/** Walks everything that the centre holds, and counts. Nothing of Node, of the store's driver or of the soak's clock. */
function memoryOf(centre: Centre): Record<string, number> {
  const sizes: Record<string, number> = {};
  const seen = new Set<unknown>([centre.db, centre.world]);
  const visit = (value: unknown, label: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || isForeign(value)) return;
    seen.add(value);
    if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
      sizes[label] = (sizes[label] ?? 0) + (Array.isArray(value) ? value.length : value.size);
      for (const item of value.values()) visit(item, `${label}[]`);
      return;
    }
    const name = value.constructor?.name ?? 'Object';
    const own = name === 'Object' ? label : name;
    for (const [key, item] of Object.entries(value)) visit(item, `${own}.${key}`);
  };
  visit(centre, 'centre');
  return sizes;
}

function isForeign(value: object): boolean {
  const name = value.constructor?.name ?? '';
  return (
    Buffer.isBuffer(value) ||
    ['Socket', 'IncomingMessage', 'Promise', 'RegExp', 'Chance', 'Kysely'].includes(name) ||
    name.startsWith('Zod') ||
    '_zod' in value
  );
}

let collect: (() => void) | null = null;

function heapMb(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  collect();
  return Math.round((process.memoryUsage().heapUsed / 2 ** 20) * 10) / 10;
}
