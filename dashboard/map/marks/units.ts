// Units as the map marks them, with the age of their position. Pure: what is drawn, not how.
import { positionOldAfterMs, type Unit, type UnitPosition } from '@haixi/proto/live/picture';
import { unitIcon, type UnitIcon } from '../icons/names';

export interface UnitMark {
  readonly unitId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly position: [lon: number, lat: number];
  readonly icon: UnitIcon;
  readonly onDuty: boolean;
  /** Age of the position in ms; null while it is fresh. */
  readonly oldByMs: number | null;
}

/** Units with a known position, those on duty last and so on top. `nowMs` is the server's clock. */
export function unitMarks(
  units: Readonly<Record<string, Unit>>,
  positions: readonly UnitPosition[],
  nowMs: number,
): UnitMark[] {
  return positions
    .flatMap(({ unitId, position, atMs }): UnitMark[] => {
      const unit = units[unitId];
      if (!unit) return [];
      const ageMs = nowMs - atMs;
      return [
        {
          unitId,
          name: unit.name,
          nameEn: unit.nameEn,
          position: [position.lon, position.lat],
          icon: unitIcon(unit),
          onDuty: unit.onDuty,
          oldByMs: ageMs > positionOldAfterMs ? ageMs : null,
        },
      ];
    })
    .toSorted((a, b) => Number(a.onDuty) - Number(b.onDuty));
}
