// Where street names stand on the map and how they are turned: Chinese down a street that runs north, else along it.
import { dense } from './draw';
import { place, riverU, type Spot, type Street, type StreetRank } from './plan';

export interface StreetName {
  readonly text: string;
  readonly textEn: string;
  readonly position: [lon: number, lat: number];
  /** Degrees counter-clockwise from east, in (−90, 90]. */
  readonly angle: number;
  readonly rank: StreetRank | 'spot';
}

/** How far apart the same name is repeated, and how far the first stands from the street's beginning, in metres. */
const spacingM: Readonly<Record<StreetRank, { every: number; first: number }>> = {
  main: { every: 400, first: 200 },
  collector: { every: 380, first: 140 },
  street: { every: 10_000, first: 0 },
  lane: { every: 10_000, first: 0 },
};

/** Every name of the town at its places. */
export function streetNames(streets: readonly Street[], spots: readonly Spot[]): StreetName[] {
  const onStreets = streets.flatMap((street): StreetName[] =>
    placesOn(street).map(({ at, to }) => {
      const [from, next] = [place(at), place(to)];
      return {
        text: street.name,
        textEn: street.nameEn,
        position: from,
        angle: angleOf(from, next),
        rank: street.rank,
      };
    }),
  );
  const onSpots = spots.map(({ at, name, nameEn }): StreetName => ({
    text: name,
    textEn: nameEn,
    position: place(at),
    angle: 0,
    rank: 'spot',
  }));
  return [...onStreets, ...onSpots];
}

function placesOn({ path, rank }: Street): { at: [number, number]; to: [number, number] }[] {
  const points = dense(path, 20);
  const { every, first } = spacingM[rank];
  const begin = first === 0 ? Math.floor(points.length / 2) : Math.round(first / 20);
  return points
    .flatMap(([u, v], n) => {
      const next = points[n + 1];
      // No name on a bridge: it would hide the river.
      const onRiver = Math.abs(u - riverU) < 60 && path[0]![0] !== path.at(-1)![0];
      return next && !onRiver && n >= begin && (n - begin) % Math.round(every / 20) === 0
        ? [{ at: [u, v] as [number, number], to: [next[0], next[1]] as [number, number] }]
        : [];
    })
    .slice(0, 12);
}

function angleOf([lon, lat]: readonly number[], [lonTo, latTo]: readonly number[]): number {
  const east = (lonTo! - lon!) * Math.cos((lat! * Math.PI) / 180);
  const degrees = (Math.atan2(latTo! - lat!, east) * 180) / Math.PI;
  return degrees > 90 ? degrees - 180 : degrees <= -90 ? degrees + 180 : degrees;
}
