// What the outbox writes down: which outbox it is, an entry, the numbers that the server answered, a refused entry.
import { numberSchema } from '@haixi/proto/basics';
import { envelopeSchema, epochSchema, refusalReasonSchema } from '@haixi/proto/mqtt/messages';
import { z } from 'zod';
import { encodeRecord } from './format.js';

/** The outbox's name and the number that its next entry gets. Stands first and, after a rewrite, last as well. */
const headSchema = z.strictObject({ epoch: epochSchema, next: numberSchema });

/** The kind of a proof of life (rule P3): it goes the way of an alarm, and nobody misses one. */
export const proofKind = 'proof';

/** An entry as it will be sent. `urgent` marks a panic, `atMs` is the agent's clock when it came in. */
export const entrySchema = z.strictObject({
  urgent: z.boolean(),
  atMs: numberSchema,
  envelope: envelopeSchema,
});
export type Entry = z.infer<typeof entrySchema>;

/** A line of the outbox file. */
export const outboxRecordSchema = z.union([
  z.strictObject({ entry: entrySchema }),
  z.strictObject({ gone: z.array(numberSchema) }),
  z.strictObject({ head: headSchema }),
]);
export type OutboxRecord = z.infer<typeof outboxRecordSchema>;

const shortestEntry = {
  urgent: true,
  atMs: 0,
  envelope: { v: 1, epoch: 'e'.repeat(16), seq: 0, kind: 'k' },
};

/** No entry of any release takes fewer bytes in the file: so many at the most can have stood in a damaged place. */
export const entryBytesMin = encodeRecord(JSON.stringify({ entry: shortestEntry })).length;

const refusedSchema = z.strictObject({
  reason: refusalReasonSchema,
  detail: z.string(),
  atMs: numberSchema,
  envelope: envelopeSchema,
});
export type Refused = z.infer<typeof refusedSchema>;

/**
 * A line of the file of refused entries: what was refused, why, and when we learned of it; or how many were refused
 * before those that follow, and are no longer kept.
 */
export const refusedRecordSchema = z.union([refusedSchema, z.strictObject({ before: numberSchema })]);

/** The record in this line, or null where it is none that this release knows. */
export function readRecord<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
