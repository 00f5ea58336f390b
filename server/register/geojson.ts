// Areas out of a GeoJSON file (RFC 7946): read feature by feature, each fault in words. Pure.
import { idSchema, someTextSchema, textSchema } from '@haixi/proto/basics';
import type { Datum } from '@haixi/proto/vocabulary';
import { toWgs84 } from '../devices/datums.js';

export type Ring = [number, number][];

const featuresMax = 500;
const pointsMax = 5_000;
const nameMax = 64;

/** One feature as it is meant. What it does not say is null, and stays as it is for an area that is there. */
export interface ReadFeature {
  readonly index: number;
  readonly areaId: string;
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly parentId: string | null;
  /** WGS-84, closed. */
  readonly outline: Ring | null;
  readonly faults: readonly string[];
}

export type GeojsonRead =
  | { readonly ok: true; readonly features: readonly ReadFeature[] }
  | { readonly ok: false; readonly told: string };

/** Reads a FeatureCollection of polygons. Of a polygon's rings the first is its outline. */
export function readGeojson(text: string, datum: Datum): GeojsonRead {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return { ok: false, told: `it is no JSON: ${(error as Error).message.slice(0, 150)}` };
  }
  const { type, features } = fieldsOf(json);
  if (type !== 'FeatureCollection' || !Array.isArray(features))
    return { ok: false, told: 'its type is not FeatureCollection, with a list of features' };
  if (features.length > featuresMax)
    return {
      ok: false,
      told: `it has ${features.length} features, and ${featuresMax} are the most: split it`,
    };
  return { ok: true, features: features.map((feature, index) => readFeature(feature, index, datum)) };
}

/** The outline in WGS-84, its last point the first again; a fault in words where it is none. */
export function closedRing(points: readonly (readonly number[])[], datum: Datum): Ring | string {
  const ring: Ring = [];
  for (const [at, point] of points.entries()) {
    const [lon, lat] = point;
    if (lon === undefined || lat === undefined || !isDegree(lon, 180) || !isDegree(lat, 90))
      return `point ${at + 1} is no [longitude, latitude] in degrees`;
    const position = toWgs84({ lon, lat }, datum);
    ring.push([position.lon, position.lat]);
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) ring.push([...first]);
  const corners = new Set(ring.map((point) => point.join())).size;
  if (corners < 3) return 'an outline has at least 3 different points';
  return corners > pointsMax ? `an outline has at most ${pointsMax} points; simplify it` : ring;
}

function readFeature(feature: unknown, index: number, datum: Datum): ReadFeature {
  const faults: string[] = [];
  const { type, properties, geometry, id } = fieldsOf(feature);
  if (type !== 'Feature') faults.push('type: it is no Feature');
  const given = fieldsOf(properties);
  const areaId = String(given['areaId'] ?? given['id'] ?? id ?? '');
  if (!idSchema.safeParse(areaId).success)
    faults.push('properties.areaId: an id is 1–32 characters of a–z, 0–9 and -');
  const text = (field: string, schema: typeof textSchema): string | null => {
    const value = given[field];
    if (value === undefined || value === null) return null;
    const read = schema.max(nameMax).safeParse(value);
    if (!read.success) faults.push(`properties.${field}: a text of at most ${nameMax} characters`);
    return read.data ?? null;
  };
  const name = text('name', someTextSchema);
  const nameEn = text('nameEn', textSchema);
  const parent = given['parentId'];
  const parentId = parent === undefined || parent === null ? null : String(parent);
  const outline = ringOf(geometry, datum);
  if (typeof outline === 'string') faults.push(`geometry: ${outline}`);
  const ring = typeof outline === 'string' ? null : outline;
  return { index, areaId: areaId.slice(0, 64), name, nameEn, parentId, outline: ring, faults };
}

function ringOf(geometry: unknown, datum: Datum): Ring | string {
  const { type, coordinates } = fieldsOf(geometry);
  if (type === 'MultiPolygon')
    return 'a MultiPolygon has several outlines, and an area has one: make an area of each';
  if (type !== 'Polygon') return 'draw the area as a Polygon';
  const ring: unknown = Array.isArray(coordinates) ? coordinates[0] : null;
  const isPoints = Array.isArray(ring) && ring.every((point) => Array.isArray(point));
  if (!isPoints) return 'coordinates of a Polygon are a list of rings, each a list of points';
  return closedRing(
    (ring as unknown[][]).map((point) => point.map((number) => (typeof number === 'number' ? number : NaN))),
    datum,
  );
}

function isDegree(value: number, most: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= most;
}

/** The fields of what may be anything; of what is no object none. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
