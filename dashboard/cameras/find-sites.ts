// Sites that a person looks for by words and by what is wrong; those that want looking at stand first. Pure.
import type { Area, Site } from '@haixi/proto/live/picture';
import { lacksOf, type SiteLack, siteLacks } from '../store/site-lack';

/** What can be wrong with a site, the worst first: a loss waits for a person, a dark site can't call for help, one on test is not heard. */
export const siteWrongs = ['lost', 'dark', 'tested', 'missing', 'unproven'] as const satisfies readonly (
  SiteLack | 'dark'
)[];
export type SiteWrong = (typeof siteWrongs)[number];

/** What is wrong with this site, the worst first. */
export function wrongsOf(site: Site): SiteWrong[] {
  const lacks = lacksOf(site).map(({ lack }) => lack);
  return siteWrongs.filter((wrong) => (wrong === 'dark' ? site.presence === 'dark' : lacks.includes(wrong)));
}

/** With `wrong`, only sites with which that is wrong. */
export function findSites(
  sites: Readonly<Record<string, Site>>,
  areas: Readonly<Record<string, Area>>,
  wanted: string,
  wrong: SiteWrong | null = null,
): Site[] {
  const words = wordsOf(wanted);
  return Object.values(sites)
    .filter((site) => wrong === null || wrongsOf(site).includes(wrong))
    .filter((site) => holdsAll(textsOf(site, areas), words))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.siteId.localeCompare(b.siteId));
}

/** How many sites have each thing wrong, the worst first; what is wrong with none is left out. */
export function countWrongs(
  sites: Readonly<Record<string, Site>>,
): { readonly wrong: SiteWrong; readonly count: number }[] {
  const all = Object.values(sites).flatMap(wrongsOf);
  return siteWrongs
    .map((wrong) => ({ wrong, count: all.filter((each) => each === wrong).length }))
    .filter(({ count }) => count > 0);
}

/** How many sites lack something, and what the worst of it is; null where none does. */
export function countLacking(
  sites: Readonly<Record<string, Site>>,
): { readonly worst: SiteLack; readonly count: number } | null {
  const lacking = Object.values(sites)
    .map(lacksOf)
    .filter((lacks) => lacks.length > 0);
  const [worst] = siteLacks.filter((lack) => lacking.some((lacks) => lacks[0]?.lack === lack));
  return worst === undefined ? null : { worst, count: lacking.length };
}

/** The worst that is wrong, then those that are well, then those that never were there. */
function rankOf(site: Site): number {
  const [worst] = wrongsOf(site);
  if (worst !== undefined) return siteWrongs.indexOf(worst);
  return siteWrongs.length + Number(site.presence === 'never');
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
