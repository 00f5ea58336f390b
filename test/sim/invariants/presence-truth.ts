// What is true of every site's line, seen from the broker and by nobody's clock: presence is held to it (P1, P2).
import { hold } from './hold';

/** A will is believed after this grace, and silence alone is dark within that time (rule P2). */
const graceMs = 10_000;
const darkWithinMs = 45_000;

/** So much longer than the rule says a change may take to be in the log: looks, queries and retries take their time. */
const slackMs = 10_000;

/** A line that has stood for so long has no gap behind it that a will could still tell of. */
const forgottenAfterMs = 60_000;

interface Line {
  /** Since when the broker knows of no connection of this site; null while one stands. */
  awaySinceMs: number | null;
  standsSinceMs: number;
  /** The longest time that the broker had none, since presence last changed. */
  longestGapMs: number;
  heardAtMs: number;
  isOnline: boolean;
}

export class PresenceTruth {
  private readonly lines = new Map<string, Line>();
  /** Since when every server could hear everything and write it down; for a silence before that nobody is judged. */
  private calmSinceMs: number;

  constructor(
    siteIds: readonly string[],
    private readonly nowMs: () => number,
  ) {
    this.calmSinceMs = nowMs();
    for (const siteId of siteIds)
      this.lines.set(siteId, {
        awaySinceMs: nowMs(),
        standsSinceMs: nowMs(),
        longestGapMs: 0,
        heardAtMs: nowMs(),
        isOnline: false,
      });
  }

  /** Looks at the broker, a few times a second: whether a connection of this site stands. */
  look(siteId: string, stands: boolean): void {
    const line = this.of(siteId);
    const nowMs = this.nowMs();
    if (!stands) {
      line.awaySinceMs ??= nowMs;
      line.longestGapMs = Math.max(line.longestGapMs, nowMs - line.awaySinceMs);
      return;
    }
    if (line.awaySinceMs !== null) line.standsSinceMs = nowMs;
    line.awaySinceMs = null;
    if (nowMs - line.standsSinceMs > forgottenAfterMs) line.longestGapMs = 0;
  }

  /** A server gets a message of this site. */
  heard(siteId: string): void {
    this.of(siteId).heardAtMs = this.nowMs();
  }

  /** A server begins or ends, its line to the broker or its way to the store breaks: it could not hear or not write. */
  disturbed(): void {
    this.calmSinceMs = this.nowMs();
  }

  wentDark(siteId: string, because: 'will' | 'silence'): void {
    const line = this.of(siteId);
    const awayMs = Math.max(line.longestGapMs, this.nowMs() - (line.awaySinceMs ?? this.nowMs()));
    hold(because !== 'will' || awayMs >= graceMs - 1_000, 'P1 a late will is ignored', () => {
      return `${siteId} went dark by a will, but its line was away for ${awayMs} ms at the most`;
    });
    line.isOnline = false;
    line.longestGapMs = 0;
  }

  cameOnline(siteId: string): void {
    const line = this.of(siteId);
    line.isOnline = true;
    line.longestGapMs = 0;
  }

  /** Throws where a site is still shown as online although nothing has come from it for too long. */
  check(): void {
    const nowMs = this.nowMs();
    for (const [siteId, { isOnline, heardAtMs }] of this.lines) {
      const silentMs = nowMs - Math.max(heardAtMs, this.calmSinceMs);
      hold(!isOnline || silentMs <= darkWithinMs + slackMs, 'P2 dark within 45 s', () => {
        return `${siteId} is shown as online after ${silentMs} ms of silence`;
      });
    }
  }

  private of(siteId: string): Line {
    const line = this.lines.get(siteId);
    if (!line) throw new Error(`site ${siteId} is not simulated`);
    return line;
  }
}
