// Open incidents as the map marks them, and the units on their way to each. Pure: what is drawn, not how.
import { isActive } from '@haixi/proto/incident/moves';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Picture, UnitPosition } from '@haixi/proto/live/picture';
import type { AlarmKind, AssignmentState, Priority } from '@haixi/proto/vocabulary';
import { nameIn } from '../../i18n/languages';
import { incidentIcon, type IncidentIcon } from '../icons/names';

export interface IncidentMark {
  readonly incidentId: string;
  readonly siteId: string | null;
  readonly position: [lon: number, lat: number];
  readonly icon: IncidentIcon;
  readonly priority: Priority;
  readonly kind: AlarmKind;
  /** Name of the site or of the officer in need, or the address where there is none. */
  readonly where: string;
  readonly whereEn: string;
  /** Nobody has received it, or one of its clocks has run out: it pulses. */
  readonly calls: boolean;
  /** Its place among the incidents of one spot: pixels to the right. */
  readonly shiftPx: number;
}

export interface WayMark {
  readonly unitId: string;
  readonly incidentId: string;
  readonly from: [lon: number, lat: number];
  readonly to: [lon: number, lat: number];
  readonly state: AssignmentState;
}

/** How far apart the marks of several incidents on one spot stand, in pixels. */
const neighbourPx = 48;

/** Open incidents with a place, the most urgent last and so on top, and how many have none. */
export function incidentMarks(
  incidents: Picture['incidents'],
  sites: Picture['sites'],
  units: Picture['units'],
  positions: readonly UnitPosition[],
): { marks: IncidentMark[]; unplaced: number } {
  const all = Object.values(incidents);
  const placed = all.flatMap((incident): IncidentMark[] => {
    const position = positionOf(incident, sites, positions);
    return position ? [markOf(incident, sites, units, position)] : [];
  });
  const spots = Map.groupBy(placed, spotOf);
  const marks = [...spots.values()].flatMap((spot) =>
    spot
      .toSorted((a, b) => a.priority - b.priority)
      .map((mark, n) => ({ ...mark, shiftPx: (n - (spot.length - 1) / 2) * neighbourPx })),
  );
  return {
    marks: marks.toSorted((a, b) => b.priority - a.priority || Number(a.calls) - Number(b.calls)),
    unplaced: all.length - placed.length,
  };
}

/** The same for all incidents of one spot, to about a metre. */
export function spotOf({ position: [lon, lat] }: Pick<IncidentMark, 'position'>): string {
  return `${lon.toFixed(5)} ${lat.toFixed(5)}`;
}

/** A way from every unit that is bound by an incident and has not arrived, to that incident. */
export function wayMarks(
  incidents: Picture['incidents'],
  marks: readonly IncidentMark[],
  positions: readonly UnitPosition[],
): WayMark[] {
  return marks.flatMap(({ incidentId, position }) =>
    (incidents[incidentId]?.assignments ?? []).filter(isActive).flatMap(({ unitId, state }): WayMark[] => {
      const at = positions.find((each) => each.unitId === unitId)?.position;
      return at ? [{ unitId, incidentId, from: [at.lon, at.lat], to: position, state }] : [];
    }),
  );
}

function markOf(
  incident: Incident,
  sites: Picture['sites'],
  units: Picture['units'],
  position: [number, number],
): IncidentMark {
  // A call for help carries the unit's name as its address, in one language only.
  const unitId = incident.origin === 'sos' ? (incident.alarms[0]?.unitId ?? null) : null;
  const at = incident.siteId === null ? units[unitId ?? ''] : sites[incident.siteId];
  return {
    incidentId: incident.incidentId,
    siteId: incident.siteId,
    position,
    icon: incidentIcon(incident),
    priority: incident.priority,
    kind: incident.kind,
    where: at?.name ?? incident.address,
    whereEn: at ? nameIn('en', at) : incident.address,
    calls: incident.stage === 'reported' || incident.overdue.length > 0,
    shiftPx: 0,
  };
}

/** Its own position, else its site's; an officer in need is where the unit is now. */
function positionOf(
  { position, siteId, origin, alarms }: Incident,
  sites: Picture['sites'],
  positions: readonly UnitPosition[],
): [number, number] | null {
  const unitId = origin === 'sos' ? alarms[0]?.unitId : null;
  const unit = positions.find((each) => each.unitId === unitId)?.position;
  const at = unit ?? position ?? (siteId === null ? null : (sites[siteId]?.position ?? null));
  return at ? [at.lon, at.lat] : null;
}
