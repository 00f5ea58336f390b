// What the main thread works, clocked by itself: each task of ours from its beginning to the end of all that it set off.

export interface Work {
  /** Runs this, and counts it with the drawing that React does right after it. */
  timed(run: () => void): void;
  /** A new redrawing begins: what was worked since the last one is one sample. */
  cut(): void;
  /** Work of each redrawing in ms, and all of it, since the last time it was taken. */
  take(): { samplesMs: number[]; totalMs: number };
}

/** From now on every animation frame of the page is counted, whoever asked for it: React, deck.gl, MapLibre. */
export function clockWork(): Work {
  let samplesMs: number[] = [];
  let sinceCutMs = 0;
  let totalMs = 0;
  let beganMs: number | null = null;
  const { port1, port2 } = new MessageChannel();
  const ended = () => {
    if (beganMs === null) return;
    const tookMs = performance.now() - beganMs;
    beganMs = null;
    sinceCutMs += tookMs;
    totalMs += tookMs;
  };
  port1.addEventListener('message', ended);
  port1.start();
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (run) =>
    frame((atMs) => {
      const startMs = performance.now();
      run(atMs);
      const tookMs = performance.now() - startMs;
      sinceCutMs += tookMs;
      totalMs += tookMs;
    });
  return {
    timed(run) {
      ended();
      beganMs = performance.now();
      run();
      // React draws what a store has told in a microtask: the message comes after all of them.
      port2.postMessage(null);
    },
    cut() {
      if (sinceCutMs > 0) samplesMs.push(sinceCutMs);
      sinceCutMs = 0;
    },
    take() {
      const taken = { samplesMs, totalMs };
      [samplesMs, sinceCutMs, totalMs] = [[], 0, 0];
      return taken;
    },
  };
}
