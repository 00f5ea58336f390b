// Sites far out: none is lost, none is counted twice, and what wants looking at is said of the whole.
import { describe, expect, it } from 'vitest';
import { foldBelowZoom, foldSites } from './clusters';
import type { SiteMark } from './sites';

/** About 50 m apart, in a row from west to east. */
const row = Array.from({ length: 40 }, (_, n) => aMark(`site-${n}`, [119.52 + n * 0.0005, 26.66]));

function aMark(siteId: string, position: [number, number], more: Partial<SiteMark> = {}): SiteMark {
  return {
    siteId,
    name: siteId,
    nameEn: siteId,
    position,
    icon: 'site-shop-online',
    presence: 'online',
    lacks: [],
    lackSide: 'below',
    cameras: 3,
    troubled: 0,
    ...more,
  };
}

describe('sites far out', () => {
  it('are each by themselves from near, and fold to fewer and fewer marks the farther away one is', () => {
    const marksAt = (zoom: number) => {
      const { single, clusters } = foldSites(row, zoom, null);
      return single.length + clusters.length;
    };
    expect(foldSites(row, foldBelowZoom, null)).toEqual({ single: row, clusters: [] });
    expect(marksAt(13)).toBeLessThan(40);
    expect(marksAt(12)).toBeLessThan(marksAt(13));
    expect(marksAt(8)).toBe(1);
  });

  it('are all counted, with their cameras and what is wrong with them', () => {
    const wrong = row.map((mark, n) =>
      n === 7
        ? { ...mark, presence: 'dark' as const, troubled: 2 }
        : n === 8
          ? { ...mark, lacks: [{ lack: 'missing', count: 2 } as const] }
          : mark,
    );
    expect(foldSites(wrong, 8, null).clusters).toMatchObject([
      { sites: 40, cameras: 120, dark: 1, troubled: 2, lacking: 1, clusterId: 'site-0' },
    ]);
    const { single, clusters } = foldSites(wrong, 12.5, null);
    expect(single.length + clusters.reduce((sum, { sites }) => sum + sites, 0)).toBe(40);
  });

  it('fold the same whatever their order, and leave the selected one by itself', () => {
    expect(foldSites(row.toReversed(), 12.5, null).clusters).toEqual(foldSites(row, 12.5, null).clusters);
    const { single, clusters } = foldSites(row, 8, 'site-20');
    expect(single.map(({ siteId }) => siteId)).toEqual(['site-20']);
    expect(clusters.map(({ sites }) => sites)).toEqual([39]);
  });

  it('lie within the bounds that a click goes to', () => {
    for (const { position, bounds } of foldSites(row, 12.5, null).clusters) {
      expect(position[0]).toBeGreaterThanOrEqual(bounds[0]);
      expect(position[0]).toBeLessThanOrEqual(bounds[2]);
    }
  });
});
