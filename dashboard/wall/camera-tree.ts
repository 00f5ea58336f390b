// The cameras one may look at as a list is read: area, site, camera; found by words. Pure.
import type { Area, Site } from '@haixi/proto/live/picture';
import { holdsAll, textsOf, wordsOf } from '../cameras/find-sites';
import type { CameraSeen } from '../store/camera-state';

export interface AreaBranch {
  readonly areaId: string;
  readonly sites: readonly { readonly site: Site; readonly cameras: readonly CameraSeen[] }[];
  readonly count: number;
}

/** A list longer than this is found in, not read. */
const camerasMax = 300;

/** Branches with their cameras, and how many more there are than the list shows. */
export function cameraTree(
  cameras: readonly CameraSeen[],
  areas: Readonly<Record<string, Area>>,
  wanted: string,
): { readonly branches: readonly AreaBranch[]; readonly found: number; readonly notShown: number } {
  const words = wordsOf(wanted);
  const found = cameras
    .filter(({ site, source }) =>
      holdsAll([source.sourceId, source.name, source.nameEn, ...textsOf(site, areas)], words),
    )
    .toSorted(
      (a, b) =>
        a.site.areaId.localeCompare(b.site.areaId) ||
        a.site.siteId.localeCompare(b.site.siteId) ||
        a.source.sourceId.localeCompare(b.source.sourceId),
    );
  const byArea = Map.groupBy(found.slice(0, camerasMax), ({ site }) => site.areaId);
  const branches = [...byArea].map(([areaId, ofArea]): AreaBranch => {
    const bySite = Map.groupBy(ofArea, ({ site }) => site.siteId);
    const sites = [...bySite.values()].map((ofSite) => ({ site: ofSite[0]!.site, cameras: ofSite }));
    return { areaId, sites, count: ofArea.length };
  });
  return { branches, found: found.length, notShown: Math.max(0, found.length - camerasMax) };
}
