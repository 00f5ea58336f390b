// What the picture usually looks like at each point and how restless it is there; finds what differs from that (pure).
import type { Detailed } from './detail.js';
import { frameBytes } from './frame.js';

/** How fast the background follows what it shows, and what stands in front of it (a parked car joins it within minutes). */
const followsInMs = 8_000;
const joinsInMs = 60_000;

/**
 * Unrest is learned soon and forgotten late: an encoder stirs much of the picture with
 * each key frame, and nothing between. What stands out alone is a thing, and teaches little.
 */
const stirsFirstInMs = 1_500;
const stirsInMs = 5_000;
const stirShare = 0.04;
const restsInMs = 30_000;

/** What is taken for unrest before it is known, and again after the light was switched: the dark is noisier. */
const unrestAtFirst = 0.03;

/** The light was switched when the picture's level changes by so much from one frame to the next. */
const switchedShare = 0.15;

/** A thing of little contrast falls apart where it hardly stands out; so much of what is needed holds it together. */
const nearly = 0.7;

/** By so many times its usual unrest a point must differ besides. */
const restless = 3;

/** After the light was switched everything is learned anew within so long. */
const relearnForMs = 1_200;
const relearnInMs = 250;

/**
 * More than this share of the picture at once, or so much more than in the last frames, is the light, the exposure or
 * the whole camera, and nobody who moves: people come into a picture bit by bit.
 */
const globalShare = 0.25;
const globalJump = 0.12;

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
  private newUntilMs = learnsForMs;
  private lastAtMs: number | null = null;
  private relearnsUntilMs = -Infinity;
  private usualShare = 0;
  private level = 0;

  /** `contrast` is how much of its surroundings' level a point must differ by to stand out. */
  constructor(private readonly contrast: number) {}

  /**
   * Takes a frame into the background and into `front`; false while nothing can be said about it. `isItself`: whether
   * the camera sees its own scene; what else it sees is learned at once, for everything of it stands out.
   */
  take(frame: Detailed, atMs: number, isItself: boolean): boolean {
    if (this.lastAtMs === null) return this.begin(frame, atMs);
    const sinceMs = Math.min(2_000, atMs - this.lastAtMs);
    this.lastAtMs = atMs;
    this.seenMs += sinceMs;
    const share = this.compare(frame) / frameBytes;
    const isGlobal = share > globalShare || share > this.usualShare + globalJump;
    this.usualShare += rate(sinceMs, relearnForMs) * (share - this.usualShare);
    if (isGlobal || !isItself) this.relearnsUntilMs = atMs + relearnForMs;
    const relearns = atMs < this.relearnsUntilMs;
    this.learn(frame, sinceMs, { relearns, share });
    return !relearns && this.seenMs >= learnsForMs;
  }

  private begin({ detail, light }: Detailed, atMs: number): boolean {
    this.mean.set(detail);
    this.light.set(light);
    this.unrest.fill(unrestAtFirst);
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
      const needed = contrast + restless * unrest[at]! + (lit > 0 ? Math.min(0.5, 0.5 * lit) : 0);
      const differs = Math.abs(detail[at]! - mean[at]!);
      front[at] = differs > needed ? 2 : differs > nearly * needed ? 1 : 0;
      if (differs > needed) count += 1;
    }
    return count;
  }

  private learn(
    { detail, light }: Detailed,
    sinceMs: number,
    { relearns, share }: { relearns: boolean; share: number },
  ): void {
    const { front, mean, unrest } = this;
    const early = Math.min(1, sinceMs / Math.max(1, this.seenMs));
    const behind = relearns ? rate(sinceMs, relearnInMs) : Math.max(early, rate(sinceMs, followsInMs));
    const infront = relearns ? behind : Math.max(early, rate(sinceMs, joinsInMs));
    const isSwitched = this.noteLevel(light);
    if (isSwitched) this.newUntilMs = this.seenMs + learnsForMs;
    const isNew = this.seenMs < this.newUntilMs;
    const stirs = rate(sinceMs, isNew ? stirsFirstInMs : share > stirShare ? stirsInMs : restsInMs);
    const rests = rate(sinceMs, isNew ? learnsForMs : restsInMs);
    for (let at = 0; at < frameBytes; at += 1) {
      const differs = detail[at]! - mean[at]!;
      const part = front[at] === 2 ? infront : behind;
      mean[at] = mean[at]! + part * differs;
      this.light[at] = this.light[at]! + part * (light[at]! - this.light[at]!);
      const change = Math.min(Math.abs(differs), 3 * unrest[at]! + 0.02) - unrest[at]!;
      unrest[at] = unrest[at]! + (change > 0 ? stirs : rests) * change;
      if (isSwitched && unrest[at]! < unrestAtFirst) unrest[at] = unrestAtFirst;
    }
  }

  /** Whether the light was switched between the last frame and this one. */
  private noteLevel(light: Float32Array): boolean {
    let sum = 0;
    for (let at = 0; at < frameBytes; at += 1) sum += light[at]!;
    const before = this.level;
    this.level = sum / frameBytes;
    return Math.abs(this.level - before) > 3 + switchedShare * before;
  }
}

/** The share of the way that is gone within a time, of a way that is mostly gone within `inMs`. */
function rate(sinceMs: number, inMs: number): number {
  return 1 - Math.exp(-sinceMs / inMs);
}
