// A district of any number of cameras, four to a site on a grid, and readings in which their states change. Pure.
import type { Picture, Site } from '@haixi/proto/live/picture';
import { aCamera, aReading, aSite } from '../store/camera.fixture';

const camerasEach = 4;
export const areaId = '350902002001';

export function districtOf(cameras: number): Picture {
  const count = cameras / camerasEach;
  const side = Math.ceil(Math.sqrt(count)) || 1;
  const sites = Array.from({ length: count }, (_, nth): [string, Site] => {
    const siteId = `site-${nth}`;
    const position = {
      lon: 119.515 + (nth % side) * (0.025 / side),
      lat: 26.65 + Math.floor(nth / side) * (0.025 / side),
    };
    const sources = Array.from({ length: camerasEach }, (_each, camera) =>
      aCamera(`camera-${camera}`, { position, headingDeg: camera * 90, fovDeg: 70, rangeM: 40 }),
    );
    return [siteId, aSite({ siteId, position, sources })];
  });
  return { vector: {}, areas: {}, sites: Object.fromEntries(sites), units: {}, people: {}, incidents: {} };
}

/** Change number `nth`: a site tells its readings anew, and one of its cameras is otherwise than before. */
export function changeOf(nth: number, cameras: number, atMs: number) {
  const sites = Math.max(1, cameras / camerasEach);
  const round = Math.floor(nth / sites);
  const readings = Array.from({ length: camerasEach }, (_, camera) => ({
    sourceId: `camera-${camera}`,
    state: round % 2 === 0 && camera === round % camerasEach ? ('covered' as const) : ('ok' as const),
  }));
  // Spread over the district, not one street after the other.
  return { positions: [], tablets: [], sites: [aReading(`site-${(nth * 7919) % sites}`, atMs, readings)] };
}
