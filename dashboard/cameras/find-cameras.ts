// Cameras that a person looks for: by words, state, area and type of site; the worst state stands first. Pure.
import type { Area } from '@haixi/proto/live/picture';
import type { SiteType } from '@haixi/proto/vocabulary';
import { type CameraSeen, type CameraState, cameraStates } from '../store/camera-state';
import { holdsAll, textsOf, wordsOf } from './find-sites';

/** What is looked for; null is any. */
export interface Wanted {
  readonly words: string;
  readonly state: CameraState | null;
  readonly areaId: string | null;
  readonly siteType: SiteType | null;
}

export const anyCamera: Wanted = { words: '', state: null, areaId: null, siteType: null };

export function findCameras(
  cameras: readonly CameraSeen[],
  areas: Readonly<Record<string, Area>>,
  { words, state, areaId, siteType }: Wanted,
): CameraSeen[] {
  const each = wordsOf(words);
  return cameras
    .filter(
      (camera) =>
        (state === null || camera.state === state) &&
        (areaId === null || camera.site.areaId === areaId) &&
        (siteType === null || camera.site.type === siteType) &&
        (each.length === 0 || holdsAll(textsOfCamera(camera, areas), each)),
    )
    .toSorted(
      (a, b) =>
        cameraStates.indexOf(a.state) - cameraStates.indexOf(b.state) ||
        a.site.siteId.localeCompare(b.site.siteId) ||
        a.source.sourceId.localeCompare(b.source.sourceId),
    );
}

/** How many cameras are in each state, the worst state first; states that no camera is in are left out. */
export function countStates(
  cameras: readonly CameraSeen[],
): { readonly state: CameraState; readonly count: number }[] {
  return cameraStates
    .map((state) => ({ state, count: cameras.filter((camera) => camera.state === state).length }))
    .filter(({ count }) => count > 0);
}

function textsOfCamera({ site, source }: CameraSeen, areas: Readonly<Record<string, Area>>): string[] {
  return [source.sourceId, source.name, source.nameEn, ...textsOf(site, areas)];
}
