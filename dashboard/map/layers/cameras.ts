// Cameras: faint wedges of what each sees, stronger for those one is at, and a small icon at the wedge's beginning.
import { IconLayer, PolygonLayer } from '@deck.gl/layers';
import { type Atlas, iconMapping } from '../icons/atlas';
import type { CameraMark } from '../marks/cameras';
import { type Ground, rgba } from '../palette';
import { changedRows } from './rows';
import { siteSizePx } from './sites';

/** From further away the wedges are specks, and the icons lie on their sites: only what is chosen is drawn. */
export const wedgesFrom = 14.6;
const iconsFrom = 15;

export function cameraSizePx(zoom: number): number {
  return Math.min(24, Math.max(16, 16 + (zoom - 15) * 4));
}

/** `strong`: whether this camera is one that is selected, or stands at what is. */
export function wedgesLayer(
  marks: readonly CameraMark[],
  strong: (mark: CameraMark) => boolean,
  zoom: number,
  on: Ground,
): PolygonLayer<CameraMark> {
  const data = zoom >= wedgesFrom ? marks : marks.filter(strong);
  return new PolygonLayer<CameraMark>({
    id: 'camera-fields',
    data,
    _dataDiff: (now, before) => changedRows(now as CameraMark[], before as CameraMark[]),
    getPolygon: ({ wedge }) => wedge,
    getFillColor: (mark) => rgba(on.field[mark.icon], strong(mark) ? 76 : 20),
    getLineColor: (mark) => rgba(on.field[mark.icon], strong(mark) ? 230 : 70),
    getLineWidth: 1.2,
    lineWidthUnits: 'pixels',
    updateTriggers: { getFillColor: [strong, on], getLineColor: [strong, on] },
  });
}

/** Each a little way into its own wedge, so that it lies neither on its site nor on its neighbour. */
export function camerasLayer(
  marks: readonly CameraMark[],
  atlas: Atlas,
  zoom: number,
): IconLayer<CameraMark> {
  const outPx = (siteSizePx(zoom) + cameraSizePx(zoom)) / 2 + 2;
  return new IconLayer<CameraMark>({
    id: 'cameras',
    data: zoom >= iconsFrom ? marks : [],
    _dataDiff: (now, before) => changedRows(now as CameraMark[], before as CameraMark[]),
    iconAtlas: atlas,
    iconMapping,
    getIcon: ({ icon }) => icon,
    getPosition: ({ position }) => position,
    getPixelOffset: ({ headingDeg }) => {
      const heading = (headingDeg * Math.PI) / 180;
      return [Math.sin(heading) * outPx, -Math.cos(heading) * outPx];
    },
    getSize: 1,
    sizeScale: cameraSizePx(zoom),
    updateTriggers: { getPixelOffset: outPx },
    pickable: true,
  });
}
