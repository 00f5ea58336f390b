// Sample requests of commands: each with a key of its own, most of them about the walk's incident.
import { type CommandName, commandNames } from '@haixi/proto/commands/commands';
import type { Action } from '@haixi/proto/commands/actions';
import type { Sample } from './samples.js';
import type { Street } from './street.js';
import { here } from './walkers.js';

type Body = (street: Street) => object;

const incident: Body = ({ params }) => ({ incidentId: params['incidentId'] });
const assignment: Body = ({ params }) => ({
  incidentId: params['incidentId'],
  assignmentId: params['assignmentId'],
});
const unit: Body = () => ({ unitId: 'unit-01' });
const step = {
  hiddenBy: 'incident.read' as const,
  body: assignment,
  answers: ['200', '409 stage_gone', '409 illegal_move'],
};

interface Row {
  /** Where it is about oneself, and lies in no area. */
  readonly about?: 'own';
  readonly body: Body;
  /** The rest of its body. */
  readonly beside?: object;
  readonly answers: readonly string[];
  readonly hiddenBy?: Action;
}

const rows: Record<CommandName, Row> = {
  'incident.open': {
    body: () => ({
      areaId: here,
      siteId: null,
      position: null,
      address: '走查路',
      priority: 3,
      caller: null,
    }),
    answers: ['200'],
  },
  'incident.receive': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'reported' },
    answers: ['409 already_received'],
  },
  'incident.takeOver': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'assisting' },
    answers: ['200', '409 already_received'],
  },
  'incident.rate': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'assisting', level: 2, evidence: 'none' },
    answers: ['200'],
  },
  'incident.note': { hiddenBy: 'incident.read', body: incident, beside: { text: '走查' }, answers: ['200'] },
  'incident.send': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'assisting', unitId: 'unit-01' },
    answers: ['200', '409 unit_busy'],
  },
  'incident.merge': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'assisting', intoId: 'walk-none' },
    answers: ['404 not_found'],
  },
  'incident.split': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'assisting', alarmIds: ['walk-none'] },
    answers: ['409 not_in_incident'],
  },
  'incident.transfer': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'assisting', to: '110', handedOver: ['place'] },
    answers: ['200'],
  },
  'incident.close': {
    hiddenBy: 'incident.read',
    body: incident,
    beside: { expects: 'reported', outcome: 'test' },
    answers: ['409 stage_gone'],
  },
  'assignment.sign': { ...step, beside: { expects: 'sent' } },
  'assignment.setOut': { ...step, beside: { expects: 'signed' } },
  'assignment.arrive': { ...step, beside: { expects: 'setOut' } },
  'assignment.feedBack': { ...step, beside: { expects: 'arrived', note: '走查' } },
  'assignment.decline': { ...step, beside: { expects: 'sent', note: '走查' } },
  'assignment.release': { ...step, beside: { expects: 'sent' } },
  'assignment.recall': { ...step, beside: { expects: 'sent' } },
  'assignment.tell': { ...step, beside: { text: '走查' } },
  'assignment.mark': { ...step, beside: { mark: 'delivered', message: null } },
  'sound.check': { about: 'own', body: () => ({}), beside: { heard: true, volume: 0.5 }, answers: ['200'] },
  'gap.acknowledge': {
    hiddenBy: 'live.watch',
    body: ({ params }: Street) => ({ siteId: params['siteId'], gapId: 'walk-none' }),
    answers: ['404 not_found', '409 gap_not_lost'],
  },
  'unit.sos': { body: unit, beside: { position: null }, answers: ['200'] },
  'unit.duty': { body: unit, beside: { onDuty: true }, answers: ['200'] },
  'unit.positions': {
    body: unit,
    beside: { positions: [{ position: { lon: 119.5, lat: 26.6 }, accuracyM: null, atMs: 1 }] },
    answers: ['200'],
  },
};

export const commandSamples: Record<string, Sample> = Object.fromEntries(
  commandNames.flatMap((name) => {
    const row = rows[name];
    // A command without a line is told by the walk, like any other route.
    if (!row) return [];
    const { body, beside, ...sample } = row;
    return [
      [
        name,
        {
          about: 'thing',
          ...sample,
          body: (street, n) => ({
            key: `walk-${name}-${n}`.replaceAll('.', '-'),
            occurredAtMs: 1,
            ...body(street),
            ...beside,
          }),
        } satisfies Sample,
      ],
    ];
  }),
);
