// Proof of life: whether a site's test alarms still come through, from look to look (rule P3). Pure, on the steady clock.
import { proofsFromVersion } from '@haixi/proto/mqtt/contract';
import { proofEveryMs } from '@haixi/proto/mqtt/messages';

/** So long without a proof a site is unproven: two are missing, and the third is late. */
export const unprovenAfterMs = 2.5 * proofEveryMs;

/** A site as the store has it. */
export interface Proving {
  readonly presence: string;
  readonly presenceAtMs: number | null;
  readonly contractMax: number | null;
  /** When its last proof was stored, by the clock of the server that stored it: told, and compared for sameness. */
  readonly provedAtMs: number | null;
  readonly unprovenSinceMs: number | null;
}

/** What was seen of a site so far. */
export interface Seen {
  readonly proving: Proving;
  /** A proof is awaited since. */
  readonly sinceMs: number;
}

/**
 * What is seen after this look. A wait begins with the first look, with each proof, with coming online, and at
 * `hearsSinceMs`, before which the server could not have got one.
 */
export function seen(before: Seen | undefined, proving: Proving, nowMs: number, hearsSinceMs: number): Seen {
  const isSame =
    before !== undefined &&
    before.proving.provedAtMs === proving.provedAtMs &&
    before.proving.presence === proving.presence &&
    before.proving.presenceAtMs === proving.presenceAtMs;
  return { proving, sinceMs: isSame ? Math.max(before.sinceMs, hearsSinceMs) : nowMs };
}

/**
 * What is to be told. A dark site is dark, not unproven, and one that was unproven stays so until a proof comes: one
 * that differs from what was there when that was first seen, or is stored later than it, where this server did not see.
 */
export function verdict(before: Seen | undefined, now: Seen, nowMs: number): 'unproven' | 'proven' | null {
  const { presence, contractMax, provedAtMs, unprovenSinceMs } = now.proving;
  if (unprovenSinceMs !== null) {
    if (provedAtMs === null) return null;
    const wasUnproven = before?.proving.unprovenSinceMs === unprovenSinceMs;
    const isNew = wasUnproven && before.proving.provedAtMs !== provedAtMs;
    return isNew || provedAtMs > unprovenSinceMs ? 'proven' : null;
  }
  const isAwaited = presence === 'online' && (contractMax ?? 0) >= proofsFromVersion;
  return isAwaited && nowMs - now.sinceMs >= unprovenAfterMs ? 'unproven' : null;
}
