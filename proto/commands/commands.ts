// Commands: what people tell the server to do. Each is an idempotent POST with a key, an action for `may`, and a body.
import { z } from 'zod';
import { atMsSchema, idSchema, keySchema, positionSchema, someTextSchema, textSchema } from '../basics.js';
import { messagesMax } from '../incident/assignment.js';
import { incidentSchema } from '../incident/incident.js';
import type { Action } from './actions.js';
import {
  assignmentStateSchema,
  evidenceSchema,
  handedOverSchema,
  outcomeSchema,
  prioritySchema,
  stageSchema,
  tabletMarkSchema,
  transferTargetSchema,
  validationLevelSchema,
} from '../vocabulary.js';

/**
 * What every command carries. `key` makes it idempotent: the same key gets the same answer. `after` names the command
 * of the same person that has to be answered first (a tablet's queue). `occurredAtMs` is the client's clock.
 */
const head = { key: keySchema, after: keySchema.optional(), occurredAtMs: atMsSchema };
const incident = { ...head, incidentId: idSchema, expects: stageSchema };
const assignment = {
  ...head,
  incidentId: idSchema,
  assignmentId: idSchema,
  expects: assignmentStateSchema,
  note: textSchema.default(''),
  photoIds: z.array(keySchema).max(10).default([]),
};
const assignmentStep = z.strictObject(assignment);

export { type Action, actions } from './actions.js';

export interface CommandRow {
  readonly body: z.ZodType;
  readonly action: Action;
  readonly about: string;
}

export const commands = {
  'incident.open': {
    body: z.strictObject({
      ...head,
      areaId: idSchema,
      siteId: idSchema.nullable(),
      position: positionSchema.nullable(),
      address: someTextSchema,
      priority: prioritySchema,
      note: textSchema.default(''),
      caller: z.strictObject({ name: textSchema, phone: textSchema }).nullable(),
    }),
    action: 'incident.open',
    about: 'Open an incident for a caller; it is received by the operator who opens it.',
  },
  'incident.receive': {
    body: z.strictObject(incident),
    action: 'incident.receive',
    about: '接警: exclusive; one wins, the others learn who (I2).',
  },
  'incident.takeOver': {
    body: z.strictObject(incident),
    action: 'incident.receive',
    about: 'Take a received incident over from the operator who has it.',
  },
  'incident.rate': {
    body: z.strictObject({ ...incident, level: validationLevelSchema, evidence: evidenceSchema }),
    action: 'incident.handle',
    about: 'Set the validation level 核实等级 and what it rests on.',
  },
  'incident.note': {
    body: z.strictObject({
      ...head,
      incidentId: idSchema,
      text: someTextSchema,
      photoIds: z.array(keySchema).max(10).default([]),
    }),
    action: 'incident.note',
    about: 'Write a note into the incident, at any stage.',
  },
  'incident.send': {
    body: z.strictObject({ ...incident, unitId: idSchema, note: textSchema.default('') }),
    action: 'incident.handle',
    about: '派警: send a unit.',
  },
  'incident.merge': {
    body: z.strictObject({ ...incident, intoId: idSchema, reason: textSchema.default('') }),
    action: 'incident.handle',
    about:
      'Put an incident into another one that somebody has received: its alarms, pictures and bound units go along, and it ends as a duplicate. Never a panic or an officer in need (I5).',
  },
  'incident.split': {
    body: z.strictObject({
      ...incident,
      alarmIds: z.array(idSchema).min(1).max(19),
      reason: textSchema.default(''),
    }),
    action: 'incident.handle',
    about:
      'Take alarms out of an incident into one of their own, received by who splits; its own first alarm stays.',
  },
  'incident.transfer': {
    body: z.strictObject({
      ...incident,
      to: transferTargetSchema,
      handedOver: z.array(handedOverSchema).min(1),
      reference: textSchema.default(''),
      note: textSchema.default(''),
    }),
    action: 'incident.handle',
    about:
      'Write down that the incident was handed over to 110, 119 or 120: what was told them, and their number for it. It stays open until it is closed.',
  },
  'incident.close': {
    body: z.strictObject({
      ...incident,
      outcome: outcomeSchema,
      done: textSchema.default(''),
      reason: textSchema.default(''),
    }),
    action: 'incident.handle',
    about:
      '办结: needs an outcome; what was done if genuine, a transfer if transferred, a reason if nobody was sent. Releases its units (I6).',
  },
  'assignment.sign': { body: assignmentStep, action: 'assignment.move', about: '签收.' },
  'assignment.setOut': { body: assignmentStep, action: 'assignment.move', about: '出警.' },
  'assignment.arrive': { body: assignmentStep, action: 'assignment.move', about: '到达.' },
  'assignment.feedBack': {
    body: z.strictObject({ ...assignment, note: someTextSchema }),
    action: 'assignment.move',
    about: '反馈: what was found and done, with photos.',
  },
  'assignment.decline': {
    body: z.strictObject({ ...assignment, note: someTextSchema }),
    action: 'assignment.move',
    about: '拒绝, with the reason.',
  },
  'assignment.release': { body: assignmentStep, action: 'incident.handle', about: 'Let a unit go.' },
  'assignment.recall': { body: assignmentStep, action: 'incident.handle', about: '撤销: call a unit back.' },
  'assignment.tell': {
    body: z.strictObject({
      ...head,
      incidentId: idSchema,
      assignmentId: idSchema,
      text: someTextSchema,
    }),
    action: 'incident.handle',
    about: 'A message to the unit, while it is bound.',
  },
  'assignment.mark': {
    body: z.strictObject({
      ...head,
      incidentId: idSchema,
      assignmentId: idSchema,
      mark: tabletMarkSchema,
      message: z
        .int()
        .min(0)
        .max(messagesMax - 1)
        .nullable(),
    }),
    action: 'assignment.move',
    about:
      'What the unit’s tablet did with an assignment, or with its message of this number: has it, rang, was looked at (T3). Told again it changes nothing.',
  },
  'sound.check': {
    body: z.strictObject({ ...head, heard: z.boolean(), volume: z.number().min(0).max(1) }),
    action: 'incident.receive',
    about: 'Whether an operator heard the alarm sounds at the start of a shift.',
  },
  'gap.acknowledge': {
    body: z.strictObject({ ...head, siteId: idSchema, gapId: idSchema, note: textSchema.default('') }),
    action: 'gap.acknowledge',
    about: 'Acknowledge that alarms of a site are lost for ever; the gap is shown until then (D5).',
  },
  'unit.sos': {
    body: z.strictObject({
      ...head,
      unitId: idSchema,
      position: positionSchema.nullable(),
      note: textSchema.default(''),
    }),
    action: 'unit.speak',
    about: 'An officer in need: opens a priority 1 incident, or rings again in the unit’s own open one.',
  },
  'unit.duty': {
    body: z.strictObject({ ...head, unitId: idSchema, onDuty: z.boolean() }),
    action: 'unit.speak',
    about: 'Go on or off duty.',
  },
  'unit.positions': {
    body: z.strictObject({
      ...head,
      unitId: idSchema,
      positions: z
        .array(
          z.strictObject({
            position: positionSchema,
            accuracyM: z.number().min(0).nullable(),
            /** Where it is going, clockwise from north; null or absent where the tablet does not know. */
            headingDeg: z.number().min(0).lt(360).nullable().optional(),
            atMs: atMsSchema,
          }),
        )
        .min(1)
        .max(500),
    }),
    action: 'unit.speak',
    about: 'Positions while on duty, batched; a reading, kept as the latest value.',
  },
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof commands;
export const commandNames = Object.keys(commands) as CommandName[];
export type CommandBody<N extends CommandName> = z.output<(typeof commands)[N]['body']>;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['body']>;

/** Why a command is refused. Closed list; `present` in the answer is the state that stands instead (rule I3). */
export const rejectReasons = [
  'bad_body',
  'not_found',
  'not_allowed',
  'stage_gone',
  'already_received',
  'illegal_move',
  'needs_done',
  'needs_reason',
  'needs_transfer',
  'stands_alone',
  'not_received',
  'not_in_incident',
  'gap_not_lost',
  'unit_off_duty',
  'unit_busy',
  'unknown_unit',
  'unknown_photo',
  'predecessor_unanswered',
  'key_used_otherwise',
] as const;
export const rejectReasonSchema = z.enum(rejectReasons);
export type RejectReason = z.infer<typeof rejectReasonSchema>;

/** The answer to a command. `where` names the field or object, `rule` the rule, in words for a log or a developer. */
export const commandAnswerSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    key: keySchema,
    incidentId: idSchema.nullable(),
    assignmentId: idSchema.nullable(),
    atMs: atMsSchema,
    /** True where the move itself was refused but what the officer reported is in the log, as reported late. */
    late: z.boolean(),
  }),
  z.strictObject({
    ok: z.literal(false),
    key: keySchema.nullable(),
    reason: rejectReasonSchema,
    where: z.string(),
    rule: z.string(),
    present: incidentSchema.nullable(),
    /** Whoever holds what was asked for, by id; null where nobody does. */
    holder: idSchema.nullable(),
    /** True where a report that was refused as a move stands in the log all the same, as reported late. */
    late: z.boolean(),
  }),
]);
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;
