// Chaos as people run it: three rounds are survived, and a system that is broken on purpose is not.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { believesPuback, bundleMutant, skipsEvents } from './mutants.js';
import type { Result } from './run.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

let temp: string;
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'haixi-chaos-test-'));
});
afterEach(() => rmSync(temp, { recursive: true, force: true }));

test('D1 D2 D3 L2 P2 three rounds of kills, stops, cuts, full disks and clock jumps lose and double nothing', async () => {
  const line = ['server/start/bootstrap.mjs', 'chaos', '--rounds', '3', '--seed', '749'];
  const { code, result, said } = await chaos(line);
  // What happened stands beside the complaint.
  if (code !== 0) process.stderr.write(said);
  const survived = { rounds: 3, sent: result.stored, lost: 0, doubled: 0, screensDiffer: 0 };
  expect({ code, ...result }).toMatchObject({ code: 0, ...survived });
  const first = ['rounds', 'kills', 'sent', 'stored', 'lost', 'doubled', 'screensDiffer', 'longestOutageMs'];
  expect(Object.keys(result).slice(0, 8)).toEqual(first);
  expect(result.kills).toBeGreaterThan(0);
  expect(result.sent).toBeGreaterThan(50);
  // Nothing is left behind: no folder, no disk.
  expect(readdirSync(temp).filter((name) => name.startsWith('haixi'))).toEqual([]);
  expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(temp);
});

test('D2 L2 an agent that believes a PUBACK and a screen that skips events are found out', async () => {
  const tool = await bundleMutant(root, skipsEvents);
  const agent = await bundleMutant(root, believesPuback);
  // The store stands, entries wait in the server's memory, and the server is killed.
  const faults = ['--rounds', '1', '--seed', '5', '--only', 'stop.postgres,kill.server'];
  const { code, result, said } = await chaos([tool, ...faults, '--agent', agent]);
  expect(code).toBe(1);
  expect(result.lost).toBeGreaterThan(0);
  expect(result.screensDiffer).toBeGreaterThan(0);
  expect(said).toContain('npm run chaos -- --seed 5 --rounds 1');
});

/** Runs it to its end; `said` is its progress, for a complaint. */
async function chaos(
  line: readonly string[],
): Promise<{ code: number | null; result: Result; said: string }> {
  const child = spawn(process.execPath, [...line, '--json'], {
    cwd: root,
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`chaos told no result: ${said}`);
  return { code, result: JSON.parse(last) as Result, said };
}
