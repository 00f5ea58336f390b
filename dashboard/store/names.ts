// Ids into names as people know them, in the language of the page; an id that the picture lacks stands for itself.
import type { Picture } from '@haixi/proto/live/picture';
import { useMemo } from 'react';
import { type Language, nameIn } from '../i18n/languages';
import { useLanguage } from '../i18n/use-language';
import { usePicture } from './live-context';

export interface Names {
  readonly person: (personId: string) => string;
  readonly unit: (unitId: string) => string;
  readonly site: (siteId: string) => string;
  readonly area: (areaId: string) => string;
  readonly source: (siteId: string, sourceId: string) => string;
  /** An address as it was said; where it is the site's own, in the language of the page. */
  readonly address: (siteId: string | null, said: string) => string;
}

/** The names in this picture and language. */
export function namesIn(picture: Picture | null, language: Language): Names {
  const named = (thing: { name: string; nameEn: string } | undefined, id: string) =>
    thing === undefined ? id : nameIn(language, thing);
  return {
    person: (id) => picture?.people[id]?.name ?? id,
    unit: (id) => named(picture?.units[id], id),
    site: (id) => named(picture?.sites[id], id),
    area: (id) => named(picture?.areas[id], id),
    source: (siteId, id) =>
      named(
        picture?.sites[siteId]?.sources.find((source) => source.sourceId === id),
        id,
      ),
    address: (siteId, said) => {
      const site = siteId === null ? undefined : picture?.sites[siteId];
      if (site === undefined || said === '') return said;
      const { address, addressEn } = site;
      return said === address || said === addressEn
        ? nameIn(language, { name: address, nameEn: addressEn })
        : said;
    },
  };
}

/** The names of the picture on this screen. */
export function useNames(): Names {
  const picture = usePicture();
  const language = useLanguage();
  return useMemo(() => namesIn(picture, language), [picture, language]);
}
