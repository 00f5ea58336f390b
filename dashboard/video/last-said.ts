// The reason that somebody gave last, kept for their shift: the next look of the same kind is one Enter.
import { roundLastsMs } from '@haixi/proto/media/media';
import { reasonedPurposes } from '@haixi/proto/vocabulary';
import { z } from 'zod';

const saidSchema = z.object({ purpose: z.enum(reasonedPurposes), reason: z.string().min(1).max(200) });

/** A purpose of the list, and words to it. */
export type Said = z.infer<typeof saidSchema>;

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

/** What this person said last within a shift; null where nothing is kept, or nothing that can be read. */
export function lastSaid(storage: Storage, personId: string, nowMs: number): Said | null {
  try {
    const kept = saidSchema
      .extend({ atMs: z.number() })
      .safeParse(JSON.parse(storage.getItem(keptAs(personId)) ?? ''));
    if (!kept.success) return null;
    const { atMs, ...said } = kept.data;
    return Math.abs(nowMs - atMs) < roundLastsMs ? said : null;
  } catch {
    return null;
  }
}

/** Keeps it, where the browser lets us. */
export function keepSaid(storage: Storage, personId: string, said: Said, nowMs: number): void {
  try {
    storage.setItem(keptAs(personId), JSON.stringify({ ...said, atMs: nowMs }));
  } catch {
    // A full or forbidden storage only costs the convenience.
  }
}

function keptAs(personId: string): string {
  return `haixi-said/${personId}`;
}
