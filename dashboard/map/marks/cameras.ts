// Cameras as the map marks them: where each stands, how it is, and the wedge it sees. Pure: what is drawn, not how.
import type { CameraPlace, Latest, Site } from '@haixi/proto/live/picture';
import { type CameraState, camerasSeen } from '../../store/camera-state';
import { type CameraIcon, cameraIcon } from '../icons/names';

export interface CameraMark {
  readonly siteId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly state: CameraState;
  readonly icon: CameraIcon;
  readonly position: [lon: number, lat: number];
  readonly headingDeg: number;
  /** Its field of view as a closed outline. */
  readonly wedge: readonly [lon: number, lat: number][];
}

/** The states of all cameras as one text: what is the same text is the same marks, however often readings come. */
export function statesOf(sites: Readonly<Record<string, Site>>, latest: Latest, nowMs: number): string {
  return camerasSeen(sites, latest, nowMs)
    .map(({ site, source, state }) => `${site.siteId}/${source.sourceId}=${state}`)
    .join(' ');
}

/** Cameras whose place is registered; the others are found at their site. `states` is from `statesOf`. */
export function cameraMarks(sites: Readonly<Record<string, Site>>, states: string): CameraMark[] {
  const stateOf = new Map(states.split(' ').map((each) => each.split('=') as [string, CameraState]));
  return Object.values(sites).flatMap(({ siteId, sources }) =>
    sources.flatMap(({ sourceId, type, name, nameEn, camera }): CameraMark[] => {
      if (type !== 'camera' || camera === null) return [];
      const state = stateOf.get(`${siteId}/${sourceId}`) ?? 'unknown';
      const { position, headingDeg } = camera;
      return [
        {
          siteId,
          sourceId,
          name,
          nameEn,
          state,
          icon: cameraIcon(state),
          position: [position.lon, position.lat],
          headingDeg,
          wedge: wedgeOf(camera),
        },
      ];
    }),
  );
}

const metresPerDegree = 111_195;
/** The arc in steps of so many degrees: finer is not seen. */
const arcStepDeg = 10;

/** From the camera along the left edge of its view, round the arc and back; a whole circle has no edges. */
export function wedgeOf({ position, headingDeg, fovDeg, rangeM }: CameraPlace): [number, number][] {
  const steps = Math.max(2, Math.ceil(fovDeg / arcStepDeg));
  const perLon = metresPerDegree * Math.cos((position.lat * Math.PI) / 180);
  const arc = Array.from({ length: steps + 1 }, (_, n): [number, number] => {
    const bearing = ((headingDeg - fovDeg / 2 + (fovDeg * n) / steps) * Math.PI) / 180;
    return [
      position.lon + (rangeM * Math.sin(bearing)) / perLon,
      position.lat + (rangeM * Math.cos(bearing)) / metresPerDegree,
    ];
  });
  return fovDeg >= 360 ? arc : [[position.lon, position.lat], ...arc, [position.lon, position.lat]];
}
