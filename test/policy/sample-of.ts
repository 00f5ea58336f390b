// A value that a schema takes, made from the schema itself: a new event or message has its sample as soon as it is written.
import { z } from 'zod';

/** Texts that are tried where a pattern has to fit: ids, serials, keys, hashes. */
const texts = ['walk-0001', 'ABCD1234', 'A'.repeat(26), 'a'.repeat(43), '0'.repeat(64), 'e'.repeat(16), '走'];
const numbers = [1, 0, 5, 100];

/** One value that the schema takes, the smallest there is of lists and the first of what may be chosen. */
export function sampleOf(schema: z.ZodType): unknown {
  const value = made(schema);
  const read = schema.safeParse(value);
  if (!read.success) throw new Error(`no sample fits: ${z.prettifyError(read.error)}`);
  return value;
}

function made(schema: unknown): unknown {
  if (schema instanceof z.ZodObject) return ofFields(schema.shape as Record<string, unknown>);
  if (schema instanceof z.ZodString) return fitting(schema, texts);
  if (schema instanceof z.ZodNumber) return fitting(schema, numbers);
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return made(schema.unwrap());
  if (schema instanceof z.ZodUnion) return made(schema.options[0]);
  if (schema instanceof z.ZodTuple) return schema.def.items.map(made);
  if (schema instanceof z.ZodArray) return schema.safeParse([]).success ? [] : [made(schema.element)];
  if (schema instanceof z.ZodRecord) return {};
  throw new Error('say how a sample of this kind of schema is made');
}

function ofFields(shape: Readonly<Record<string, unknown>>): object {
  const needed = Object.entries(shape).filter(([, inner]) => !(inner instanceof z.ZodOptional));
  return Object.fromEntries(needed.map(([key, inner]) => [key, made(inner)]));
}

function fitting(schema: z.ZodType, candidates: readonly unknown[]): unknown {
  const found = candidates.find((one) => schema.safeParse(one).success);
  if (found === undefined) throw new Error('no candidate fits the pattern: add one to the list');
  return found;
}
