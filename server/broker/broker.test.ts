// The pure parts of the broker: the cap on packets, rights by topic, and lines that a noisy client can't multiply.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passedOn } from './foreign.js';
import { PacketLengths } from './packet-lengths.js';
import { RareLines } from './rare-lines.js';
import { mayLeaveWill, maySubscribe, publishing } from './rights.js';

/** A packet of MQTT 3.1.1: any type, its length, and a body of that length. */
function packet(type: number, bodyBytes: number): Buffer {
  const length: number[] = [];
  let left = bodyBytes;
  do {
    length.push((left % 128) + (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from([type << 4, ...length]), Buffer.alloc(bodyBytes, 0xff)]);
}

test('B1 packets within the cap pass, however they are cut into pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 500 })), {
        maxLength: 20,
      }),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 30 }),
      (packets, cuts) => {
        const bytes = Buffer.concat(packets.map(([type, body]) => packet(type, body)));
        const lengths = new PacketLengths(600);
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const size = cuts[i % cuts.length]!;
          expect(lengths.take(bytes.subarray(at, at + size))).toBeNull();
          at += size;
        }
      },
    ),
  );
});

test('B2 a packet over the cap is known by its first bytes, before its body is there', () => {
  const lengths = new PacketLengths(65_536);
  expect(lengths.take(packet(12, 0))).toBeNull();
  expect(lengths.take(packet(3, 10 * 1024 * 1024).subarray(0, 5))).toBe(10 * 1024 * 1024 + 5);
  const bytewise = new PacketLengths(65_536);
  const answers = [...packet(3, 65_536).subarray(0, 4)].map((byte) => bytewise.take(Uint8Array.of(byte)));
  expect(answers).toEqual([null, null, null, 65_540]);
});

test('B3 a length of five bytes and more is no length', () => {
  const lengths = new PacketLengths(65_536);
  expect(lengths.take(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 0x01))).toBe(Number.POSITIVE_INFINITY);
});

test('B4 an agent publishes to its own site’s topics only, and only what is kept is kept', () => {
  const own = 'haixi/v1/sites/shop-01';
  expect(publishing('shop-01', `${own}/alarms`)).toEqual({ allowed: true, retain: false });
  expect(publishing('shop-01', `${own}/presence`)).toEqual({ allowed: true, retain: true });
  for (const topic of [
    'haixi/v1/sites/shop-02/alarms',
    `${own}/answers`,
    `${own}/commands`,
    `${own}/alarms/more`,
    'haixi/v1/server/presence',
    'haixi/v1/refused/shop-01',
    '$SYS/x',
  ])
    expect(publishing('shop-01', topic)).toEqual({ allowed: false });
});

test('B5 an agent hears its own answers and commands and the server’s presence, and leaves its own will', () => {
  const may = (filter: string) => maySubscribe('shop-01', filter);
  expect(
    ['haixi/v1/sites/shop-01/answers', 'haixi/v1/sites/shop-01/commands', 'haixi/v1/server/presence'].every(
      may,
    ),
  ).toBe(true);
  expect(
    ['#', 'haixi/v1/sites/+/answers', 'haixi/v1/sites/shop-02/answers', 'haixi/v1/refused/shop-01'].some(may),
  ).toBe(false);
  expect(mayLeaveWill('shop-01', 'haixi/v1/sites/shop-01/presence')).toBe(true);
  expect(mayLeaveWill('shop-01', 'haixi/v1/sites/shop-02/presence')).toBe(false);
});

test('B6 a foreign publish is passed on cut, with its topic and its size', () => {
  const { topic, payload } = passedOn('shop-01', 'haixi/v1/sites/shop-02/alarms', Buffer.alloc(60_000, 'x'));
  expect(topic).toBe('haixi/v1/refused/shop-01');
  const read = JSON.parse(payload) as { topic: string; payload: string; bytes: number };
  expect([read.topic, read.bytes]).toEqual(['haixi/v1/sites/shop-02/alarms', 60_000]);
  expect(Buffer.from(read.payload, 'base64')).toHaveLength(8 * 1024);
});

test('B7 the same thing is said once a minute, with how often it was', () => {
  const lines = new RareLines();
  expect(lines.line('key shop-01', 'wrong key', 0)).toBe('wrong key');
  expect(lines.line('key shop-01', 'wrong key', 1_000)).toBeNull();
  expect(lines.line('key shop-02', 'wrong key', 1_000)).toBe('wrong key');
  expect(lines.line('key shop-01', 'wrong key', 60_000)).toMatch(/wrong key \(and 1 times more/);
});
