// What an earlier PostgreSQL left behind in a cluster's folder after a crash: found in /proc, ended, and its pid file removed.
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Ends every PostgreSQL process that works in `dataDir` and removes the pid file.
 * A postmaster is asked for a fast shutdown first, killed after `patienceMs`; backends whose postmaster was killed end
 * by themselves or are killed too. Only when none is left may the pid file go: it guards the shared memory.
 */
export async function endLeftovers(
  dataDir: string,
  say: (line: string) => void,
  patienceMs = 8_000,
): Promise<void> {
  const found = processesIn(dataDir);
  const postmaster = readPidFile(dataDir)?.pid;
  if (found.length > 0) {
    say(
      `An earlier PostgreSQL is still running in this folder (pid ${postmaster ?? found[0]}); it is being stopped.`,
    );
    if (postmaster !== undefined && found.includes(postmaster)) signal(postmaster, 'SIGINT');
    if (!(await goneWithin(dataDir, patienceMs))) {
      for (const pid of processesIn(dataDir)) signal(pid, 'SIGKILL');
      await goneWithin(dataDir, 5_000);
    }
  }
  // A number in a stale file may meanwhile belong to a stranger, and PostgreSQL would then refuse to start.
  if (processesIn(dataDir).length === 0) rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

/** The pid file's lines that matter here; undefined while there is none or it is being written. */
export function readPidFile(dataDir: string): { pid: number; port: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** Every process of PostgreSQL has the cluster's folder as its working folder, so that names it for certain. */
function processesIn(dataDir: string): number[] {
  const real = realpathSync(dataDir);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const comm = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
        return comm === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === real;
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function goneWithin(dataDir: string, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 50) {
    if (processesIn(dataDir).length === 0) return true;
    await sleep(50);
  }
  return processesIn(dataDir).length === 0;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
