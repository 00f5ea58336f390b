// The latest values beside the picture: of two values of one thing the one that came later stays.
import type { Latest } from '@haixi/proto/live/picture';

export const noLatest: Latest = { positions: [], sites: [], tablets: [] };

/**
 * `base` with what `news` has. The server sends each value after those it took the place of, and no clock is asked which
 * is newer: one that was set back would have the screen keep an old value and call it the latest.
 */
export function mergeLatest(base: Latest, news: Latest): Latest {
  return {
    positions: later(base.positions, news.positions, (position) => position.unitId),
    sites: later(base.sites, news.sites, (reading) => reading.siteId),
    tablets: later(base.tablets, news.tablets, ({ unitId, personId }) => `${unitId}/${personId}`),
  };
}

function later<T>(base: T[], news: T[], id: (value: T) => string): T[] {
  if (news.length === 0) return base;
  // By what is new, which is little: thousands stay as they are with each frame.
  const byId = new Map(news.map((value) => [id(value), value]));
  const kept = base.map((value) => {
    const newer = byId.get(id(value));
    if (newer !== undefined) byId.delete(id(value));
    return newer ?? value;
  });
  return byId.size === 0 ? kept : [...kept, ...byId.values()];
}
