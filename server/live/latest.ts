// Which latest values are news: each value once, although overlapping looks at the store find it several times. Pure.
import type { Latest, SiteReading, Tablet, UnitPosition } from '@haixi/proto/live/picture';
import type { Got } from './latest.store.js';

/** Remembers which value of each unit and site was told last. */
export class News {
  private readonly told = new Map<string, string>();

  /** The values that were not told yet, as one frame an area. */
  of(
    positions: readonly Got<UnitPosition>[],
    sites: readonly Got<SiteReading>[],
    tablets: readonly Got<Tablet>[],
  ): Map<string, Latest> {
    const frames = new Map<string, Latest>();
    const frameOf = (areaId: string) => {
      const frame = frames.get(areaId) ?? { positions: [], sites: [], tablets: [] };
      frames.set(areaId, frame);
      return frame;
    };
    for (const { changedBy, value } of positions)
      if (this.isNew(`unit ${value.unitId}`, changedBy)) frameOf(value.areaId).positions.push(value);
    for (const { changedBy, value } of sites)
      if (this.isNew(`site ${value.siteId}`, changedBy)) frameOf(value.areaId).sites.push(value);
    for (const { changedBy, value } of tablets)
      if (this.isNew(`tablet ${value.unitId} ${value.personId}`, changedBy))
        frameOf(value.areaId).tablets.push(value);
    return frames;
  }

  private isNew(subject: string, changedBy: string): boolean {
    if (this.told.get(subject) === changedBy) return false;
    this.told.set(subject, changedBy);
    return true;
  }
}
