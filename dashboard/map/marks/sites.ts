// Sites as the map marks them. Pure: what is drawn, not how.
import type { Site } from '@haixi/proto/live/picture';
import { siteIcon, type SiteIcon } from '../icons/names';

export interface SiteMark {
  readonly siteId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly position: [lon: number, lat: number];
  readonly icon: SiteIcon;
  readonly presence: Site['presence'];
}

/** Dark ones last, so that they lie on top of a neighbour that is well. */
export function siteMarks(sites: Readonly<Record<string, Site>>): SiteMark[] {
  return Object.values(sites)
    .map((site): SiteMark => ({
      siteId: site.siteId,
      name: site.name,
      nameEn: site.nameEn,
      position: [site.position.lon, site.position.lat],
      icon: siteIcon(site),
      presence: site.presence,
    }))
    .toSorted((a, b) => Number(a.presence === 'dark') - Number(b.presence === 'dark'));
}
