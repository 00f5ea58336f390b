// Motion in a zone: something of some size that travels, told once for each zone until it has been quiet there (pure).
import { Background } from './background.js';
import { Blobs } from './blobs.js';
import type { Detailed } from './detail.js';
import { frameBytes } from './frame.js';
import type { NoticeConfig } from './notice-config.js';
import { type Movement, Movements } from './movements.js';
import { type Place, placesOf } from './zones.js';

/** A thing is in a zone with this share of itself, or with so many times the smallest that counts. */
const insideShare = 0.3;
const insideTimes = 8;

export class Motion {
  private readonly background: Background;
  private readonly blobs = new Blobs();
  private readonly movements = new Movements();
  private readonly places: readonly Place[];
  private readonly masks: readonly Uint8Array[];
  private readonly smallest: number;
  /** When motion that was told was last seen in a place, by the place's index. */
  private readonly lastMs = new Map<number, number>();

  constructor(private readonly config: Pick<NoticeConfig, 'motion' | 'zones' | 'ignore'>) {
    this.background = new Background(config.motion.contrastPercent / 100);
    this.places = placesOf(config.zones, config.ignore);
    this.masks = this.places.map(({ mask }) => mask);
    this.smallest = Math.max(4, (config.motion.smallestPercent / 100) * frameBytes);
  }

  /**
   * Takes one frame; answers the places in which an alarm begins. `counts`: whether alarms are wanted now. `isItself`:
   * whether the camera sees its own scene; while it doesn't, everything stands out and nothing moves.
   */
  take(
    frame: Detailed,
    atMs: number,
    { counts, isItself }: { counts: boolean; isItself: boolean },
  ): readonly Place[] {
    const { motion } = this.config;
    for (const [index, lastMs] of this.lastMs) {
      if (atMs - lastMs >= motion.quietS * 1_000) this.lastMs.delete(index);
    }
    if (!this.background.take(frame, atMs, isItself)) {
      this.movements.clear();
      return [];
    }
    const blobs = this.blobs.find(this.background.front, this.smallest, this.masks);
    const moving = this.movements.take(blobs, atMs, motion.forS * 1_000).filter(({ proven }) => proven);
    return this.places.filter((_place, index) => {
      if (!moving.some((movement) => this.isIn(movement, index))) return false;
      const isNew = counts && !this.lastMs.has(index);
      if (isNew || this.lastMs.has(index)) this.lastMs.set(index, atMs);
      return isNew;
    });
  }

  /** The site has been armed: motion that goes on is an alarm anew. */
  rearm(): void {
    this.lastMs.clear();
  }

  private isIn({ blob }: Movement, index: number): boolean {
    const inside = blob.inside[index] ?? 0;
    if (inside < this.smallest) return false;
    return inside >= insideShare * blob.size || inside >= insideTimes * this.smallest;
  }
}
