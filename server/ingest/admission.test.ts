// Admission: every way a message can be wrong has its reason, the field and the rule (D6).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admission } from './admission.js';

const body = { sourceId: 'button-1', kind: 'panic', occurredAtMs: 1, agentAtMs: 2 };
const envelope = { v: 1, epoch: 'e'.repeat(16), seq: 7, kind: 'alarm', body };
const arrived = (payload: Buffer | string, foreign = false) => ({
  siteId: 'shop-01',
  topic: 'haixi/v1/sites/shop-01/alarms',
  payload: Buffer.from(payload),
  bytes: payload.length,
  foreign,
});
const read = (value: unknown, foreign = false) => admission(arrived(JSON.stringify(value), foreign));

test('a good entry is admitted as it is', () => {
  expect(read(envelope)).toMatchObject({ ok: true, entry: { siteId: 'shop-01', seq: 7, body } });
});

test.each([
  ['not_json', 'payload', '{"v":1', null],
  ['not_json', 'UTF-8', Buffer.from([0xff, 0xfe, 0x00]), null],
  ['bad_envelope', 'envelope.seq', { ...envelope, seq: -1 }, null],
  ['bad_envelope', 'envelope.extra', { ...envelope, extra: 1 }, 7],
  ['contract_too_new', 'v: 99', { ...envelope, v: 99 }, 7],
  ['unknown_kind', 'kind: constructor', { ...envelope, kind: 'constructor' }, 7],
  ['bad_body', 'body.kind', { ...envelope, body: { ...body, kind: 'nonsense' } }, 7],
  ['bad_body', 'body.colour', { ...envelope, body: { ...body, colour: 'red' } }, 7],
  ['bad_body', 'body.note', { ...envelope, body: { ...body, note: 'a\u0000b' } }, 7],
  ['forbidden_field', 'body.target.faceId', { ...envelope, body: { ...body, target: { faceId: 'x' } } }, 7],
  ['forbidden_field', 'body.licensePlate', { ...envelope, body: { ...body, licensePlate: 'x' } }, 7],
])('D6 %s names %s', (reason, names, message, seq) => {
  const raw = typeof message === 'string' || Buffer.isBuffer(message);
  const answer = raw ? admission(arrived(message)) : read(message);
  if (answer.ok) throw new Error('admitted');
  expect(answer.refusal.reason).toBe(reason);
  expect(answer.refusal.detail).toContain(names);
  if (seq !== null) expect(answer.refusal.seq).toBe(seq);
});

test.each([
  ['a NUL', 'a\u0000b'],
  ['a control character', 'a\u0001b'],
  ['half a character', 'a\ud83d'],
  ['a cut through a character', `${'x'.repeat(155)}😀`.repeat(2)],
])('D6 a field named with %s is told in words that a store, a log and a screen can take', (_what, name) => {
  const answer = read({ ...envelope, body: { ...body, [name]: 1 } });
  if (answer.ok) throw new Error('admitted');
  const { detail } = answer.refusal;
  expect(detail.isWellFormed()).toBe(true);
  expect(detail).toMatch(/^[^\p{Cc}]{1,200}$/u);
});

test('D6 a message nested tens of thousands deep is refused like any other', () => {
  const deep = (open: string, close: string) => `${open.repeat(20_000)}1${close.repeat(20_000)}`;
  for (const text of [deep('[', ']'), deep('{"a":', '}')]) {
    expect(admission(arrived(text))).toMatchObject({ ok: false, refusal: { reason: 'bad_envelope' } });
    const inBody = JSON.stringify(envelope).replace('"button-1"', text);
    expect(admission(arrived(inBody))).toMatchObject({ ok: false, refusal: { reason: 'bad_body' } });
  }
});

test('D6 an entry of a version that is no longer spoken is refused as too old, with what to do', () => {
  const answer = admission(arrived(JSON.stringify(envelope)), { range: { min: 2, max: 3 }, bodies: {} });
  expect(answer).toMatchObject({ ok: false, refusal: { reason: 'contract_too_old', seq: 7 } });
});

test('D6 a publish to another site’s topic is refused by that, with the entry it named', () => {
  expect(read(envelope, true)).toMatchObject({ ok: false, refusal: { reason: 'foreign_topic', seq: 7 } });
  expect(admission(arrived('garbage', true))).toMatchObject({
    ok: false,
    refusal: { reason: 'foreign_topic', seq: null },
  });
});

test('D6 no message whatever makes it throw, and no detail holds what a terminal or a store can’t take', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const answer = admission(arrived(Buffer.from(bytes)));
        if (!answer.ok) expect(answer.refusal.detail).toMatch(/^[^\p{Cc}]*$/u);
      },
    ),
  );
});
