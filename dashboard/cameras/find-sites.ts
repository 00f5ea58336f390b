// Sites that a person looks for by name, address, community or id; the dark ones stand first, because they want looking at.
import type { Area, Site } from '@haixi/proto/live/picture';
import type { SitePresence } from '@haixi/proto/vocabulary';

const rank: Readonly<Record<SitePresence, number>> = { dark: 0, online: 1, never: 2 };

export function findSites(
  sites: Readonly<Record<string, Site>>,
  areas: Readonly<Record<string, Area>>,
  wanted: string,
): Site[] {
  const words = wordsOf(wanted);
  return Object.values(sites)
    .filter((site) => holdsAll(textsOf(site, areas), words))
    .toSorted((a, b) => rank[a.presence] - rank[b.presence] || a.siteId.localeCompare(b.siteId));
}

/** What a person typed, word by word. */
export function wordsOf(typed: string): string[] {
  return typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
}

/** Everything by which a site is known, in both languages. */
export function textsOf(site: Site, areas: Readonly<Record<string, Area>>): string[] {
  const { siteId, name, nameEn, address, addressEn, areaId } = site;
  const area = areas[areaId];
  return [siteId, name, nameEn, address, addressEn, area?.name ?? '', area?.nameEn ?? ''];
}

/** Whether each of the words stands somewhere in these texts. */
export function holdsAll(texts: readonly string[], words: readonly string[]): boolean {
  const all = texts.join(' ').toLowerCase();
  return words.every((word) => all.includes(word));
}
