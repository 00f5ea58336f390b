// The latest values beside the picture: of two values of one thing the newer one stays, in whatever order they come.
import type { Latest } from '@haixi/proto/live/picture';

export const noLatest: Latest = { positions: [], sites: [] };

/** `base` with what `news` has newer or more. */
export function mergeLatest(base: Latest, news: Latest): Latest {
  return {
    positions: newest(
      base.positions,
      news.positions,
      (position) => position.unitId,
      (position) => position.atMs,
    ),
    sites: newest(
      base.sites,
      news.sites,
      (reading) => reading.siteId,
      (reading) => reading.serverAtMs,
    ),
  };
}

function newest<T>(base: T[], news: T[], id: (value: T) => string, atMs: (value: T) => number): T[] {
  if (news.length === 0) return base;
  const byId = new Map(base.map((value) => [id(value), value]));
  for (const value of news) {
    const known = byId.get(id(value));
    if (known === undefined || atMs(value) >= atMs(known)) byId.set(id(value), value);
  }
  return [...byId.values()];
}
