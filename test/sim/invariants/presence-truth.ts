// What is true of every site's line, seen from the broker and from nobody's clock: presence is held to it (P1, P2).
import { hold } from './hold';

/** A will is believed after this grace, and silence alone is dark within that time (rule P2). */
const graceMs = 10_000;
const darkWithinMs = 45_000;

/** So much longer than the rule says a change may take to be in the log: queries, retries and looks take time. */
const slackMs = 8_000;

interface Line {
  /** When the broker took the connection that stands now, or took last; null while there was none. */
  takenAtMs: number | null;
  /** When the broker learnt of its end; null while it stands. */
  endedAtMs: number | null;
  /** Since the last presence event: the longest time the broker had no connection of this site. */
  longestGapMs: number;
  heardAtMs: number;
  isOnline: boolean;
}

export class PresenceTruth {
  private readonly lines = new Map<string, Line>();
  /** Since when every server could hear everything and write it down; before, nobody is judged. */
  private calmSinceMs: number;

  constructor(private readonly nowMs: () => number) {
    this.calmSinceMs = nowMs();
  }

  /** The broker takes a connection of this site. */
  taken(siteId: string): void {
    const line = this.of(siteId);
    this.widenGap(line);
    line.takenAtMs = this.nowMs();
    line.endedAtMs = null;
  }

  /** The broker learns that the connection which it took last has ended. */
  ended(siteId: string): void {
    const line = this.of(siteId);
    line.endedAtMs ??= this.nowMs();
  }

  /** A server gets a message of this site. */
  heard(siteId: string): void {
    this.of(siteId).heardAtMs = this.nowMs();
  }

  /** A server begins or ends, its line to the broker or its way to the store breaks: it could not hear or write. */
  disturbed(): void {
    this.calmSinceMs = this.nowMs();
  }

  wentDark(siteId: string, because: 'will' | 'silence'): void {
    const line = this.of(siteId);
    this.widenGap(line);
    const { longestGapMs } = line;
    if (because === 'will')
      hold(longestGapMs >= graceMs, 'P1 a late will is ignored', () => {
        return `${siteId} went dark by a will, but its line was away for ${longestGapMs} ms at the most`;
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

  /** Whether a connection of this site stands at the broker. */
  stands(siteId: string): boolean {
    const line = this.of(siteId);
    return line.takenAtMs !== null && line.endedAtMs === null;
  }

  private widenGap(line: Line): void {
    if (line.takenAtMs !== null && line.endedAtMs === null) return;
    line.longestGapMs = Math.max(line.longestGapMs, this.nowMs() - (line.endedAtMs ?? 0));
  }

  private of(siteId: string): Line {
    const line = this.lines.get(siteId) ?? {
      takenAtMs: null,
      endedAtMs: null,
      longestGapMs: 0,
      heardAtMs: 0,
      isOnline: false,
    };
    this.lines.set(siteId, line);
    return line;
  }
}
