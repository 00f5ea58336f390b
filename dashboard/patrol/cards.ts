// Which assignments the tablet shows, and which have left and must be told of: recalled, released, closed. Pure (T2).
import type { Assignment, Incident } from '@haixi/proto/incident/incident';
import { isActive } from '@haixi/proto/incident/moves';
import type { Picture } from '@haixi/proto/live/picture';
import type { AssignmentState } from '@haixi/proto/vocabulary';

export interface Card {
  readonly incident: Incident;
  readonly assignment: Assignment;
}

/** An assignment that ended without the officer's doing, until they have read so. */
export interface Farewell {
  readonly assignmentId: string;
  readonly siteId: string | null;
  readonly address: string;
  readonly why: 'recalled' | 'released' | 'closed';
}

/** What the tablet remembers over a reload: the cards it last showed, and the farewells not yet read. */
export interface CardBook {
  readonly known: readonly (Omit<Farewell, 'why'> & { readonly state: AssignmentState })[];
  readonly farewells: readonly Farewell[];
}

export const emptyBook: CardBook = { known: [], farewells: [] };

/** The active assignments of these units. They do not change places when one is signed: a thumb may be on its way. */
export function cardsOf(picture: Picture, unitIds: readonly string[]): Card[] {
  return allOf(picture, unitIds)
    .filter(({ assignment }) => isActive(assignment))
    .toSorted(
      (a, b) =>
        Number(a.assignment.state === 'fedBack') - Number(b.assignment.state === 'fedBack') ||
        a.incident.priority - b.incident.priority ||
        (a.assignment.atMs.sent ?? 0) - (b.assignment.atMs.sent ?? 0) ||
        a.assignment.assignmentId.localeCompare(b.assignment.assignmentId),
    );
}

/** The book after this picture: a card that has left unbidden becomes a farewell; one fed back had nothing left to do. */
export function turnPage(book: CardBook, picture: Picture, unitIds: readonly string[]): CardBook {
  const states = new Map(
    allOf(picture, unitIds).map(({ assignment }) => [assignment.assignmentId, assignment.state]),
  );
  const known = cardsOf(picture, unitIds).map(({ incident, assignment }) => ({
    assignmentId: assignment.assignmentId,
    siteId: incident.siteId,
    address: incident.address,
    state: assignment.state,
  }));
  const still = new Set(known.map(({ assignmentId }) => assignmentId));
  const left = book.known.flatMap(({ assignmentId, siteId, address, state }): Farewell[] => {
    const now = states.get(assignmentId) ?? 'closed';
    if (still.has(assignmentId) || state === 'fedBack') return [];
    return now === 'recalled' || now === 'released' || now === 'closed'
      ? [{ assignmentId, siteId, address, why: now }]
      : [];
  });
  return { known, farewells: [...book.farewells, ...left] };
}

/** Open calls for help of other units, so that a colleague in need nearby is seen. */
export function colleaguesInNeed(picture: Picture, unitIds: readonly string[]): Incident[] {
  return sosIncidents(picture).filter((incident) => !isOf(incident, unitIds));
}

/** The open call for help of one of these units. */
export function ownSos(picture: Picture, unitIds: readonly string[]): Incident | null {
  return sosIncidents(picture).find((incident) => isOf(incident, unitIds)) ?? null;
}

/** The unit that is in need. */
export function unitInNeed(incident: Incident): string | null {
  return incident.alarms[0]?.unitId ?? null;
}

function allOf(picture: Picture, unitIds: readonly string[]): Card[] {
  return Object.values(picture.incidents).flatMap((incident) =>
    incident.assignments
      .filter((assignment) => unitIds.includes(assignment.unitId))
      .map((assignment) => ({ incident, assignment })),
  );
}

function sosIncidents(picture: Picture): Incident[] {
  return Object.values(picture.incidents)
    .filter((incident) => incident.origin === 'sos')
    .toSorted((a, b) => b.lastAlarmAtMs - a.lastAlarmAtMs);
}

function isOf(incident: Incident, unitIds: readonly string[]): boolean {
  const unitId = unitInNeed(incident);
  return unitId !== null && unitIds.includes(unitId);
}
