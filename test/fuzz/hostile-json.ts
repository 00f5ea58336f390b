// Hostile JSON: a good message with something wrong in it, or bytes that are no message at all. Everything out of one chance.
import type { Chance } from '../sim/engine/chance.js';

/** Bytes that begin as this value did, and mostly are not it any more. */
export function hostile(chance: Chance, value: unknown): Buffer {
  const text = JSON.stringify(chance.chance(0.85) ? bent(chance, value, 0) : value);
  const bytes = Buffer.from(text ?? 'null');
  const how = chance.int(12);
  if (how === 0) return bytes.subarray(0, chance.int(bytes.length + 1));
  if (how === 1) return flipped(chance, bytes);
  if (how === 2) return Buffer.from(chance.bytes(chance.int(300)));
  if (how === 3) return Buffer.from('['.repeat(1 + chance.int(20_000)));
  if (how === 4) return Buffer.concat([bytes, bytes]);
  if (how === 5) return Buffer.from(text, 'utf16le');
  return bytes;
}

/** The value with one place of it changed. */
export function bent(chance: Chance, value: unknown, depth: number): unknown {
  if (depth > 6 || typeof value !== 'object' || value === null || chance.chance(0.15)) return strange(chance);
  if (Array.isArray(value)) return [...value.map((each) => bent(chance, each, depth + 1)), strange(chance)];
  const fields = Object.entries(value);
  const at = chance.int(fields.length + 2);
  if (at === fields.length) return { ...value, [chance.pick(names)]: strange(chance) };
  if (at > fields.length) return Object.fromEntries(fields.filter(() => chance.chance(0.6)));
  return Object.fromEntries(
    fields.map(([name, each], index) => [name, index === at ? bent(chance, each, depth + 1) : each]),
  );
}

/** A value that nobody asked for. */
export function strange(chance: Chance): unknown {
  return chance.pick(values)(chance);
}

const values: readonly ((chance: Chance) => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 0.1,
  (chance) => chance.int(2 ** 31),
  () => '',
  () => '\u0000',
  () => '\ud800',
  () => '‮警情‬',
  () => "'; drop table log; --",
  () => '../../../etc/passwd',
  () => '<script>alert(1)</script>',
  () => '${jndi:ldap://example}',
  () => '%s%n%x',
  (chance) => 'x'.repeat(chance.int(5_000)),
  (chance) => '深'.repeat(chance.int(2_000)),
  () => [],
  () => ({}),
  () =>
    JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    ) as unknown,
  (chance) => nested(chance.int(300)),
  () => new Date(8.64e15).toISOString(),
];

const names = [
  '__proto__',
  'constructor',
  'toString',
  'faceId',
  'plate',
  'residentId',
  'v',
  'x'.repeat(200),
  '',
  '0',
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { a: value };
  return value;
}

function flipped(chance: Chance, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let times = 1 + chance.int(4); times > 0 && copy.length > 0; times -= 1)
    copy[chance.int(copy.length)] = chance.int(256);
  return copy;
}
