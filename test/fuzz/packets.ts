// MQTT 3.1.1 packets as bytes: right ones to get in with, and such as no client would send.
import type { Chance } from '../sim/engine/chance.js';

/** CONNECT with a user name and a password, clean session. */
export function connectPacket(clientId: string, username: string, password: string): Buffer {
  const head = Buffer.concat([text('MQTT'), Buffer.from([4, 0b1100_0010, 0, 60])]);
  return packet(0x10, Buffer.concat([head, text(clientId), text(username), text(password)]));
}

/** PUBLISH at QoS 0, or at QoS 1 with a packet id. */
export function publishPacket(
  topic: string,
  payload: Buffer,
  packetId: number | null,
  retain = false,
): Buffer {
  const id = packetId === null ? Buffer.alloc(0) : Buffer.from([packetId >> 8, packetId & 0xff]);
  const flags = (packetId === null ? 0 : 2) | (retain ? 1 : 0);
  return packet(0x30 | flags, Buffer.concat([text(topic), id, payload]));
}

export function subscribePacket(filter: string, packetId: number): Buffer {
  return packet(
    0x82,
    Buffer.concat([Buffer.from([packetId >> 8, packetId & 0xff]), text(filter), Buffer.from([1])]),
  );
}

export const pingPacket = Buffer.from([0xc0, 0]);
/** The first byte of a PINGRESP. */
export const pingAnswer = 0xd0;

/** Bytes on a fresh connection that are no right beginning, or a right one that goes wrong. */
export function strangeBytes(chance: Chance, right: readonly Buffer[]): Buffer {
  const whole = Buffer.concat(right.filter(() => chance.chance(0.7)));
  switch (chance.int(8)) {
    case 0:
      return Buffer.from(chance.bytes(1 + chance.int(400)));
    case 1:
      return whole.subarray(0, chance.int(whole.length + 1));
    case 2:
      // A length that never ends, and one that promises 256 MB.
      return chance.chance(0.5)
        ? Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f])
        : Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 1]);
    case 3:
      return Buffer.concat(right.toReversed());
    case 4:
      return Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    case 5:
      return packet(chance.int(256), Buffer.from(chance.bytes(chance.int(200))));
    case 6:
      return Buffer.concat([...right, ...right]);
    default: {
      const copy = Buffer.from(whole);
      for (let times = 1 + chance.int(6); times > 0 && copy.length > 0; times -= 1)
        copy[chance.int(copy.length)] = chance.int(256);
      return copy;
    }
  }
}

function packet(first: number, rest: Buffer): Buffer {
  const length: number[] = [];
  let left = rest.length;
  do {
    length.push((left % 128) | (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from([first, ...length]), rest]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}
