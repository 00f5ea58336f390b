// The world of a day that has been: its clock stands where it is put, its chance is the machine's own.
import { randomBytes } from 'node:crypto';
import { World } from '../../world.js';

export class PastWorld extends World {
  constructor(public atMs: number) {
    super();
  }
  nowMs(): number {
    return this.atMs;
  }
  steadyMs(): number {
    return this.atMs;
  }
  /** Nothing waits in the past. */
  after(): () => void {
    return () => {};
  }
  say(): void {}
  random(count: number): Uint8Array {
    return randomBytes(count);
  }
}
