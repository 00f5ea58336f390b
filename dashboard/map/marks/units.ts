// Units as the map marks them: where each goes, what it does, and the age of its position. Pure: what is drawn, not how.
import { isActive } from '@haixi/proto/incident/moves';
import { type Picture, positionOldAfterMs, type UnitPosition } from '@haixi/proto/live/picture';
import { type Task, tasks, unitIcon, type UnitIcon } from '../icons/names';

export interface UnitMark {
  readonly unitId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly position: [lon: number, lat: number];
  /** Clockwise from north; null where it stands, is off duty, or nobody knows any more. */
  readonly headingDeg: number | null;
  readonly icon: UnitIcon;
  readonly onDuty: boolean;
  /** How far it is with what it was sent to; null while it is free. */
  readonly task: Task | null;
  /** Age of the position in ms; null while it is fresh. */
  readonly oldByMs: number | null;
}

/** Units with a known position, those on duty last and so on top. `nowMs` is the server's clock. */
export function unitMarks(
  { units, incidents }: Pick<Picture, 'units' | 'incidents'>,
  positions: readonly UnitPosition[],
  nowMs: number,
): UnitMark[] {
  const bound = boundTo(incidents);
  return positions
    .flatMap(({ unitId, position, headingDeg, atMs }): UnitMark[] => {
      const unit = units[unitId];
      if (!unit) return [];
      const ageMs = nowMs - atMs;
      const isOld = ageMs > positionOldAfterMs;
      return [
        {
          unitId,
          name: unit.name,
          nameEn: unit.nameEn,
          position: [position.lon, position.lat],
          headingDeg: isOld || !unit.onDuty ? null : headingDeg,
          icon: unitIcon(unit),
          onDuty: unit.onDuty,
          task: bound.get(unitId) ?? null,
          oldByMs: isOld ? ageMs : null,
        },
      ];
    })
    .toSorted((a, b) => Number(a.onDuty) - Number(b.onDuty));
}

/** What each bound unit does; of one that is bound twice, what it is furthest on with. */
function boundTo(incidents: Picture['incidents']): ReadonlyMap<string, Task> {
  const bound = new Map<string, Task>();
  for (const { assignments } of Object.values(incidents))
    for (const assignment of assignments) {
      const task = tasks.find((each) => each === assignment.state);
      if (!task || !isActive(assignment)) continue;
      const before = bound.get(assignment.unitId);
      if (!before || tasks.indexOf(task) > tasks.indexOf(before)) bound.set(assignment.unitId, task);
    }
  return bound;
}
