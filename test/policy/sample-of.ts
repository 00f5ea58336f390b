// A value that a schema takes, made from the schema itself: a new event or message has its sample as soon as it is written.
import { z } from 'zod';

/** Texts that are tried where a pattern has to fit: ids, serials, keys, hashes. */
const texts = ['walk-0001', 'ABCD1234', 'A'.repeat(26), 'a'.repeat(43), '0'.repeat(64), 'e'.repeat(16), '走'];
const numbers = [1, 0, 5, 100];

/** One value that the schema takes, the smallest there is of lists and the first of what may be chosen. */
export function sampleOf(schema: z.core.$ZodType): unknown {
  const value = made(schema);
  const read = z.safeParse(schema, value);
  if (!read.success) throw new Error(`no sample fits: ${z.prettifyError(read.error)}`);
  return value;
}

function made(schema: z.core.$ZodType): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape)
          .filter(([, inner]) => (inner as z.core.$ZodTypes)._zod.def.type !== 'optional')
          .map(([key, inner]) => [key, made(inner)]),
      );
    case 'string':
      return fitting(schema, texts);
    case 'number':
      return fitting(schema, numbers);
    case 'boolean':
      return false;
    case 'enum':
      return Object.values(def.entries)[0];
    case 'literal':
      return def.values[0];
    case 'nullable':
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return made(def.innerType);
    case 'union':
      return made(def.options[0]!);
    case 'tuple':
      return def.items.map(made);
    case 'array':
      return z.safeParse(schema, []).success ? [] : [made(def.element)];
    case 'record':
      return {};
    case 'pipe':
      return made(def.in);
    default:
      throw new Error(`say how a sample of ${def.type} is made`);
  }
}

function fitting(schema: z.core.$ZodType, candidates: readonly unknown[]): unknown {
  const found = candidates.find((one) => z.safeParse(schema, one).success);
  if (found === undefined) throw new Error('no candidate fits the pattern: add one to the list');
  return found;
}
