// The incident 警情 as it stands: what a fold of its events gives, on every screen and in the server alike.
import { z } from 'zod';
import { atMsSchema, idSchema, positionSchema, textSchema } from '../basics.js';
import { alarmSchema, overdueToSchema } from '../live/events.js';
import { assignmentSchema, snapshotRefSchema } from './assignment.js';
import {
  alarmKindSchema,
  clockStepSchema,
  evidenceSchema,
  handedOverSchema,
  originSchema,
  outcomeSchema,
  prioritySchema,
  stageSchema,
  transferTargetSchema,
  validationLevelSchema,
} from '../vocabulary.js';

export { type Assignment, assignmentSchema, type SnapshotRef, snapshotRefSchema } from './assignment.js';

/** A clock that ran out and has not been answered by its step. */
export const overdueSchema = z.strictObject({
  step: clockStepSchema,
  assignmentId: idSchema.nullable(),
  dueAtMs: atMsSchema,
  atMs: atMsSchema,
  to: overdueToSchema,
});
export type Overdue = z.infer<typeof overdueSchema>;

/** That an incident was handed over to another centre: to whom, what was told them, and their number for it. */
export const transferSchema = z.strictObject({
  to: transferTargetSchema,
  handedOver: z.array(handedOverSchema),
  reference: textSchema,
  note: textSchema,
  personId: idSchema,
  atMs: atMsSchema,
});
export type Transfer = z.infer<typeof transferSchema>;

export const incidentSchema = z.strictObject({
  incidentId: idSchema,
  areaId: idSchema,
  siteId: idSchema.nullable(),
  origin: originSchema,
  kind: alarmKindSchema,
  priority: prioritySchema,
  position: positionSchema.nullable(),
  address: textSchema,
  stage: stageSchema,
  openedAtMs: atMsSchema,
  lastAlarmAtMs: atMsSchema,
  /** How many alarms are in it; `alarms` keeps the first and the latest ones. */
  alarmCount: z.int().min(1),
  alarms: z.array(alarmSchema).max(20),
  /** Snapshots of the alarms, oldest first; the first and the latest ones. */
  snapshots: z.array(snapshotRefSchema).max(20),
  /** How many times it rang again for a repeated press. */
  rings: z.int().min(0),
  caller: z.strictObject({ name: textSchema, phone: textSchema }).nullable(),
  receivedBy: idSchema.nullable(),
  receivedAtMs: atMsSchema.nullable(),
  level: validationLevelSchema.nullable(),
  evidence: evidenceSchema.nullable(),
  assignments: z.array(assignmentSchema),
  overdue: z.array(overdueSchema),
  transfers: z.array(transferSchema),
  outcome: outcomeSchema.nullable(),
  done: textSchema,
  reason: textSchema,
  closedAtMs: atMsSchema.nullable(),
  /** The incident it was parted from, and the one it went into; null for one that stands by itself. */
  fromId: idSchema.nullable(),
  mergedInto: idSchema.nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;
