// What the command palette offers: moves of the open incident, commands, and everything that has a name. Pure.
import type { Picture } from '@haixi/proto/live/picture';
import type { Names } from '../store/names';
import type { Doing } from './shortcut';

export type PaletteSort = 'move' | 'command' | 'incident' | 'site' | 'unit' | 'camera' | 'area';

/** What is done when it is chosen; the control room knows how. */
export type PaletteDeed =
  | { readonly do: 'shortcut'; readonly shortcut: Doing }
  | { readonly do: 'receive' | 'takeOver' | 'incident'; readonly incidentId: string }
  | { readonly do: 'send'; readonly incidentId: string; readonly unitId: string }
  | { readonly do: 'site'; readonly siteId: string }
  | { readonly do: 'unit'; readonly unitId: string }
  | { readonly do: 'camera'; readonly siteId: string; readonly sourceId: string }
  | { readonly do: 'area' | 'goToArea'; readonly areaId: string };

export interface PaletteItem {
  /** The same thing has the same id each time: recent ones are remembered by it. */
  readonly id: string;
  readonly sort: PaletteSort;
  readonly title: string;
  /** Where it is, and what else it may be called; searched, too. */
  readonly about: string;
  readonly keyShown: string;
  readonly deed: PaletteDeed;
}

/** Recent ones first in the order they were used, then the rest as it stands. */
export function recentFirst(items: readonly PaletteItem[], recent: readonly string[]): PaletteItem[] {
  const rank = new Map(recent.map((id, index) => [id, index]));
  const rankOf = ({ id, sort }: PaletteItem) => (sort === 'move' ? -1 : (rank.get(id) ?? recent.length));
  return items.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** Everything in the picture that has a name, in the page's language; found by both languages' names and by its id. */
export function namedItems(picture: Picture, names: Names): PaletteItem[] {
  const { ofSites, ofUnits, ofCameras } = named(picture, names);
  return [...ofSites, ...ofUnits, ...ofCameras];
}

/** What a caller may name: areas, sites with their addresses, cameras; chosen, the map goes there. */
export function placeItems(picture: Picture, names: Names): PaletteItem[] {
  const { ofAreas, ofSites, ofCameras } = named(picture, names);
  return [...ofAreas, ...ofSites, ...ofCameras];
}

function named({ areas, sites, units }: Picture, names: Names) {
  const item = (
    sort: PaletteSort,
    id: string,
    title: string,
    about: string[],
    deed: PaletteDeed,
  ): PaletteItem => ({
    id: `${sort} ${id}`,
    sort,
    title,
    about: [...new Set(about)].filter((each) => each !== '' && each !== title).join(' · '),
    keyShown: '',
    deed,
  });
  const ofAreas = Object.values(areas).map(({ areaId, name, nameEn }) =>
    item('area', areaId, names.area(areaId), [name, nameEn, areaId], { do: 'goToArea', areaId }),
  );
  const ofSites = Object.values(sites).map(({ siteId, areaId, ...site }) => {
    const { address, addressEn } = site;
    const about = [
      names.area(areaId),
      names.address(siteId, address),
      site.name,
      site.nameEn,
      siteId,
      address,
      addressEn,
    ];
    return item('site', siteId, names.site(siteId), about, { do: 'site', siteId });
  });
  const ofUnits = Object.values(units).map(({ unitId, areaId, ...unit }) => {
    const about = [names.area(areaId), unit.name, unit.nameEn, unitId];
    return item('unit', unitId, names.unit(unitId), about, { do: 'unit', unitId });
  });
  const ofCameras = Object.values(sites).flatMap(({ siteId, areaId, ...site }) =>
    site.sources.flatMap(({ sourceId, type, name, nameEn }) => {
      if (type !== 'camera') return [];
      const title = `${names.site(siteId)} ${names.source(siteId, sourceId)}`;
      const about = [
        names.area(areaId),
        `${site.name} ${name}`,
        `${site.nameEn} ${nameEn}`,
        `${siteId}/${sourceId}`,
      ];
      return [item('camera', `${siteId}/${sourceId}`, title, about, { do: 'camera', siteId, sourceId })];
    }),
  );
  return { ofAreas, ofSites, ofUnits, ofCameras };
}
