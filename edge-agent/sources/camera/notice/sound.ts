// When a loud sound is an alarm: above a level for a time, once until it has been quiet for a while (pure).

export interface SoundConfig {
  readonly aboveDb: number;
  readonly forS: number;
  readonly quietS: number;
}

/** Loudness that came later than this after the last one did not last in between. */
const gapMs = 2_000;

/** What readings show is the loudest of so long. */
const shownOverMs = 3_000;

export class Sound {
  private levels: { db: number; atMs: number }[] = [];
  private loudSinceMs: number | null = null;
  private lastAtMs: number | null = null;
  /** While set, an alarm was told and it has not been quiet for long enough since. */
  private lastLoudAtMs: number | null = null;

  constructor(private readonly config: SoundConfig) {}

  /** Takes one level in dB of full scale; true when it makes an alarm. `counts`: whether alarms are wanted now. */
  take(db: number, atMs: number, counts: boolean): boolean {
    const { aboveDb, forS, quietS } = this.config;
    const level = Math.max(-120, Math.min(0, Number.isNaN(db) ? -120 : db));
    this.levels = [...this.levels.filter((old) => old.atMs > atMs - shownOverMs), { db: level, atMs }];
    const isBroken = this.lastAtMs === null || atMs - this.lastAtMs > gapMs;
    this.lastAtMs = atMs;
    if (this.lastLoudAtMs !== null && atMs - this.lastLoudAtMs >= quietS * 1_000) this.lastLoudAtMs = null;
    if (level < aboveDb) {
      this.loudSinceMs = null;
      return false;
    }
    if (this.lastLoudAtMs !== null) this.lastLoudAtMs = atMs;
    if (isBroken || this.loudSinceMs === null) this.loudSinceMs = atMs;
    if (!counts || this.lastLoudAtMs !== null || atMs - this.loudSinceMs < forS * 1_000) return false;
    this.lastLoudAtMs = atMs;
    return true;
  }

  /** The site has been armed: a sound that goes on is an alarm anew. */
  rearm(): void {
    this.lastLoudAtMs = null;
    this.loudSinceMs = null;
  }

  /** The loudest of the last seconds in dB, rounded to tenths; null where no sound comes. */
  loudestDb(atMs: number): number | null {
    const heard = this.levels.filter((level) => level.atMs > atMs - shownOverMs).map(({ db }) => db);
    return heard.length === 0 ? null : Math.round(Math.max(...heard) * 10) / 10;
  }
}
