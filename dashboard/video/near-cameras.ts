// Which cameras may show a place: those that have it in their field of view first, then the nearest. Pure.
import type { Position } from '@haixi/proto/basics';
import type { Incident } from '@haixi/proto/incident/incident';
import type { CameraPlace, Site } from '@haixi/proto/live/picture';
import type { CameraSeen } from '../store/camera-state';

export interface NearCamera {
  readonly camera: CameraSeen;
  readonly distanceM: number;
  /** The place lies in its registered field of view. */
  readonly sees: boolean;
}

/** Further away than this a camera shows another street. */
const nearM = 600;

const earthM = 6_371_000;

/** Cameras near the place, the most promising first; those that are known to show nothing come last. */
export function nearCameras(place: Position, cameras: readonly CameraSeen[]): NearCamera[] {
  return cameras
    .map((camera): NearCamera => {
      const at = camera.source.camera?.position ?? camera.site.position;
      const sees = camera.source.camera !== null && isSeen(place, camera.source.camera);
      return { camera, distanceM: metresBetween(at, place), sees };
    })
    .filter(({ distanceM, sees }) => sees || distanceM <= nearM)
    .toSorted(
      (a, b) =>
        Number(isSilent(a.camera)) - Number(isSilent(b.camera)) ||
        Number(b.sees) - Number(a.sees) ||
        a.distanceM - b.distanceM,
    );
}

function isSilent({ state }: CameraSeen): boolean {
  return state === 'lost' || state === 'dark' || state === 'never';
}

/** Whether a place lies in the camera's wedge. The spot it hangs over is not seen for certain, so it isn't said. */
export function isSeen(place: Position, { position, headingDeg, fovDeg, rangeM }: CameraPlace): boolean {
  const metres = metresBetween(position, place);
  if (metres > rangeM || metres < 2) return false;
  const off = Math.abs(((bearingDeg(position, place) - headingDeg + 540) % 360) - 180);
  return off <= fovDeg / 2;
}

/**
 * The camera whose picture an incident begins with: the one that raised the alarm; for a button the one of the same
 * site that sees it, else the nearest there, one with a picture before one without. Null where the site has none.
 */
export function cameraOf(
  { alarms, siteId, position }: Incident,
  sites: Readonly<Record<string, Site>>,
  cameras: readonly CameraSeen[],
): CameraSeen | null {
  for (const alarm of alarms) {
    const own = cameras.find(
      ({ site, source }) => site.siteId === alarm.siteId && source.sourceId === alarm.sourceId,
    );
    if (own) return own;
  }
  const place = position ?? (siteId === null ? null : (sites[siteId]?.position ?? null));
  if (place === null) return null;
  const here = nearCameras(
    place,
    cameras.filter(({ site }) => site.siteId === siteId),
  );
  return (here.find(({ camera }) => hasPicture(camera)) ?? here[0])?.camera ?? null;
}

/** Whether it is worth asking for its picture now. */
export function hasPicture({ state }: Pick<CameraSeen, 'state'>): boolean {
  return state === 'ok' || state === 'troubled' || state === 'covered' || state === 'frozen';
}

function metresBetween(a: Position, b: Position): number {
  const [x, y] = metresTo(a, b);
  return Math.hypot(x, y);
}

function bearingDeg(from: Position, to: Position): number {
  const [x, y] = metresTo(from, to);
  return ((Math.atan2(x, y) * 180) / Math.PI + 360) % 360;
}

/** East and north; flat, which a district is. */
function metresTo(from: Position, to: Position): [east: number, north: number] {
  const rad = Math.PI / 180;
  return [(to.lon - from.lon) * rad * earthM * Math.cos(from.lat * rad), (to.lat - from.lat) * rad * earthM];
}
