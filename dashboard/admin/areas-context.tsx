// The areas that the administrator has to do with, for every part of the page: names, order, choices.
import type { Area } from '@haixi/proto/live/picture';
import { createContext, useContext } from 'react';
import { nameIn } from '../i18n/languages';
import { useLanguage } from '../i18n/use-language';

export interface Areas {
  readonly all: readonly Area[];
  readonly again: () => void;
}
export const AreasContext = createContext<Areas | null>(null);

export function useAreas(): Areas {
  const areas = useContext(AreasContext);
  if (areas === null) throw new Error('no AreasContext above this component');
  return areas;
}

/** An area's name in the language of the page; an id that is not among them stands for itself. */
export function useAreaName(): (areaId: string) => string {
  const { all } = useAreas();
  const language = useLanguage();
  return (areaId) => {
    const area = all.find((each) => each.areaId === areaId);
    return area === undefined ? areaId : nameIn(language, area);
  };
}

/** The areas as choices, each below the one above it, further in. */
export function useAreaChoices(): { value: string; label: string }[] {
  const { all } = useAreas();
  const language = useLanguage();
  return inTree(all).map(({ area, depth }) => ({
    value: area.areaId,
    label: `${'\u2003'.repeat(depth)}${nameIn(language, area)}`,
  }));
}

export interface InTree {
  readonly area: Area;
  readonly depth: number;
}

/** Each area after the one above it; one whose parent is not among them stands at the top. */
export function inTree(areas: readonly Area[]): InTree[] {
  const ids = new Set(areas.map(({ areaId }) => areaId));
  const below = (parentId: string | null, depth: number): InTree[] =>
    areas
      .filter(
        (area) => (area.parentId !== null && ids.has(area.parentId) ? area.parentId : null) === parentId,
      )
      .toSorted((a, b) => (a.areaId < b.areaId ? -1 : 1))
      .flatMap((area) => [{ area, depth }, ...below(area.areaId, depth + 1)]);
  return below(null, 0);
}
