// Sites that a person looks for by name, address, community or id; the dark ones stand first, because they want looking at.
import type { Area, Site } from '@haixi/proto/live/picture';
import type { SitePresence } from '@haixi/proto/vocabulary';

const rank: Readonly<Record<SitePresence, number>> = { dark: 0, online: 1, never: 2 };

export function findSites(
  sites: Readonly<Record<string, Site>>,
  areas: Readonly<Record<string, Area>>,
  wanted: string,
): Site[] {
  const words = wanted.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return Object.values(sites)
    .filter((site) => {
      const area = areas[site.areaId];
      const text = [
        site.siteId,
        site.name,
        site.nameEn,
        site.address,
        site.addressEn,
        area?.name,
        area?.nameEn,
      ]
        .join(' ')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => rank[a.presence] - rank[b.presence] || a.siteId.localeCompare(b.siteId));
}
