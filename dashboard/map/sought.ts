// Where on the map a place is that somebody has looked for by its name. Pure.
import type { Picture } from '@haixi/proto/live/picture';
import { lineage } from '../store/may';
import { type Bounds, type LonLat, boundsOf } from './geometry';

/** What was looked for: each search is an object of its own, so that the same place twice is flown to twice. */
export type Sought =
  | { readonly what: 'area'; readonly areaId: string }
  | { readonly what: 'site'; readonly siteId: string }
  | { readonly what: 'camera'; readonly siteId: string; readonly sourceId: string };

export type Ground = { readonly at: LonLat } | { readonly within: Bounds };

/**
 * An area is what its outline holds, or where that is not drawn, its sites and those of the areas below it; a camera
 * whose place is not registered stands at its site. Null where the picture no longer has it.
 */
export function groundOf(sought: Sought, { areas, sites }: Picture): Ground | null {
  if (sought.what === 'area') {
    const inside = Object.values(sites).filter(({ areaId }) =>
      lineage(areaId, areas).includes(sought.areaId),
    );
    const within =
      boundsOf(areas[sought.areaId]?.outline ?? []) ??
      boundsOf(inside.map(({ position }): LonLat => [position.lon, position.lat]));
    return within === null ? null : { within };
  }
  const site = sites[sought.siteId];
  if (site === undefined) return null;
  const camera =
    sought.what === 'camera'
      ? site.sources.find(({ sourceId }) => sourceId === sought.sourceId)?.camera
      : null;
  const { lon, lat } = camera?.position ?? site.position;
  return { at: [lon, lat] };
}
