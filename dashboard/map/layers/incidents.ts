// Open incidents: a pin with shape and number by priority, a ring round its spot, ways of units.
import { IconLayer, LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { AssignmentState, Priority } from '@haixi/proto/vocabulary';
import { type Atlas, iconMapping } from '../icons/atlas';
import type { IncidentMark, WayMark } from '../marks/incidents';
import { type Ground, rgba } from '../palette';
import { pulsePx } from './pulse';

/** Size of a pin in pixels: the urgent one is the largest thing on the map. */
export const pinPx: Readonly<Record<Priority, number>> = { 1: 52, 2: 46, 3: 40, 4: 34 };

export function pinsLayer(
  marks: readonly IncidentMark[],
  atlas: Atlas,
  selectedId: string | null,
): IconLayer<IncidentMark> {
  return new IconLayer<IncidentMark>({
    id: 'incidents',
    data: marks,
    iconAtlas: atlas,
    iconMapping,
    getIcon: ({ icon }) => icon,
    getPosition: ({ position }) => position,
    getPixelOffset: ({ shiftPx }) => [shiftPx, -4],
    getSize: ({ incidentId, priority }) => pinPx[priority] * (incidentId === selectedId ? 1.18 : 1),
    updateTriggers: { getSize: selectedId },
    pickable: true,
  });
}

/** Still rings: every incident's spot, and one round the selected. */
export function ringsLayer(
  marks: readonly IncidentMark[],
  selectedId: string | null,
  on: Ground,
): ScatterplotLayer<IncidentMark> {
  return new ScatterplotLayer<IncidentMark>({
    id: 'incident-rings',
    data: marks,
    getPosition: ({ position }) => position,
    getRadius: ({ priority, incidentId }) => pulsePx[priority] * (incidentId === selectedId ? 0.5 : 0.34),
    radiusUnits: 'pixels',
    stroked: true,
    filled: true,
    getFillColor: ({ priority, calls }) => rgba(on.ring[priority], calls ? 90 : 36),
    getLineColor: ({ priority, incidentId }) =>
      incidentId === selectedId ? rgba(on.selected) : rgba(on.ring[priority], 220),
    getLineWidth: ({ incidentId }) => (incidentId === selectedId ? 3 : 1.8),
    lineWidthUnits: 'pixels',
    updateTriggers: {
      getRadius: selectedId,
      getLineColor: [selectedId, on],
      getFillColor: on,
      getLineWidth: selectedId,
    },
  });
}

/** From each bound unit to its incident: faint until signed, strong on the way. */
export function waysLayer(ways: readonly WayMark[], on: Ground): LineLayer<WayMark> {
  return new LineLayer<WayMark>({
    id: 'ways',
    data: ways,
    getSourcePosition: ({ from }) => from,
    getTargetPosition: ({ to }) => to,
    getColor: ({ state }) => rgba(on.way, wayAlpha(state)),
    updateTriggers: { getColor: on },
    getWidth: ({ state }) => (state === 'sent' ? 1.6 : 3),
    widthUnits: 'pixels',
  });
}

function wayAlpha(state: AssignmentState): number {
  if (state === 'sent') return 130;
  return state === 'signed' || state === 'setOut' ? 235 : 90;
}
