// The pace at which a storm is told, against a page that takes its time to draw (error 185 of React).
import { expect, test } from 'vitest';
import { type Following, nothingYet } from './follow';
import type { Live } from './live';
import { pacedLive } from './paced-live';

/** A page on a clock run by hand: each telling is a drawing of `drawMs`, after which timers and frames have their turn. */
class Page {
  nowMs = 1_000;
  now: Following = nothingYet;
  readonly drawnAtMs: number[] = [];
  shown: Following = nothingYet;
  timersRun = true;
  private changed = () => {};
  private following: (() => void) | null = null;
  private timers: { atMs: number; run: () => void }[] = [];
  readonly live: Live;

  constructor(private readonly drawMs: number) {
    const source: Live = {
      state: () => this.now,
      nowMs: () => this.nowMs,
      asOfMs: () => null,
      staleSinceMs: () => null,
      subscribe: (changed) => {
        this.changed = changed;
        return () => {};
      },
      awake: () => {},
      slept: () => {},
      tellTablet: () => {},
      close: () => {},
    };
    this.live = pacedLive(source, {
      monoMs: () => this.nowMs,
      next: (run) => void (this.following = run),
      after: (ms, run) => {
        const timer = { atMs: this.nowMs + ms, run };
        this.timers.push(timer);
        return () => void (this.timers = this.timers.filter((each) => each !== timer));
      },
    });
    this.live.subscribe(() => {
      this.drawnAtMs.push(this.nowMs);
      this.shown = this.live.state();
      this.nowMs += this.drawMs;
    });
  }

  /** The connection is there, or not. */
  connect(connected: boolean) {
    this.now = { ...this.now, connected };
    this.changed();
  }

  /** Frames, one each `everyMs` for `forMs`; what came while the page drew has its turn after it. */
  storm(everyMs: number, forMs: number) {
    const untilMs = this.nowMs + forMs;
    for (let atMs = this.nowMs; atMs < untilMs; atMs += everyMs) {
      this.idleUntil(atMs);
      this.now = { ...this.now, heardMonoMs: atMs };
      this.changed();
    }
  }

  idleUntil(atMs: number) {
    for (;;) {
      this.following?.();
      this.following = null;
      const due = this.timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!this.timersRun || due === undefined || due.atMs > Math.max(atMs, this.nowMs)) break;
      this.timers.splice(this.timers.indexOf(due), 1);
      this.nowMs = Math.max(this.nowMs, due.atMs);
      due.run();
    }
    this.nowMs = Math.max(this.nowMs, atMs);
  }
}

test('N1 the first change after a rest is told at once', () => {
  const page = new Page(5);
  page.storm(1, 1);
  expect(page.drawnAtMs).toEqual([1_000]);
});

test('a storm leaves the page as long to itself as each drawing took, and ends in the newest state', () => {
  const page = new Page(40);
  page.storm(2, 4_000);
  page.idleUntil(page.nowMs + 200);
  const pauses = page.drawnAtMs.slice(1).map((atMs, index) => atMs - page.drawnAtMs[index]!);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(80);
  expect(page.drawnAtMs.length).toBeGreaterThan(30);
  expect(page.shown).toBe(page.now);
});

test('frames are told in a page whose timers are held back, as one that nobody looks at', () => {
  const page = new Page(1);
  page.timersRun = false;
  page.storm(100, 1_000);
  expect(page.drawnAtMs).toHaveLength(10);
});

test('between two tellings everybody reads the same state', () => {
  const page = new Page(10);
  page.storm(1, 5);
  expect(page.live.state()).toBe(page.shown);
  expect(page.live.state()).not.toBe(page.now);
});

test('L2 a connection that is lost is told in the middle of a storm’s rest', () => {
  const page = new Page(40);
  page.connect(true);
  page.storm(2, 300);
  page.connect(false);
  expect(page.shown.connected).toBe(false);
});

test('L2 a machine that slept in the middle of a drawing is told what is new within a second', () => {
  const page = new Page(12_000);
  page.storm(1, 1);
  const wokeAtMs = page.nowMs;
  page.now = { ...page.now, heardMonoMs: wokeAtMs };
  page.idleUntil(wokeAtMs + 1_000);
  expect(page.shown).toBe(page.now);
  expect(page.drawnAtMs.at(-1)! - wokeAtMs).toBeLessThanOrEqual(1_000);
});
