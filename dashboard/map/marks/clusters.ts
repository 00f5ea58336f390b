// Sites that would lie on each other far out, folded into one mark that says how many and how many want looking at. Pure.
import { boundsOf, type Bounds, worldPixels } from '../geometry';
import type { SiteMark } from './sites';

export interface ClusterMark {
  /** The first of its sites by id: the same sites make the same cluster. */
  readonly clusterId: string;
  readonly position: [lon: number, lat: number];
  readonly bounds: Bounds;
  readonly sites: number;
  readonly cameras: number;
  readonly dark: number;
  /** Cameras with a trouble that is open. */
  readonly troubled: number;
  /** Sites of which alarms or proofs are lacking. */
  readonly lacking: number;
}

export interface Folded {
  readonly single: readonly SiteMark[];
  readonly clusters: readonly ClusterMark[];
}

/** From this zoom on every site stands by itself. */
export const foldBelowZoom = 14;
/** Sites nearer to each other than so many pixels are one mark. */
const foldPx = 30;

/**
 * Each site in the order of their ids takes those near it that nobody has taken. The site `keepId`, which is selected,
 * stays by itself. Incidents and units are never folded.
 */
export function foldSites(sites: readonly SiteMark[], zoom: number, keepId: string | null): Folded {
  if (zoom >= foldBelowZoom) return { single: sites, clusters: [] };
  const free = new Map<string, Spot[]>();
  const spots = sites
    .filter(({ siteId }) => siteId !== keepId)
    .map((mark): Spot => {
      const [x, y] = worldPixels(mark.position, zoom);
      return { mark, x, y, taken: false };
    })
    .toSorted((a, b) => (a.mark.siteId < b.mark.siteId ? -1 : 1));
  for (const spot of spots) {
    const cell = cellOf(spot.x, spot.y);
    const there = free.get(cell);
    if (there) there.push(spot);
    else free.set(cell, [spot]);
  }
  const alone = new Set<SiteMark>();
  const clusters: ClusterMark[] = [];
  for (const spot of spots) {
    if (spot.taken) continue;
    const near = around(spot).flatMap((cell) => free.get(cell) ?? []);
    const members = near.filter(({ taken, x, y }) => !taken && Math.hypot(x - spot.x, y - spot.y) <= foldPx);
    for (const member of members) member.taken = true;
    if (members.length === 1) alone.add(spot.mark);
    else clusters.push(clusterOf(members.map(({ mark }) => mark)));
  }
  return { single: sites.filter((mark) => alone.has(mark) || mark.siteId === keepId), clusters };
}

interface Spot {
  readonly mark: SiteMark;
  readonly x: number;
  readonly y: number;
  taken: boolean;
}

function cellOf(x: number, y: number): string {
  return `${Math.floor(x / foldPx)} ${Math.floor(y / foldPx)}`;
}

function around({ x, y }: Spot): string[] {
  const steps = [-foldPx, 0, foldPx];
  return steps.flatMap((dx) => steps.map((dy) => cellOf(x + dx, y + dy)));
}

function clusterOf(marks: readonly SiteMark[]): ClusterMark {
  const count = (is: (mark: SiteMark) => boolean) => marks.filter(is).length;
  const mean = (of: 0 | 1) => marks.reduce((sum, { position }) => sum + position[of], 0) / marks.length;
  return {
    clusterId: marks.map(({ siteId }) => siteId).toSorted()[0]!,
    position: [mean(0), mean(1)],
    bounds: boundsOf(marks.map(({ position }) => position))!,
    sites: marks.length,
    cameras: marks.reduce((sum, { cameras }) => sum + cameras, 0),
    troubled: marks.reduce((sum, { troubled }) => sum + troubled, 0),
    dark: count(({ presence }) => presence === 'dark'),
    lacking: count(({ lacks }) => lacks.length > 0),
  };
}
