// What is lacking of a site as a sign beside it: a long hexagon with how many alarms; it lies under every alarm's mark.
import { IconLayer, TextLayer } from '@deck.gl/layers';
import { lackLooks, lackWide } from '../../store/lack-shape';
import { countIn } from '../../store/site-lack';
import { type Atlas, iconMapping } from '../icons/atlas';
import { lackIcon } from '../icons/names';
import type { SiteMark } from '../marks/sites';
import { rgba } from '../palette';
import type { Obstacle } from './declutter';
import { siteSizePx } from './sites';
import { textLook } from './text';

/** Half of what the sign takes, upwards and to its sides. */
const halfPx = { high: 10, wide: lackWide / 2 };

export function lackLayers(
  marks: readonly SiteMark[],
  atlas: Atlas,
  zoom: number,
): (IconLayer<SiteMark> | TextLayer<SiteMark>)[] {
  const data = marks.filter(({ lacks }) => lacks.length > 0);
  const counted = data.filter(({ lacks }) => countIn(lacks[0]!) !== '');
  const signs = new IconLayer<SiteMark>({
    id: 'lacks',
    data,
    iconAtlas: atlas,
    iconMapping,
    getIcon: ({ lacks }) => lackIcon(lacks[0]!.lack),
    getPosition: ({ position }) => position,
    getPixelOffset: (mark) => lackOffset(mark, zoom),
    getSize: lackWide,
    updateTriggers: { getPixelOffset: zoom },
    pickable: true,
  });
  // A layer without words would make an empty texture.
  if (counted.length === 0) return [signs];
  const counts = new TextLayer<SiteMark>({
    ...textLook,
    id: 'lack-counts',
    data: counted,
    fontWeight: 700,
    outlineWidth: 0,
    getText: ({ lacks }) => countIn(lacks[0]!),
    getPosition: ({ position }) => position,
    getSize: 13.5,
    getColor: ({ lacks }) => rgba(lackLooks[lacks[0]!.lack].ink),
    getPixelOffset: (mark) => lackOffset(mark, zoom),
    getTextAnchor: 'middle',
    getAlignmentBaseline: 'center',
    updateTriggers: { getPixelOffset: zoom },
  });
  return [signs, counts];
}

/** Where labels rather don't stand. */
export function lackObstacles(marks: readonly SiteMark[], zoom: number): Obstacle[] {
  return marks
    .filter(({ lacks }) => lacks.length > 0)
    .map((mark) => ({
      position: mark.position,
      halfPx: halfPx.wide,
      shift: lackOffset(mark, zoom),
      minor: true,
    }));
}

function lackOffset({ lackSide }: SiteMark, zoom: number): [x: number, y: number] {
  const site = siteSizePx(zoom) / 2;
  if (lackSide === 'below') return [0, site + halfPx.high];
  const outPx = site + halfPx.wide;
  return [lackSide === 'left' ? -outPx : outPx, 0];
}
