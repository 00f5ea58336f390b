// Before the tests: one empty cluster is made, so that each file of them copies it instead of making its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../start/postgres.js';
import { templateVariable } from './fresh.store.js';

/** Vitest's global set-up; gives what takes it away again. */
export default async function setup(): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), 'haixi-template-'));
  const cluster = await startPostgres({ dir, say: () => {}, fsync: false });
  await cluster.stop();
  process.env[templateVariable] = dir;
  return () => rmSync(dir, { recursive: true, force: true });
}
