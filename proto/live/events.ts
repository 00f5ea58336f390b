// The events of the log: each type with its data. What stands here is in the log for good.
import { z } from 'zod';
import {
  atMsSchema,
  idSchema,
  keySchema,
  numberSchema,
  positionSchema,
  someTextSchema,
  textSchema,
} from '../basics.js';
import { epochSchema } from '../mqtt/messages.js';
import { assignmentSchema, messagesMax, snapshotRefSchema } from '../incident/assignment.js';
import { accountEvents, deviceEvents } from './register-events.js';
import {
  alarmKindSchema,
  clockStepSchema,
  evidenceSchema,
  handedOverSchema,
  originSchema,
  outcomeSchema,
  prioritySchema,
  roleSchema,
  tabletMarkSchema,
  transferTargetSchema,
  troubleSchema,
  validationLevelSchema,
  viewEndSchema,
  viewPurposeSchema,
} from '../vocabulary.js';

/** Who made an event happen: a person, an agent of a site, or the system's own clocks. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), id: idSchema }),
  z.strictObject({ kind: z.literal('site'), id: idSchema }),
  z.strictObject({ kind: z.literal('system') }),
]);
export type Actor = z.infer<typeof actorSchema>;

/** One alarm 报警: a fact. `entry` is the outbox entry it came in, null for a caller, an SOS or the system. */
export const alarmSchema = z.strictObject({
  alarmId: idSchema,
  kind: alarmKindSchema,
  siteId: idSchema.nullable(),
  sourceId: idSchema.nullable(),
  unitId: idSchema.nullable(),
  entry: z.strictObject({ epoch: epochSchema, seq: numberSchema }).nullable(),
  occurredAtMs: atMsSchema,
  agentAtMs: atMsSchema.nullable(),
  note: textSchema,
  /** The drawn zone it happened in, where the source has zones. */
  zone: textSchema.optional(),
});
export type Alarm = z.infer<typeof alarmSchema>;

const incidentRef = { incidentId: idSchema };

/** What every step of an assignment tells. `occurredAtMs` is the tablet's clock when the officer pressed. */
const assignmentStepSchema = z.strictObject({
  ...incidentRef,
  assignmentId: idSchema,
  unitId: idSchema,
  note: textSchema,
  photoIds: z.array(keySchema).max(10),
  occurredAtMs: atMsSchema,
});

/** One view of one camera. `incidentId` is null where it is not looked at for an incident. */
const viewRef = {
  viewId: idSchema,
  siteId: idSchema,
  sourceId: idSchema,
  incidentId: idSchema.nullable(),
};

/**
 * One camera within a round, with when it was looked at: [from, to] in epoch ms, in order. Looks less than a minute apart
 * are one span; of more than 200 spans the later ones are drawn together.
 */
const roundLookSchema = z.strictObject({
  siteId: idSchema,
  sourceId: idSchema,
  spans: z
    .array(z.tuple([atMsSchema, atMsSchema]))
    .min(1)
    .max(200),
});

/** A trouble of a camera, or of its site's agent where `sourceId` is null. */
const troubleRef = { siteId: idSchema, sourceId: idSchema.nullable(), trouble: troubleSchema };

/**
 * Numbers of a site's outbox that the server knows of and does not have (rule D5): `missing` of them between `fromSeq`
 * and `toSeq`, both included.
 */
const gapExtent = { epoch: epochSchema, fromSeq: numberSchema, toSeq: numberSchema, missing: z.int().min(1) };
const gapRef = { siteId: idSchema, gapId: idSchema };

/** To whom an overdue clock goes: a certain operator, or whoever has the role. */
export const overdueToSchema = z.strictObject({ role: roleSchema, personId: idSchema.nullable() });

export const eventSchemas = {
  'incident.opened': z.strictObject({
    ...incidentRef,
    origin: originSchema,
    siteId: idSchema.nullable(),
    kind: alarmKindSchema,
    priority: prioritySchema,
    position: positionSchema.nullable(),
    address: textSchema,
    alarm: alarmSchema,
    /** The incident that this alarm was in before, where it was parted from one. */
    fromId: idSchema.optional(),
  }),
  'alarm.joined': z.strictObject({
    ...incidentRef,
    rings: z.boolean(),
    priority: prioritySchema,
    alarm: alarmSchema,
  }),
  'alarm.pictured': z.strictObject({
    ...incidentRef,
    alarmId: idSchema,
    siteId: idSchema,
    /** The camera that took it; the alarm's own source may be a button. */
    sourceId: idSchema,
    takenAtMs: atMsSchema,
    bytes: numberSchema,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  'caller.noted': z.strictObject({ ...incidentRef, name: textSchema, phone: textSchema }),
  'incident.received': z.strictObject({ ...incidentRef, personId: idSchema }),
  'incident.takenOver': z.strictObject({ ...incidentRef, personId: idSchema, fromPersonId: idSchema }),
  'incident.rated': z.strictObject({
    ...incidentRef,
    level: validationLevelSchema,
    evidence: evidenceSchema,
  }),
  'incident.noted': z.strictObject({
    ...incidentRef,
    text: someTextSchema,
    photoIds: z.array(keySchema).max(10),
    unitId: idSchema.nullable(),
  }),
  'incident.overdue': z.strictObject({
    ...incidentRef,
    step: clockStepSchema,
    assignmentId: idSchema.nullable(),
    dueAtMs: atMsSchema,
    to: overdueToSchema,
  }),
  /** It turned out to be another incident's: that one took its alarms and bound units in, and this one ends. */
  'incident.merged': z.strictObject({ ...incidentRef, intoId: idSchema, reason: textSchema }),
  /** What came out of another incident that was merged into this one, or that this one was parted from. */
  'incident.absorbed': z.strictObject({
    ...incidentRef,
    fromId: idSchema,
    priority: prioritySchema,
    alarms: z.array(alarmSchema).max(20),
    alarmCount: numberSchema,
    snapshots: z.array(snapshotRefSchema).max(20),
    assignments: z.array(assignmentSchema),
  }),
  /** These alarms turned out to be something else, and are in an incident of their own. */
  'incident.split': z.strictObject({
    ...incidentRef,
    intoId: idSchema,
    alarmIds: z.array(idSchema).min(1).max(19),
    reason: textSchema,
  }),
  /** Handed over to another centre: what was told them, and their number for it. */
  'incident.transferred': z.strictObject({
    ...incidentRef,
    personId: idSchema,
    to: transferTargetSchema,
    handedOver: z.array(handedOverSchema).min(1),
    reference: textSchema,
    note: textSchema,
  }),
  'incident.closed': z.strictObject({
    ...incidentRef,
    outcome: outcomeSchema,
    done: textSchema,
    reason: textSchema,
  }),
  'assignment.sent': z.strictObject({
    ...incidentRef,
    assignmentId: idSchema,
    unitId: idSchema,
    note: textSchema,
  }),
  'assignment.signed': assignmentStepSchema,
  'assignment.setOut': assignmentStepSchema,
  'assignment.arrived': assignmentStepSchema,
  'assignment.fedBack': assignmentStepSchema,
  'assignment.released': assignmentStepSchema,
  'assignment.declined': assignmentStepSchema,
  'assignment.recalled': assignmentStepSchema,
  /** A message from the control room to the unit. */
  'assignment.told': z.strictObject({
    ...incidentRef,
    assignmentId: idSchema,
    unitId: idSchema,
    personId: idSchema,
    text: someTextSchema,
  }),
  /** What the unit's tablet told (T3): of the assignment itself, or of its message of this number, from 0. */
  'assignment.marked': z.strictObject({
    ...incidentRef,
    assignmentId: idSchema,
    unitId: idSchema,
    mark: tabletMarkSchema,
    message: z
      .int()
      .min(0)
      .max(messagesMax - 1)
      .nullable(),
    occurredAtMs: atMsSchema,
  }),
  'assignment.reportedLate': z.strictObject({
    ...incidentRef,
    assignmentId: idSchema,
    unitId: idSchema,
    move: z.string().max(32),
    because: z.string().max(64),
    note: textSchema,
    photoIds: z.array(keySchema).max(10),
    occurredAtMs: atMsSchema,
  }),
  'site.online': z.strictObject({ siteId: idSchema }),
  'site.dark': z.strictObject({
    siteId: idSchema,
    lastHeardAtMs: atMsSchema,
    because: z.enum(['will', 'silence']),
  }),
  /** No proof of life came for too long from a site that is online; the last one, null where there was none (P3). */
  'site.unproven': z.strictObject({ siteId: idSchema, lastProvedAtMs: atMsSchema.nullable() }),
  'site.proven': z.strictObject({ siteId: idSchema }),
  /** Found, and then filled, or lost for ever until a person has acknowledged it (D5). */
  'gap.found': z.strictObject({ ...gapRef, ...gapExtent }),
  'gap.filled': z.strictObject(gapRef),
  'gap.lost': z.strictObject({ ...gapRef, ...gapExtent }),
  'gap.acknowledged': z.strictObject({ ...gapRef, note: textSchema }),
  'camera.troubled': z.strictObject({
    ...troubleRef,
    /** What was measured and where the threshold lies, in the unit of that reading; null where it has none. */
    value: z.number().nullable(),
    limit: z.number().nullable(),
  }),
  'camera.recovered': z.strictObject(troubleRef),
  'view.started': z.strictObject({ ...viewRef, purpose: viewPurposeSchema, reason: textSchema }),
  'view.ended': z.strictObject({
    ...viewRef,
    because: viewEndSchema,
    lastedMs: numberSchema,
    bytes: numberSchema,
  }),
  /** A round 值守巡视 over an area and all below it; the looks within it are told at its end. */
  'round.started': z.strictObject({ roundId: idSchema, reason: textSchema }),
  'round.ended': z.strictObject({
    roundId: idSchema,
    because: viewEndSchema,
    lastedMs: numberSchema,
    looks: z.array(roundLookSchema).max(2_000),
  }),
  /** Somebody has opened an alarm's snapshot; once a person and snapshot. */
  'snapshot.seen': z.strictObject({
    ...incidentRef,
    alarmId: idSchema,
    siteId: idSchema,
    sourceId: idSchema,
  }),
  /** An alarm of a site on test, or one that was asked for as a test: a fact, and nobody is sent. */
  'alarm.tested': z.strictObject({ siteId: idSchema, test: keySchema.nullable(), alarm: alarmSchema }),
  ...accountEvents,
  ...deviceEvents,
  /** An operator has listened to the alarm sounds at the start of a shift, and heard them or not; volume 0–1. */
  'sound.checked': z.strictObject({
    personId: idSchema,
    heard: z.boolean(),
    volume: z.number().min(0).max(1),
  }),
  'unit.onDuty': z.strictObject({ unitId: idSchema }),
  'unit.offDuty': z.strictObject({ unitId: idSchema }),
} as const;

export type EventType = keyof typeof eventSchemas;
export const eventTypes = Object.keys(eventSchemas) as EventType[];

/** An event before the log has numbered it. */
export type EventDraft = {
  [T in EventType]: {
    readonly areaId: string;
    readonly type: T;
    readonly actor: Actor;
    readonly data: z.infer<(typeof eventSchemas)[T]>;
  };
}[EventType];

/** An event as it stands in the log: number `n` of its area, 1, 2, 3 … without gaps, at the server's time. */
export type LogEvent = EventDraft & { readonly n: number; readonly atMs: number };

/** What the log's header is made of; `data` is checked by its own type. An unknown type is let through (rule L6). */
export const anyEventSchema = z.strictObject({
  areaId: idSchema,
  n: z.int().min(1),
  atMs: atMsSchema,
  type: z.string(),
  actor: actorSchema,
  data: z.record(z.string(), z.unknown()),
});

/** True for an event whose type this release knows. */
export function isKnownEvent(event: { type: string }): event is LogEvent {
  return Object.hasOwn(eventSchemas, event.type);
}
