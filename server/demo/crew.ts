// Who acts in the demo beside its visitors: the operators of the shift on duty, and a colleague for each unit (pure).
import type { Role } from '@haixi/proto/vocabulary';
import { demoUnits, linkedPeople } from './district.js';
import { shiftPeople, shifts } from './shifts.js';

/** Units whose own people have a link, or none at all, get somebody who answers while nobody else does. */
const partners = [
  { unitId: 'unit-01', personId: 'po-jin', name: '金涛', role: 'officer' },
  { unitId: 'unit-02', personId: 'po-yu', name: '余琳', role: 'officer' },
  { unitId: 'unit-03', personId: 'po-shi', name: '石建新', role: 'officer' },
  { unitId: 'unit-04', personId: 'ga-zhong', name: '钟秀兰', role: 'assistant' },
  { unitId: 'unit-05', personId: 'po-wei', name: '魏强', role: 'officer' },
] as const satisfies readonly { unitId: string; personId: string; name: string; role: Role }[];

/** People beside the district's own; only a demo that somebody starts has them. */
export const demoPartners: readonly {
  readonly unitId: string;
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
}[] = partners;

export interface Crew {
  readonly operators: readonly string[];
  /** The person who speaks for a unit, by its id. */
  readonly units: ReadonlyMap<string, string>;
}

const hourMs = 3_600_000;
/** Ningde's clock: UTC+8 all year. */
const aheadMs = 8 * hourMs;

/** Who is on duty at a moment, epoch ms: one of three shifts by the hour. The first shift is the visitors' own. */
export function crewAt(nowMs: number): Crew {
  const hour = Math.floor((nowMs + aheadMs) / hourMs) % 24;
  const shift = shifts[hour < 8 ? '丁班' : hour < 16 ? '乙班' : '丙班'];
  const onShift = shift.map(({ personId }) => personId);
  const linked = linkedPeople.map(({ personId }) => personId);
  const units = demoUnits.flatMap(({ unitId, personIds, onDuty }) => {
    if (!onDuty) return [];
    const own = personIds.filter((personId) => !linked.includes(personId));
    const partner = partners.find((one) => one.unitId === unitId)?.personId;
    const personId = own.find((each) => onShift.includes(each)) ?? own[0] ?? partner;
    return personId === undefined ? [] : [[unitId, personId] as const];
  });
  return { operators: operatorsOf(shift), units: new Map(units) };
}

/** Every operator of every shift but those who have a link. */
export const allOperators: readonly string[] = operatorsOf(shiftPeople);

function operatorsOf(people: readonly { personId: string; role: Role }[]): string[] {
  return people.filter(({ role }) => role === 'operator').map(({ personId }) => personId);
}
