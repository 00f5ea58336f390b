// What the small map draws below its handles: the plan, how sure the position is, what the camera sees, the outline.
import { PathLayer, PolygonLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { Position } from '@haixi/proto/basics';
import type { CameraPlace } from '@haixi/proto/live/picture';
import { wedgeOf } from '../marks/cameras';
import { circleOf } from '../outline';
import { grounds, rgba } from '../palette';

const own = '#3d8bfd';
const planned = '#e6a23c';

type Ring = [number, number][];

/** Where it was planned to be, and as far as it may be from there. */
export function planLayers(plan: { position: Position; withinM: number } | null) {
  if (plan === null) return [];
  return [
    ring('plan', circleOf(plan.position, plan.withinM), planned, 24),
    spots('plan-middle', [[plan.position.lon, plan.position.lat]], planned, 4),
  ];
}

/** How sure the phone is of its position. */
export function accuracyLayers(position: Position | null, accuracyM: number | null) {
  if (position === null || accuracyM === null || accuracyM <= 0) return [];
  return [ring('accuracy', circleOf(position, accuracyM), own, 20)];
}

export function lookLayers(look: CameraPlace | null) {
  return look === null ? [] : [ring('look', wedgeOf(look), '#8fb8d8', 70)];
}

/** The outline that is being drawn: a line while it is no surface yet. */
export function outlineLayers(outline: Ring) {
  if (outline.length < 2) return [];
  if (outline.length > 2) return [ring('outline', outline, own, 40)];
  return [
    new PathLayer<Ring>({
      id: 'outline-line',
      data: [outline],
      getPath: (path) => path,
      getColor: rgba(own),
      getWidth: 2,
      widthUnits: 'pixels',
    }),
  ];
}

/** What else stands there, faint. */
export function othersLayers(others: readonly Position[]) {
  const places = others.map(({ lon, lat }): [number, number] => [lon, lat]);
  return places.length === 0 ? [] : [spots('others', places, grounds.night.labelDim, 4)];
}

function ring(id: string, data: Ring, hex: string, fill: number) {
  return new PolygonLayer<Ring>({
    id: `pick-${id}`,
    data: [data],
    getPolygon: (points) => points,
    getFillColor: rgba(hex, fill),
    getLineColor: rgba(hex, 230),
    getLineWidth: 2,
    lineWidthUnits: 'pixels',
  });
}

function spots(id: string, data: [number, number][], hex: string, radiusPx: number) {
  return new ScatterplotLayer<[number, number]>({
    id: `pick-${id}`,
    data,
    getPosition: (place) => place,
    getRadius: radiusPx,
    radiusUnits: 'pixels',
    getFillColor: rgba(hex, 200),
  });
}
