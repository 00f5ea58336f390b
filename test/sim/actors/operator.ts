// An operator at a screen: what to do next out of the picture that is shown there, legal by it, and now and then not.
import type { CommandName } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive, legalMoves, mayTakeIn } from '@haixi/proto/incident/moves';
import type { Picture } from '@haixi/proto/live/picture';
import { evidenceSchema, outcomes, stages } from '@haixi/proto/vocabulary';
import type { Intent } from '@haixi/dashboard/api/send';
import type { Chance } from '../engine/chance';

/** A command as a screen gives it: its sender adds key and time. */
export type Wanted = { [N in CommandName]: { readonly name: N; readonly intent: Intent<N> } }[CommandName];

/** So often an operator does what the picture does not allow, as a wrong program would. */
const wrongChance = 0.08;

/** What this operator does now, or null where there is nothing to do. */
export function nextCommand(picture: Picture, chance: Chance): Wanted | null {
  const incidents = Object.values(picture.incidents);
  const lost = Object.values(picture.sites).flatMap(({ siteId, gaps }) =>
    gaps
      .filter((gap) => gap.lostAtMs !== null || chance.chance(0.02))
      .map(({ gapId }) => ({ siteId, gapId })),
  );
  if (lost.length > 0 && chance.chance(0.5))
    return { name: 'gap.acknowledge', intent: { ...chance.pick(lost), note: '问过店主' } };
  if (incidents.length === 0 || chance.chance(0.06))
    return chance.chance(0.3) ? opened(picture, chance) : null;
  const incident = chance.pick(incidents);
  const wanted = moved(picture, incident, chance);
  return wanted && chance.chance(wrongChance) ? wrong(wanted, chance) : wanted;
}

function moved(picture: Picture, incident: Incident, chance: Chance): Wanted | null {
  const { incidentId, stage: expects } = incident;
  const moves = legalMoves(incident);
  const steps = incident.assignments.flatMap(({ assignmentId, state }) =>
    (moves.assignments[assignmentId] ?? [])
      .filter((move) => move === 'release' || move === 'recall')
      .map((move) => ({ assignmentId, state, move })),
  );
  if (steps.length > 0 && chance.chance(0.15)) {
    const { assignmentId, state, move } = chance.pick(steps);
    return { name: `assignment.${move}`, intent: { incidentId, assignmentId, expects: state } };
  }
  const bound = incident.assignments.filter(isActive);
  if (bound.length > 0 && chance.chance(0.05)) {
    const { assignmentId } = chance.pick(bound);
    return { name: 'assignment.tell', intent: { incidentId, assignmentId, text: '走东门' } };
  }
  const move = chance.pick(moves.incident);
  switch (move) {
    case 'receive':
    case 'takeOver':
      return { name: `incident.${move}`, intent: { incidentId, expects } };
    case 'rate':
      return {
        name: 'incident.rate',
        intent: { incidentId, expects, level: 3, evidence: chance.pick(evidenceSchema.options) },
      };
    case 'note':
      return { name: 'incident.note', intent: { incidentId, text: `记录 ${chance.int(1_000)}` } };
    case 'send': {
      const units = Object.values(picture.units).filter((unit) => unit.onDuty);
      if (units.length === 0) return null;
      // Mostly those that somebody speaks for, so that steps follow.
      const spoken = units.filter((unit) => unit.personIds.length > 0);
      const from = spoken.length > 0 && chance.chance(0.8) ? spoken : units;
      return { name: 'incident.send', intent: { incidentId, expects, unitId: chance.pick(from).unitId } };
    }
    case 'merge': {
      const into = Object.values(picture.incidents).filter(
        (other) => other.incidentId !== incidentId && mayTakeIn(other),
      );
      if (into.length === 0 || chance.chance(0.7)) return null;
      const { incidentId: intoId } = chance.pick(into);
      return { name: 'incident.merge', intent: { incidentId, expects, intoId, reason: '同一起' } };
    }
    case 'split': {
      const alarmIds = [chance.pick(incident.alarms.slice(1)).alarmId];
      return { name: 'incident.split', intent: { incidentId, expects, alarmIds, reason: '另一起' } };
    }
    case 'transfer':
      return {
        name: 'incident.transfer',
        intent: { incidentId, expects, to: '110', handedOver: ['place', 'alarms'], reference: '', note: '' },
      };
    case 'close':
      // An incident that is closed at once has no story.
      if (chance.chance(0.5)) return null;
      return {
        name: 'incident.close',
        intent: { incidentId, expects, outcome: chance.pick(outcomes), done: '已处置', reason: '现场核实' },
      };
  }
}

function opened(picture: Picture, chance: Chance): Wanted {
  const site = chance.chance(0.5) ? chance.pick(Object.values(picture.sites)) : null;
  return {
    name: 'incident.open',
    intent: {
      areaId: site?.areaId ?? chance.pick(Object.keys(picture.areas)),
      siteId: site?.siteId ?? null,
      position: null,
      address: '电话报警',
      priority: 3,
      caller: chance.chance(0.5) ? { name: '某某', phone: '0593-0000000' } : null,
    },
  };
}

/** The same command with something that is not so. */
function wrong(wanted: Wanted, chance: Chance): Wanted {
  const { intent } = wanted;
  if ('expects' in intent && wanted.name.startsWith('incident.'))
    return { ...wanted, intent: { ...intent, expects: chance.pick(stages) } } as Wanted;
  if ('incidentId' in intent) return { ...wanted, intent: { ...intent, incidentId: 'nowhere' } } as Wanted;
  return wanted;
}
