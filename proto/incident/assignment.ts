// One unit sent to one incident 派警, with what its tablet told of it; and a snapshot's place. Parts of an incident.
import { z } from 'zod';
import { atMsSchema, idSchema, textSchema } from '../basics.js';
import { assignmentStateSchema, tabletMarkSchema } from '../vocabulary.js';

/**
 * When the unit's tablet first told that it has this, that it rang, and that it was looked at: three facts (rule T3), by
 * the server's clock. What is missing has not been told.
 */
export const marksSchema = z.partialRecord(tabletMarkSchema, atMsSchema);
export type Marks = z.infer<typeof marksSchema>;

/** A message from the control room to the unit. */
export const messageSchema = z.strictObject({
  text: textSchema,
  personId: idSchema,
  atMs: atMsSchema,
  marks: marksSchema,
});
export type Message = z.infer<typeof messageSchema>;

/** How many messages one assignment can have. */
export const messagesMax = 50;

/** One unit sent to one incident, with the time of each state it has been in. */
export const assignmentSchema = z.strictObject({
  assignmentId: idSchema,
  unitId: idSchema,
  state: assignmentStateSchema,
  atMs: z.partialRecord(assignmentStateSchema, atMsSchema),
  note: textSchema,
  marks: marksSchema,
  messages: z.array(messageSchema).max(messagesMax),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** A snapshot that came with an alarm. `sourceId` is the camera that took it: for a press, one of the same site. */
export const snapshotRefSchema = z.strictObject({
  alarmId: idSchema,
  siteId: idSchema,
  sourceId: idSchema,
  takenAtMs: atMsSchema,
});
export type SnapshotRef = z.infer<typeof snapshotRefSchema>;
