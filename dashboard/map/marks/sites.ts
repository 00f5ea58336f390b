// Sites as the map marks them, and what is lacking of each. Pure: what is drawn, not how.
import type { Site } from '@haixi/proto/live/picture';
import { type Lack, lacksOf } from '../../store/site-lack';
import { siteIcon, type SiteIcon } from '../icons/names';

export interface SiteMark {
  readonly siteId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly position: [lon: number, lat: number];
  readonly icon: SiteIcon;
  readonly presence: Site['presence'];
  /** The worst first; the first one has its sign beside the site. */
  readonly lacks: readonly Lack[];
  /** On which side of the site that sign stands. */
  readonly lackSide: LackSide;
  /** How many cameras it has, and how many of them have a trouble that is open. */
  readonly cameras: number;
  readonly troubled: number;
}

export type LackSide = 'below' | 'left' | 'right';

/** Those that want looking at last, so that they lie on top of a neighbour that is well. */
export function siteMarks(sites: Readonly<Record<string, Site>>): SiteMark[] {
  return Object.values(sites)
    .map((site): SiteMark => ({
      siteId: site.siteId,
      name: site.name,
      nameEn: site.nameEn,
      position: [site.position.lon, site.position.lat],
      icon: siteIcon(site),
      presence: site.presence,
      lacks: lacksOf(site),
      lackSide: freeSide(site),
      cameras: site.sources.filter(({ type }) => type === 'camera').length,
      troubled: new Set(site.troubles.map(({ sourceId }) => sourceId)).size,
    }))
    .toSorted((a, b) => urgency(a) - urgency(b));
}

function urgency({ presence, lacks }: SiteMark): number {
  return lacks.length > 0 ? 2 : Number(presence === 'dark');
}

const sides: readonly { readonly side: LackSide; readonly bearingDeg: number }[] = [
  { side: 'below', bearingDeg: 180 },
  { side: 'left', bearingDeg: 270 },
  { side: 'right', bearingDeg: 90 },
];

/** The side that is furthest from where the site's cameras stand out. Above it stand the pins of incidents. */
function freeSide({ sources }: Site): LackSide {
  const headings = sources.flatMap(({ camera }) => (camera === null ? [] : [camera.headingDeg]));
  const room = (bearingDeg: number) => Math.min(180, ...headings.map((each) => between(each, bearingDeg)));
  return sides.toSorted((a, b) => room(b.bearingDeg) - room(a.bearingDeg))[0]!.side;
}

/** The angle between two bearings, 0 … 180. */
function between(a: number, b: number): number {
  return Math.abs(((a - b + 540) % 360) - 180);
}
