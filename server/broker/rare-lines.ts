// Keeps a noisy client from filling the server's lines: the same thing is said once a minute, with how often it was. Pure.

const sayEveryMs = 60_000;
const subjectsMax = 1_000;

/** Remembers when each subject was last spoken of. */
export class RareLines {
  private readonly said = new Map<string, { atMs: number; untold: number }>();

  /** The line to say now for this subject, or null because it was said within the last minute. */
  line(subject: string, text: string, nowMs: number): string | null {
    const last = this.said.get(subject);
    if (last && nowMs - last.atMs < sayEveryMs) {
      last.untold += 1;
      return null;
    }
    // A client that makes up subjects must not make this grow without end.
    if (this.said.size >= subjectsMax) this.said.clear();
    this.said.set(subject, { atMs: nowMs, untold: 0 });
    return last && last.untold > 0 ? `${text} (and ${last.untold} times more since it was last said)` : text;
  }
}
