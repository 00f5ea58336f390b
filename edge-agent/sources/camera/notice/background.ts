// What the picture usually looks like at each point and how restless it is there; finds what differs from that (pure).
import type { Detailed } from './detail.js';
import { frameBytes } from './frame.js';

/** How fast the background follows what it shows, and what stands in front of it (a parked car joins it within minutes). */
const followsInMs = 8_000;
const joinsInMs = 60_000;
const restInMs = 20_000;

/** A thing of little contrast falls apart where it hardly stands out; so much of what is needed holds it together. */
const nearly = 0.7;

/** After the light was switched everything is learned anew within so long. */
const relearnForMs = 1_200;
const relearnInMs = 250;

/** More than this share of the picture at once is the light, the exposure or the whole camera, and nobody who moves. */
const globalShare = 0.35;

/** Before that much of a beginning has been seen, what is usual isn't known. */
const learnsForMs = 6_000;

export class Background {
  /** 2 where the present frame stands out from the background, 1 where it nearly does. */
  readonly front = new Uint8Array(frameBytes);
  private readonly mean = new Float32Array(frameBytes);
  private readonly light = new Float32Array(frameBytes);
  /** Usual size of the changes at a point. */
  private readonly unrest = new Float32Array(frameBytes);
  private seenMs = 0;
  private lastAtMs: number | null = null;
  private relearnsUntilMs = -Infinity;

  /** `contrast` is how much of its surroundings' level a point must differ by to stand out. */
  constructor(private readonly contrast: number) {}

  /** Takes a frame into the background and into `front`; false while nothing can be said about it. */
  take(frame: Detailed, atMs: number): boolean {
    if (this.lastAtMs === null) return this.begin(frame, atMs);
    const sinceMs = Math.min(2_000, atMs - this.lastAtMs);
    this.lastAtMs = atMs;
    this.seenMs += sinceMs;
    const share = this.compare(frame) / frameBytes;
    if (share > globalShare) this.relearnsUntilMs = atMs + relearnForMs;
    const relearns = atMs < this.relearnsUntilMs;
    this.learn(frame, sinceMs, relearns);
    return !relearns && this.seenMs >= learnsForMs;
  }

  private begin({ detail, light }: Detailed, atMs: number): boolean {
    this.mean.set(detail);
    this.light.set(light);
    this.unrest.fill(0.02);
    this.lastAtMs = atMs;
    return false;
  }

  /** Fills `front`; answers how many points stand out. */
  private compare({ detail, light }: Detailed): number {
    const { front, mean, unrest, contrast } = this;
    let count = 0;
    for (let at = 0; at < frameBytes; at += 1) {
      const usual = this.light[at]!;
      // Light that falls on something shows its texture: where it has become brighter, more must differ.
      const lit = light[at]! / (usual + 8) - 1.25;
      const needed = contrast + 3 * unrest[at]! + (lit > 0 ? Math.min(0.5, 0.5 * lit) : 0);
      const differs = Math.abs(detail[at]! - mean[at]!);
      front[at] = differs > needed ? 2 : differs > nearly * needed ? 1 : 0;
      if (differs > needed) count += 1;
    }
    return count;
  }

  private learn({ detail, light }: Detailed, sinceMs: number, relearns: boolean): void {
    const { front, mean, unrest } = this;
    const early = Math.min(1, sinceMs / Math.max(1, this.seenMs));
    const behind = relearns ? rate(sinceMs, relearnInMs) : Math.max(early, rate(sinceMs, followsInMs));
    const infront = relearns ? behind : Math.max(early, rate(sinceMs, joinsInMs));
    const rest = Math.max(early, rate(sinceMs, restInMs));
    for (let at = 0; at < frameBytes; at += 1) {
      const differs = detail[at]! - mean[at]!;
      const share = front[at] === 2 ? infront : behind;
      mean[at] = mean[at]! + share * differs;
      this.light[at] = this.light[at]! + share * (light[at]! - this.light[at]!);
      // What stands out teaches little about the unrest, or a walker would hide the next one.
      if (relearns) continue;
      const change = Math.min(Math.abs(differs), 3 * unrest[at]! + 0.02);
      unrest[at] = unrest[at]! + rest * (change - unrest[at]!);
    }
  }
}

/** The share of the way that is gone within a time, of a way that is mostly gone within `inMs`. */
function rate(sinceMs: number, inMs: number): number {
  return 1 - Math.exp(-sinceMs / inMs);
}
