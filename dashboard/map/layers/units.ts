// Units by kind, with an arrow where they go and a sign of what they do; old positions are dim, off duty is hollow.
import { IconLayer } from '@deck.gl/layers';
import { type Atlas, iconMapping } from '../icons/atlas';
import { taskIcon } from '../icons/names';
import type { UnitMark } from '../marks/units';
import { siteSizePx } from './sites';

/** The arrow's picture is this much larger than the unit's, so that its head lies outside the disc. */
const headingScale = 1.75;
const taskScale = 0.62;

/** A little larger than a site: a unit is what one looks for. */
export function unitSizePx(zoom: number): number {
  return siteSizePx(zoom) + 3;
}

export function unitLayers(marks: readonly UnitMark[], atlas: Atlas, zoom: number): IconLayer<UnitMark>[] {
  const sizePx = unitSizePx(zoom);
  const look = {
    iconAtlas: atlas,
    iconMapping,
    getPosition: ({ position }: UnitMark) => position,
    getColor: ({ oldByMs }: UnitMark): [number, number, number, number] => [
      255,
      255,
      255,
      oldByMs === null ? 255 : 120,
    ],
    getSize: 1,
  };
  return [
    new IconLayer<UnitMark>({
      ...look,
      id: 'unit-headings',
      data: marks.filter(({ headingDeg }) => headingDeg !== null),
      getIcon: () => 'heading',
      sizeScale: sizePx * headingScale,
      // deck.gl turns the other way round than a compass.
      getAngle: ({ headingDeg }) => -(headingDeg ?? 0),
    }),
    new IconLayer<UnitMark>({
      ...look,
      id: 'units',
      data: marks,
      getIcon: ({ icon }) => icon,
      sizeScale: sizePx,
      pickable: true,
    }),
    new IconLayer<UnitMark>({
      ...look,
      id: 'unit-tasks',
      data: marks.filter(({ task }) => task !== null),
      getIcon: ({ task }) => taskIcon(task ?? 'sent'),
      sizeScale: Math.max(13, sizePx * taskScale),
      getPixelOffset: [sizePx * 0.42, sizePx * 0.42],
    }),
  ];
}
