// A live picture that tells its listeners no faster than the page can draw: in a storm many frames are one redrawing.
import type { Live } from './live';

/** Nobody reads more than twenty pictures a second; what comes meanwhile is drawn with the next. */
const restMsMin = 50;
/** No drawing takes longer: the machine was asleep in the middle of one, and the page has rested enough. */
const restMsMax = 1_000;

export interface PaceParts {
  /** Milliseconds that only run forward. */
  readonly monoMs: () => number;
  /** Runs once as soon as what runs now has ended, in a page that nobody looks at too. */
  readonly next: (run: () => void) => void;
  /** Runs once after so many ms; the answer cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/**
 * `live` as it was told last. The first change is told at once; then the page is left alone for as long as drawing took,
 * since React draws each change of an outside store before everything else, and gives up (error 185) when fifty such
 * drawings in a row let nothing else through. Questions to the server wait for nobody: only the telling is paced.
 */
export function pacedLive(live: Live, { monoMs, next, after }: PaceParts): Live {
  const listeners = new Set<() => void>();
  let told = live.state();
  /** When drawing began that has not been seen to end; null while nothing is being drawn. */
  let drawingSinceMs: number | null = null;
  let freeAtMs = 0;
  let cancel = () => {};

  const tell = () => {
    cancel();
    told = live.state();
    drawingSinceMs = monoMs();
    for (const listener of listeners) listener();
    next(drawn);
  };
  /** Whatever runs next runs after the drawing: that is how long it took. */
  const drawn = () => {
    if (drawingSinceMs === null) return;
    const nowMs = monoMs();
    freeAtMs = nowMs + Math.min(restMsMax, Math.max(restMsMin, nowMs - drawingSinceMs));
    drawingSinceMs = null;
    cancel = after(freeAtMs - nowMs, tellNews);
  };
  const tellNews = () => {
    if (live.state() !== told) tell();
  };
  live.subscribe(() => {
    drawn();
    // The timer of a page that nobody looks at is late by up to a minute; the frames themselves are not. And that the
    // picture is live no longer, or again, waits for nothing (L2).
    if (monoMs() >= freeAtMs || live.state().connected !== told.connected) tellNews();
  });

  return {
    ...live,
    state: () => told,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: () => {
      live.close();
      cancel();
      tellNews();
    },
  };
}
