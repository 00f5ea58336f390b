// What the server takes from outside: time, ids and chance. Handed in, so that tests run days in milliseconds.
import { randomBytes } from 'node:crypto';

export abstract class World {
  /** Epoch ms, UTC. */
  abstract nowMs(): number;
  /** `count` random bytes. */
  abstract random(count: number): Uint8Array;

  /** A new id: 10 characters of time and 16 of chance, sortable, fit for topics, paths and rooms. */
  newId(): string {
    let time = this.nowMs();
    let head = '';
    for (let i = 0; i < 10; i += 1) {
      head = alphabet[time % 32]! + head;
      time = Math.floor(time / 32);
    }
    return head + Array.from(this.random(16), (byte) => alphabet[byte % 32]!).join('');
  }

  /** A salt for one event: 16 random bytes in hex. */
  readonly salt = (): string => Buffer.from(this.random(16)).toString('hex');
}

/** The machine's clock and the system's random numbers. */
export class RealWorld extends World {
  nowMs(): number {
    return Date.now();
  }
  random(count: number): Uint8Array {
    return randomBytes(count);
  }
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
