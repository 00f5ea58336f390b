// Who runs now, in run.json of the data folder: tests and people find the processes there, the next start its leftovers.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end } from './processes.js';

/** No secret stands here: the database is reached through `connectTo` of its folder. */
export interface RunRecord {
  url: string;
  launcher: number;
  /** Null while it is down. */
  postgres: number | null;
  server: number | null;
  /** `http` is the address of the agent's local door; its buttons are pressed there. */
  agents: { pid: number; http: string; sites: string[] }[];
  /** When each process started, by its number: so that a stranger with a number used again is left alone. */
  startTicks: Record<number, number>;
}

/** Replaces the record whole, so that a reader never sees half of it. On a full disk the old one stays. */
export function writeRecord(dataDir: string, record: RunRecord): void {
  const file = join(dataDir, 'run.json');
  try {
    writeFileSync(`${file}.new`, JSON.stringify(record, null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    // Nothing rests on it but finding leftovers, and those end by themselves.
  }
}

export function removeRecord(dataDir: string): void {
  rmSync(join(dataDir, 'run.json'), { force: true });
}

/**
 * Ends what a killed launcher left running: its agents and server stop by themselves when their channel closes, so this
 * only waits, and kills what hangs. PostgreSQL looks after its own leftovers.
 */
export async function endRecorded(dataDir: string): Promise<void> {
  let record: RunRecord;
  try {
    record = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as RunRecord;
  } catch {
    return;
  }
  const programs = [...record.agents.map(({ pid }) => pid), record.server].filter((pid) => pid !== null);
  await Promise.all(programs.map((pid) => end({ pid, startTicks: record.startTicks[pid] ?? -1 }, 3_000)));
  removeRecord(dataDir);
}
