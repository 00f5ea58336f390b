// The incident 警情 as it stands: what a fold of its events gives, on every screen and in the server alike.
import { z } from 'zod';
import { atMsSchema, idSchema, positionSchema, textSchema } from '../basics.js';
import { alarmSchema, overdueToSchema } from '../live/events.js';
import {
  alarmKindSchema,
  assignmentStateSchema,
  clockStepSchema,
  evidenceSchema,
  originSchema,
  outcomeSchema,
  prioritySchema,
  stageSchema,
  validationLevelSchema,
} from '../vocabulary.js';

/** One unit sent to one incident, with the time of each state it has been in. */
export const assignmentSchema = z.strictObject({
  assignmentId: idSchema,
  unitId: idSchema,
  state: assignmentStateSchema,
  atMs: z.partialRecord(assignmentStateSchema, atMsSchema),
  note: textSchema,
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** A clock that ran out and has not been answered by its step. */
export const overdueSchema = z.strictObject({
  step: clockStepSchema,
  assignmentId: idSchema.nullable(),
  dueAtMs: atMsSchema,
  atMs: atMsSchema,
  to: overdueToSchema,
});
export type Overdue = z.infer<typeof overdueSchema>;

/** A snapshot that came with an alarm. `sourceId` is the camera that took it: for a press, one of the same site. */
export const snapshotRefSchema = z.strictObject({
  alarmId: idSchema,
  siteId: idSchema,
  sourceId: idSchema,
  takenAtMs: atMsSchema,
});
export type SnapshotRef = z.infer<typeof snapshotRefSchema>;

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
  outcome: outcomeSchema.nullable(),
  done: textSchema,
  reason: textSchema,
  closedAtMs: atMsSchema.nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;
