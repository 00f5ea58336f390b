// Which latest values are news: each value once, although overlapping looks at the store find it several times. Pure.
import type { Latest, SiteReading, UnitPosition } from '@haixi/proto/live/picture';
import type { Got } from './latest.store.js';

/** Remembers when the value last told of each unit and site was got. */
export class News {
  private readonly toldAtMs = new Map<string, number>();

  /** The values that were not told yet, as one frame an area. */
  of(positions: readonly Got<UnitPosition>[], sites: readonly Got<SiteReading>[]): Map<string, Latest> {
    const frames = new Map<string, Latest>();
    const frameOf = (areaId: string) => {
      const frame = frames.get(areaId) ?? { positions: [], sites: [] };
      frames.set(areaId, frame);
      return frame;
    };
    for (const { gotAtMs, value } of positions)
      if (this.isNew(`unit ${value.unitId}`, gotAtMs)) frameOf(value.areaId).positions.push(value);
    for (const { gotAtMs, value } of sites)
      if (this.isNew(`site ${value.siteId}`, gotAtMs)) frameOf(value.areaId).sites.push(value);
    return frames;
  }

  private isNew(subject: string, gotAtMs: number): boolean {
    if (this.toldAtMs.get(subject) === gotAtMs) return false;
    this.toldAtMs.set(subject, gotAtMs);
    return true;
  }
}
