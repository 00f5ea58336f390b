// The line we do not cross (X1): forbidden names are found wherever they hide, and our own messages stay clear of them.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { toJSONSchema } from 'zod';
import { forbiddenField } from './forbidden.js';
import { bodySchemas } from './messages.js';
import { serverTopics, siteTopics } from './topics.js';

test.each([
  'faceId',
  'plateNo',
  'licencePlate',
  'personCount',
  'Gender',
  'age',
  'trackId',
  'idCard',
  '人脸特征',
  '车牌',
])('X1 a field named %s is found', (name) => {
  expect(forbiddenField({ [name]: 1 })).toBe(name);
});

test('X1 a forbidden name is found at any depth, and the path to it is told', () => {
  const step = fc.oneof(fc.constant('list' as const), fc.constantFrom('body', 'target', 'detail'));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let value: unknown = { faceId: 'x' };
      let path = 'faceId';
      for (const each of steps) {
        value = each === 'list' ? [0, value] : { harmless: 0, [each]: value };
        const joint = path.startsWith('[') ? '' : '.';
        path = each === 'list' ? `[1]${joint}${path}` : `${each}${joint}${path}`;
      }
      expect(forbiddenField(value)).toBe(path);
    }),
  );
});

test('X1 a forbidden word as a value is no field', () => {
  expect(forbiddenField({ note: 'face at the window', list: ['plate', null, 3] })).toBeNull();
});

test('X1 no field of our own messages is caught', () => {
  const messages: z.ZodType[] = [
    ...Object.values(siteTopics).map((row) => row.schema),
    ...Object.values(serverTopics).map((row) => row.schema),
    ...Object.values(bodySchemas).flatMap((kinds) => Object.values(kinds)),
  ];
  const names = messages.flatMap((schema) => fieldNames(toJSONSchema(schema, { io: 'input' })));
  expect(names).toEqual(expect.arrayContaining(['epoch', 'sourceId', 'lastFrameAtMs', 'oldestHeld']));
  expect(names.filter((name) => forbiddenField({ [name]: 0 }) !== null)).toEqual([]);
});

test('X1 every message is closed: a field that the contract does not name is refused', () => {
  for (const kinds of Object.values(bodySchemas))
    for (const schema of Object.values(kinds)) {
      const result = schema.safeParse({ harmless: 1 });
      expect(result.error?.issues.some((issue) => issue.code === 'unrecognized_keys')).toBe(true);
    }
});

/** The names under every `properties` of a JSON Schema. */
function fieldNames(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldNames);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'properties'
      ? [...Object.keys(inner as object), ...fieldNames(Object.values(inner as object))]
      : fieldNames(inner),
  );
}
