// Cameras as the map marks them: where each stands, how it is, and the wedge it sees. Pure: what is drawn, not how.
import type { CameraPlace, Latest, Site, SiteReading } from '@haixi/proto/live/picture';
import { type CameraState, cameraIn } from '../../store/camera-state';
import { isOld } from '../../store/reading-age';
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

interface SiteRows {
  readonly site: Site;
  readonly told: SiteReading | null;
  readonly old: boolean;
  readonly marks: readonly CameraMark[];
}

/**
 * Makes the marks of all cameras whose place is registered; the others are found at their site. Of one that has made
 * them before, what is the same is the same object, so that ten thousand cameras cost what the few that changed cost.
 */
export function cameraMarker(): (
  sites: Readonly<Record<string, Site>>,
  latest: Latest,
  nowMs: number,
) => readonly CameraMark[] {
  let rows = new Map<string, SiteRows>();
  let shown: readonly CameraMark[] = [];
  return (sites, latest, nowMs) => {
    const readings = new Map(latest.sites.map((each) => [each.siteId, each]));
    const now = new Map<string, SiteRows>();
    for (const siteId in sites) {
      const site = sites[siteId]!;
      const told = readings.get(siteId) ?? null;
      const old = isOld(told?.serverAtMs ?? null, nowMs);
      const had = rows.get(siteId);
      const same = had !== undefined && had.site === site && had.told === told && had.old === old;
      now.set(siteId, same ? had : { site, told, old, marks: marksOf(site, told, nowMs, had) });
    }
    rows = now;
    const marks = [...now.values()].flatMap((each) => each.marks);
    if (marks.length !== shown.length || marks.some((mark, row) => mark !== shown[row])) shown = marks;
    return shown;
  };
}

function marksOf(
  site: Site,
  told: SiteReading | null,
  nowMs: number,
  had: SiteRows | undefined,
): CameraMark[] {
  const { siteId } = site;
  return site.sources.flatMap((source): CameraMark[] => {
    const { sourceId, type, name, nameEn, camera } = source;
    if (type !== 'camera' || camera === null) return [];
    const { state } = cameraIn(site, source, told, nowMs);
    const before =
      had?.site.sources === site.sources ? had.marks.find((each) => each.sourceId === sourceId) : undefined;
    if (before?.state === state) return [before];
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
        wedge: before?.wedge ?? wedgeOf(camera),
      },
    ];
  });
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
