// Small shapes that every message is made of: ids, times, positions and texts, each with its limits.
import { z } from 'zod';

/** Id of a site, source, area, unit, person or incident: 1–32 of a–z, 0–9 and `-`; safe in topics, paths and rooms. */
export const idSchema = z.string().regex(/^[a-z0-9-]{1,32}$/, 'an id is 1–32 characters of a–z, 0–9 and -');

/** A random key that names a command or photo for good, so that sending it again changes nothing. */
export const keySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, 'a key is 8–64 characters of A–Z a–z 0–9 _ -');

/** Epoch milliseconds, UTC. */
export const atMsSchema = z.int().min(0).max(8_640_000_000_000_000);

/** A number in a log, an outbox or a presence: 0 … 2^53−1. */
export const numberSchema = z.int().min(0);

/** WGS-84 degrees. Other datums are converted where they come in, never inside. */
export const positionSchema = z.strictObject({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
});
export type Position = z.infer<typeof positionSchema>;

/** What people write: trimmed, at most 500 characters, no control characters but line breaks, no half characters. */
export const textSchema = z
  .string()
  .trim()
  .max(500)
  .refine((text) => text.isWellFormed(), 'the text holds half a character')
  .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f]*$/, 'the text holds a control character');

/** A text that has to be there. */
export const someTextSchema = textSchema.min(1);
