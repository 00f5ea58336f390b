// Keeps a camera that comes and goes from raising an alarm each time: its first loss tells of it, and one that lasts (pure).
import type { PictureState } from '@haixi/proto/mqtt/messages';
import type { Noticed } from './notice/noticed.js';

/** A picture that was there for so long was back; a loss that lasts so long after all is one of its own. */
const steadyAfterMs = 60_000;

export class Flapping {
  private shownSinceMs: number | null = null;
  private wasTold = false;
  /** A loss that is only told if it lasts. */
  private waiting: Noticed | null = null;

  /** What of it is to be told, after a look at which the picture was in this state. Times are on the steady clock. */
  pass(all: readonly Noticed[], state: PictureState, atMs: number): Noticed[] {
    const losses = all.filter(({ kind }) => kind === 'picture-lost');
    const others = all.filter(({ kind }) => kind !== 'picture-lost');
    const told = losses.filter((loss) => this.counts(loss));
    if (state !== 'lost') {
      this.waiting = null;
      this.shownSinceMs ??= atMs;
      if (atMs - this.shownSinceMs >= steadyAfterMs) this.wasTold = false;
      return [...others, ...told];
    }
    this.shownSinceMs = null;
    const { waiting } = this;
    if (!waiting || atMs - waiting.atMs < steadyAfterMs) return [...others, ...told];
    this.waiting = null;
    return [...others, ...told, { ...waiting, atMs }];
  }

  private counts(loss: Noticed): boolean {
    if (this.wasTold) this.waiting = loss;
    const counts = !this.wasTold;
    this.wasTold = true;
    return counts;
  }
}
