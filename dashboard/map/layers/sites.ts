// Sites by type and presence, and the frame round the selected one.
import { IconLayer, ScatterplotLayer } from '@deck.gl/layers';
import { type Atlas, iconMapping } from '../icons/atlas';
import type { SiteMark } from '../marks/sites';
import { type Ground, rgba } from '../palette';

/** Smaller from far away, so that a district full of sites stays readable. */
export function siteSizePx(zoom: number): number {
  return Math.min(30, Math.max(15, 15 + (zoom - 13.5) * 6));
}

export function sitesLayer(marks: readonly SiteMark[], atlas: Atlas, zoom: number): IconLayer<SiteMark> {
  return new IconLayer<SiteMark>({
    id: 'sites',
    data: marks,
    iconAtlas: atlas,
    iconMapping,
    getIcon: ({ icon }) => icon,
    getPosition: ({ position }) => position,
    getSize: 1,
    sizeScale: siteSizePx(zoom),
    pickable: true,
  });
}

export function selectedSiteLayer(
  mark: SiteMark | undefined,
  zoom: number,
  on: Ground,
): ScatterplotLayer<SiteMark> {
  return new ScatterplotLayer<SiteMark>({
    id: 'selected-site',
    data: mark ? [mark] : [],
    getPosition: ({ position }) => position,
    getRadius: 1,
    radiusUnits: 'pixels',
    radiusScale: siteSizePx(zoom) * 0.82,
    filled: true,
    stroked: true,
    getFillColor: rgba(on.selected, 30),
    getLineColor: rgba(on.selected),
    lineWidthUnits: 'pixels',
    getLineWidth: 2.5,
  });
}
