// Positions in the datums of China's maps: into WGS-84, and whether the datum that was chosen can be right. Pure.
import type { Position } from '@haixi/proto/basics';
import { metresBetween } from '@haixi/proto/devices/placing';
import { type Datum, datums } from '@haixi/proto/vocabulary';
import gcoord from 'gcoord';

const named = {
  wgs84: gcoord.WGS84,
  // They agree within decimetres.
  cgcs2000: gcoord.WGS84,
  gcj02: gcoord.GCJ02,
  bd09: gcoord.BD09,
} as const;

/** The position in WGS-84, to about 10 cm. */
export function toWgs84({ lon, lat }: Position, datum: Datum): Position {
  const [east, north] = gcoord.transform([lon, lat], named[datum], gcoord.WGS84);
  return { lon: round(east), lat: round(north) };
}

/** A receiver is right within so many metres; the datums lie some hundred metres apart. */
const unsureM = 120;

/**
 * Another datum in which the numbers would lie much nearer to a place that is known (the phone's own, the plan); null
 * where the chosen one is as good as any.
 */
export function betterDatum(typed: Position, chosen: Datum, known: Position): Datum | null {
  const offM = (datum: Datum) => metresBetween(toWgs84(typed, datum), known);
  if (offM(chosen) <= unsureM) return null;
  const best = datums.reduce((a, b) => (offM(b) < offM(a) ? b : a));
  return offM(best) < offM(chosen) / 3 ? best : null;
}

/** Longitude and latitude out of two typed numbers; null where they are none. */
export function typedPosition(lon: string, lat: string): Position | null {
  const at = { lon: numberIn(lon), lat: numberIn(lat) };
  return Math.abs(at.lon) <= 180 && Math.abs(at.lat) <= 90 ? at : null;
}

/** Whether the two numbers stand in each other's place: written the other way round they would lie in China. */
export function looksSwapped(lon: string, lat: string): boolean {
  const [east, north] = [numberIn(lat), numberIn(lon)];
  return east > 73 && east < 136 && north > 3 && north < 54;
}

/** Both numbers, where both were pasted into one field. */
export function pastedPair(text: string): [string, string] | null {
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*[,，;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  return found ? [found[1]!, found[2]!] : null;
}

function numberIn(text: string): number {
  const plain = text.trim().replace('。', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
