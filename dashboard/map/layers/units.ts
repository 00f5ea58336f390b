// Units by kind; one whose position is old is dim, one off duty is hollow.
import { IconLayer } from '@deck.gl/layers';
import { type Atlas, iconMapping } from '../icons/atlas';
import type { UnitMark } from '../marks/units';
import { siteSizePx } from './sites';

/** A little larger than a site: a unit is what one looks for. */
export function unitSizePx(zoom: number): number {
  return siteSizePx(zoom) + 3;
}

export function unitsLayer(marks: readonly UnitMark[], atlas: Atlas, zoom: number): IconLayer<UnitMark> {
  return new IconLayer<UnitMark>({
    id: 'units',
    data: marks,
    iconAtlas: atlas,
    iconMapping,
    getIcon: ({ icon }) => icon,
    getPosition: ({ position }) => position,
    getColor: ({ oldByMs }) => [255, 255, 255, oldByMs === null ? 255 : 120],
    getSize: 1,
    sizeScale: unitSizePx(zoom),
    pickable: true,
  });
}
