// The wall clock of one program, from outside: shifted-clock.mjs is loaded into it and reads here how far it is off.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** Longer than a program stands or is away. */
const seenWithinMs = 25_000;

export interface Clock {
  /** What the program is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Shifts it; true once the program's own clock was seen to say so. */
  shift(offsetMs: number): Promise<boolean>;
}

/** `program` is how the path of the script ends. `file` is read by the program ten times a second. */
export function clockOf(file: string, program: string): Clock {
  const preload = pathToFileURL(resolve('test/chaos/shifted-clock.mjs'));
  const seen = `${file}.seen`;
  return {
    env: {
      NODE_OPTIONS: `--import=${preload.href}`,
      HAIXI_CHAOS_CLOCK: file,
      HAIXI_CHAOS_CLOCK_OF: program,
    },
    async shift(offsetMs) {
      rmSync(seen, { force: true });
      writeFileSync(file, String(offsetMs));
      for (let waitedMs = 0; waitedMs < seenWithinMs; waitedMs += 50) {
        const saidMs = said(seen);
        if (saidMs !== null && Math.abs(saidMs - Date.now() - offsetMs) < 60_000) return true;
        await sleep(50);
      }
      return false;
    },
  };
}

function said(file: string): number | null {
  try {
    const text = readFileSync(file, 'utf8');
    return text === '' ? null : Number(text);
  } catch {
    return null;
  }
}
