// Positions of every datum, converted where they come in: inside all is WGS-84. Pure.
import { createRequire } from 'node:module';
import type { Position } from '@haixi/proto/basics';
import type { Datum } from '@haixi/proto/vocabulary';
import type gcoordTypes from 'gcoord';

// Its types name a `default` that its CommonJS build, which Node loads, does not have.
const gcoord = createRequire(import.meta.url)('gcoord') as typeof gcoordTypes.default;

/** CGCS2000 is taken as WGS-84: they agree within decimetres, which is less than a phone knows. */
const systems = {
  wgs84: gcoord.WGS84,
  cgcs2000: gcoord.WGS84,
  gcj02: gcoord.GCJ02,
  bd09: gcoord.BD09,
} as const;

/** A position that was given in this datum, in WGS-84; within 0.2 m in China, and the same outside it. */
export function toWgs84({ lon, lat }: Position, datum: Datum): Position {
  return converted([lon, lat], systems[datum], gcoord.WGS84);
}

/** A WGS-84 position in this datum, for a map or a file that wants it so. */
export function fromWgs84({ lon, lat }: Position, datum: Datum): Position {
  return converted([lon, lat], gcoord.WGS84, systems[datum]);
}

type System = (typeof systems)[Datum];

function converted(from: [number, number], given: System, wanted: System): Position {
  if (given === wanted) return { lon: from[0], lat: from[1] };
  const [lon, lat] = gcoord.transform(from, given, wanted);
  return { lon, lat };
}
