// Plane geometry for the map: pixels of the world at a zoom, middles and bounds of outlines. Pure.
export type LonLat = readonly [lon: number, lat: number];
export type Bounds = [west: number, south: number, east: number, north: number];

/** MapLibre's tile size: the world is this wide at zoom 0. */
const worldPx = 512;

/** Web Mercator pixels, x to the east and y to the south. */
export function worldPixels([lon, lat]: LonLat, zoom: number): [x: number, y: number] {
  const scale = worldPx * 2 ** zoom;
  const sin = Math.sin((lat * Math.PI) / 180);
  return [((lon + 180) / 360) * scale, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale];
}

/** The middle of an outline's surface. Throws for an outline without a point. */
export function middleOf(outline: readonly LonLat[]): [lon: number, lat: number] {
  const first = outline[0];
  if (!first) throw new Error('an outline without points has no middle');
  let [twice, lon, lat] = [0, 0, 0];
  outline.forEach(([x1, y1], n) => {
    const [x2, y2] = outline[(n + 1) % outline.length]!;
    // Measured from the first point, because degrees are large against a district.
    const [ax, ay, bx, by] = [x1 - first[0], y1 - first[1], x2 - first[0], y2 - first[1]];
    const cross = ax * by - bx * ay;
    twice += cross;
    lon += (ax + bx) * cross;
    lat += (ay + by) * cross;
  });
  return twice === 0 ? [first[0], first[1]] : [first[0] + lon / (3 * twice), first[1] + lat / (3 * twice)];
}

/** The box round these points; null where there is none. */
export function boundsOf(points: readonly LonLat[]): Bounds | null {
  if (points.length === 0) return null;
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
