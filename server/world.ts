// What the server takes from outside: time, waiting, ids, chance and where its lines go. Handed in, so that tests run days in milliseconds.
import { randomBytes } from 'node:crypto';

export abstract class World {
  /** Epoch ms, UTC. The wall clock may jump: it stamps what happens, and measures no duration. */
  abstract nowMs(): number;
  /** Milliseconds since some moment that only run forward: what durations are measured by. */
  abstract steadyMs(): number;
  /** Runs once after a delay in ms; the answer cancels it. */
  abstract after(delayMs: number, run: () => void): () => void;
  /** Tells whoever runs the server one line. */
  abstract say(line: string): void;
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

  /** Waits so many ms. */
  wait(delayMs: number): Promise<void> {
    return new Promise((done) => void this.after(delayMs, done));
  }

  /** What this work comes to; rejects where it takes longer than so many ms, and whatever it comes to then is nobody's. */
  inTime<T>(withinMs: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`no answer within ${withinMs} ms`));
      const cancel = this.after(withinMs, late);
      work.then(resolve, reject).finally(cancel);
    });
  }

  /**
   * Runs again and again, each time `everyMs` after the last run has ended, until the answer is called; that settles
   * when a run that is under way has ended. One that fails is told as `what` and tried again: nothing that has to be
   * looked after ends by one fault.
   */
  every(everyMs: number, what: string, run: () => void | Promise<void>): () => Promise<void> {
    let stopped = false;
    let cancel = () => {};
    let running = Promise.resolve();
    const again = () => {
      cancel = this.after(everyMs, () => {
        running = Promise.resolve()
          .then(run)
          .catch((error: Error) => this.say(`${what}: tries again: ${error.message}`))
          .finally(() => {
            if (!stopped) again();
          });
      });
    };
    again();
    return () => {
      stopped = true;
      cancel();
      return running;
    };
  }

  /** A salt for one event: 16 random bytes in hex. */
  readonly salt = (): string => Buffer.from(this.random(16)).toString('hex');
}

/** The machine's clocks, the system's random numbers and this process's output. */
export class RealWorld extends World {
  nowMs(): number {
    return Date.now();
  }
  steadyMs(): number {
    return performance.now();
  }
  after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  }
  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
  random(count: number): Uint8Array {
    return randomBytes(count);
  }
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
