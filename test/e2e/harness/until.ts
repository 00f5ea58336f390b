// Waiting for something that can be seen from outside, with what was last seen in the complaint.
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `look` again and again until it gives something (neither null nor undefined nor false), and gives that back.
 * Throws after `limitMs` with `what` and the last error. The limit is generous: it ends a hang, it measures nothing.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  limitMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  let last: unknown = null;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== null && seen !== undefined && seen !== false) return seen;
      last = null;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms in vain until ${what}`, { cause: last });
    await sleep(100);
  }
}
