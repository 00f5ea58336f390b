// Whether a camera still sees what it always saw: compares the lines in each cell of the picture with those it knows (pure).
import type { Detailed } from './detail.js';
import { frameBytes, frameHeight, frameWidth } from './frame.js';

const cellSize = 8;
const columns = frameWidth / cellSize;
const cells = columns * (frameHeight / cellSize);

/** What a point's detail must be on the average for a cell to have lines. */
const texture = 0.03 ** 2;

/** A view with fewer cells that have lines is none: a black picture, thick fog. */
const fewest = 9;

/** How alike the lines of a cell must be (correlation) to be the same ones. */
const sameAs = 0.5;

/** The present is the mean of the last frames, as far as they follow one another; the past is so much older. */
const framesAtOnce = 3;
const togetherMs = 500;
const agoMs = 400;

/** Noise in a black picture isn't lines: they have this share of what is usual in the known view. */
const linesShare = 0.15;

/** What is known follows slowly: the sun's shadows within minutes, a parked lorry too. */
const knownMs = 120_000;
const learnsForMs = 4_000;

export interface Likeness {
  /** Share (0–1) of the cells with known lines whose lines are where they were; null while none are known. */
  readonly same: number | null;
  /** Cells with lines now, as a share of those that are known to have some. */
  readonly lines: number;
  /** Cells with lines that stay where they are, as a share of all: noise has none. */
  readonly filled: number;
  /** Share of the cells with lines that show what they showed a moment ago: 1 for a camera at rest. */
  readonly steady: number;
}

export class View {
  private readonly known = new Float32Array(frameBytes);
  private readonly present = new Float32Array(frameBytes);
  private readonly past = new Float32Array(frameBytes);
  private readonly recent = Array.from({ length: framesAtOnce }, () => new Float32Array(frameBytes));
  private count = 0;
  private frames = 0;
  private pastAtMs = 0;
  private older = new Float32Array(frameBytes);
  private lastAtMs: number | null = null;
  private seenMs = 0;

  /** Whether enough frames have come to tell lines from noise. */
  get isKnown(): boolean {
    return this.frames > framesAtOnce;
  }

  /** Takes one frame and compares it with the known view, which follows while it is still much the same. */
  take({ detail }: Detailed, atMs: number): Likeness {
    const sinceMs = this.lastAtMs === null ? 1e9 : Math.min(2_000, atMs - this.lastAtMs);
    const isFirst = this.lastAtMs === null;
    this.lastAtMs = atMs;
    this.frames += 1;
    this.see(detail, sinceMs);
    if (isFirst) this.begin(atMs);
    if (atMs - this.pastAtMs >= agoMs) {
      this.older.set(this.past);
      this.past.set(this.present);
      this.pastAtMs = atMs;
    }
    const likeness = this.compare();
    if (isFirst) return likeness;
    if (this.seenMs < learnsForMs) this.learn(sinceMs);
    else if (likeness.same === null && likeness.filled * cells >= 2 * fewest) this.accept();
    else if (likeness.same !== null && likeness.same >= 0.3 && likeness.lines >= 0.4) this.learn(sinceMs);
    return likeness;
  }

  private see(detail: Float32Array, sinceMs: number): void {
    const { recent, present } = this;
    if (sinceMs > togetherMs) this.count = 0;
    recent[this.count % framesAtOnce]?.set(detail);
    this.count += 1;
    const used = recent.slice(0, Math.min(this.count, framesAtOnce));
    present.fill(0);
    for (const frame of used) {
      for (let at = 0; at < frameBytes; at += 1) present[at] = present[at]! + frame[at]! / used.length;
    }
  }

  /** From now on the present view is the known one. */
  accept(): void {
    this.known.set(this.present);
    this.seenMs = 0;
  }

  private begin(atMs: number): void {
    this.known.set(this.present);
    this.past.set(this.present);
    this.older.set(this.present);
    this.pastAtMs = atMs;
  }

  private learn(sinceMs: number): void {
    this.seenMs += sinceMs;
    const early = this.seenMs < learnsForMs ? sinceMs / this.seenMs : 0;
    blend(this.known, this.present, Math.max(early, 1 - Math.exp(-sinceMs / knownMs)));
  }

  private compare(): Likeness {
    let [knownCells, sameCells, nowCells, steadyCells] = [0, 0, 0, 0];
    const compared = Array.from({ length: cells }, (_, cell) => this.compareCell(cell));
    const strengths = compared.map(({ known }) => known).filter((known) => known > texture);
    const usual = strengths.toSorted((a, b) => a - b)[Math.floor(strengths.length / 2)] ?? 0;
    const enough = Math.max(texture, linesShare * usual);
    for (const { known, now, sameness, steadiness } of compared) {
      if (known > texture) {
        knownCells += 1;
        if (sameness >= sameAs) sameCells += 1;
      }
      if (now > enough) {
        nowCells += 1;
        if (steadiness >= sameAs) steadyCells += 1;
      }
    }
    return {
      same: knownCells >= fewest && this.seenMs >= learnsForMs ? sameCells / knownCells : null,
      lines: nowCells / Math.max(1, knownCells),
      filled: steadyCells / cells,
      steady: nowCells === 0 ? 1 : steadyCells / nowCells,
    };
  }

  private compareCell(cell: number): { known: number; now: number; sameness: number; steadiness: number } {
    const { known, present, older } = this;
    const start = Math.floor(cell / columns) * cellSize * frameWidth + (cell % columns) * cellSize;
    let [kk, pp, oo, kp, op] = [0, 0, 0, 0, 0];
    for (let row = 0; row < cellSize; row += 1) {
      const from = start + row * frameWidth;
      for (let at = from; at < from + cellSize; at += 1) {
        const k = known[at]!;
        const p = present[at]!;
        const o = older[at]!;
        kk += k * k;
        pp += p * p;
        oo += o * o;
        kp += k * p;
        op += o * p;
      }
    }
    const points = cellSize * cellSize;
    return {
      known: kk / points,
      now: pp / points,
      sameness: kp / Math.sqrt(kk * pp + 1e-9),
      steadiness: op / Math.sqrt(oo * pp + 1e-9),
    };
  }
}

function blend(into: Float32Array, from: Float32Array, share: number): void {
  for (let at = 0; at < into.length; at += 1) into[at] = into[at]! + share * (from[at]! - into[at]!);
}
