// A wire between a program and the server: a TCP relay that can be cut with or without a word, one way, or made slow.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { KernelLine } from './namespace.js';

/**
 * `silent`: nothing passes and nobody is told, not even of an end; `up` and `down`: so in that direction alone (up is
 * towards the server); `reset`: every connection ends, and every new one; `slow`: late, unevenly, now and then as late
 * as a lost packet that is sent again.
 */
export type Weather = 'whole' | 'silent' | 'up' | 'down' | 'reset' | 'slow';

export interface Wire {
  readonly name: string;
  /** Host and port that a program is given in place of the server's. */
  readonly address: string;
  /** From now on, until its end or a later spell. */
  turn(weather: Exclude<Weather, 'whole'>): Spell;
  close(): Promise<void>;
}

export interface Spell {
  /** How often it has held, delayed or ended something. */
  touched(): number;
  /** The wire is whole again, unless another spell has come meanwhile; `forgotten`: whatever stood open ends. */
  end(forgotten?: boolean): void;
}

/** In ms: what a thin mobile line does to a packet. */
const slow = { latencyMs: 250, jitterMs: 350, lostPercent: 8, againMs: 900 };

/** A sender that is not heard learns of it by its own buffers, as with a real line. */
const heldBytesMax = 256 * 1024;

/**
 * Lays a wire to a port of this machine. `random` is the harness's chance, 0 … 1. What the kernel can do to its `line`
 * is left to it.
 */
export async function layWire(
  name: string,
  toPort: number,
  random: () => number,
  line: KernelLine | null = null,
): Promise<Wire> {
  const pairs = new Set<Pair>();
  let weather: Weather = 'whole';
  let spell: Done = { touched: 0, kernels: false };
  const touch = () => {
    spell.touched += 1;
  };
  const server = createServer((near) => {
    near.on('error', () => {});
    if (weather === 'reset') {
      touch();
      near.resetAndDestroy();
      return;
    }
    const pair = new Pair(near, toPort, random, touch);
    pairs.add(pair);
    pair.ended = () => pairs.delete(pair);
    pair.turn(weather);
  }).listen(0, line?.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  const turn = (to: Weather) => {
    weather = to;
    for (const pair of pairs) {
      if (to === 'reset') touch();
      pair.turn(to);
    }
  };
  return {
    name,
    address: `${address}:${port}`,
    turn(to) {
      // The spell before this one keeps what it has done so far.
      spell.touched += spell.kernels ? line!.touched() : 0;
      spell.kernels = false;
      const kernels = line?.turn(to) ?? false;
      const own: Done = { touched: 0, kernels };
      spell = own;
      turn(kernels ? 'whole' : to);
      return {
        touched: () => own.touched + (own.kernels ? line!.touched() : 0),
        end(forgotten = false) {
          if (spell !== own) return;
          own.kernels = false;
          line?.turn('whole');
          if (forgotten) turn('reset');
          turn('whole');
        },
      };
    },
    close: async () => {
      turn('reset');
      server.close();
      await once(server, 'close');
    },
  };
}

/** What a spell has done by the relay, and whether the kernel does the rest. */
interface Done {
  touched: number;
  kernels: boolean;
}

/** One connection over the wire: what comes near, and what goes on to the server. */
class Pair {
  ended: () => void = () => {};
  private far: Socket | null = null;
  private up: Way | null = null;
  private down: Way | null = null;

  constructor(
    private readonly near: Socket,
    private readonly toPort: number,
    private readonly random: () => number,
    private readonly touch: () => void,
  ) {
    near.setNoDelay(true);
    near.on('close', () => this.over());
  }

  turn(weather: Weather): void {
    if (weather === 'reset') return this.reset();
    const holds = (way: 'up' | 'down') => weather === 'silent' || weather === way;
    // Neither end of a new connection gets through where one direction is dead.
    if (!this.far && !holds('up') && !holds('down')) this.join();
    this.up?.turn(holds('up'), weather === 'slow');
    this.down?.turn(holds('down'), weather === 'slow');
    if (!this.far) this.touch();
  }

  private join(): void {
    const far = connect({ port: this.toPort, host: '127.0.0.1', noDelay: true });
    far.on('error', () => {});
    far.on('close', () => this.over());
    this.far = far;
    this.up = new Way(this.near, far, this.random, this.touch);
    this.down = new Way(far, this.near, this.random, this.touch);
  }

  /** An end is a word too: it passes when its direction does. */
  private over(): void {
    if (this.near.destroyed && (!this.far || this.far.destroyed)) return this.ended();
    if (!this.far) return;
    const { up, down, near, far } = this;
    if (near.destroyed) up!.afterwards(() => far.destroy());
    if (far.destroyed) down!.afterwards(() => near.destroy());
  }

  private reset(): void {
    this.near.resetAndDestroy();
    this.far?.resetAndDestroy();
    this.ended();
  }
}

/** One direction of a connection: a queue that is held, delayed, or passed on at once. */
class Way {
  private held: Buffer[] = [];
  private heldBytes = 0;
  private holds = false;
  private isSlow = false;
  private dueMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private last: (() => void) | null = null;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly random: () => number,
    private readonly touch: () => void,
  ) {
    from.on('data', (bytes: Buffer) => this.take(bytes));
    to.on('drain', () => from.resume());
  }

  turn(holds: boolean, isSlow: boolean): void {
    this.holds = holds;
    this.isSlow = isSlow;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!holds) this.pass();
  }

  /** Runs when everything before it has passed. */
  afterwards(run: () => void): void {
    this.last = run;
    if (!this.holds && this.held.length === 0) this.pass();
  }

  private take(bytes: Buffer): void {
    if (!this.holds && !this.isSlow && this.held.length === 0) return this.write(bytes);
    this.touch();
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    if (this.heldBytes > heldBytesMax) this.from.pause();
    if (this.isSlow && !this.holds) this.later();
  }

  private later(): void {
    if (this.timer) return;
    const { latencyMs, jitterMs, lostPercent, againMs } = slow;
    const lost = this.random() * 100 < lostPercent ? againMs : 0;
    const nowMs = performance.now();
    this.dueMs = Math.max(this.dueMs, nowMs + latencyMs + this.random() * jitterMs + lost);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.pass();
    }, this.dueMs - nowMs);
  }

  private pass(): void {
    const bytes = Buffer.concat(this.held);
    this.held = [];
    this.heldBytes = 0;
    if (bytes.length > 0) this.write(bytes);
    this.last?.();
    if (!this.from.destroyed && !this.to.writableNeedDrain) this.from.resume();
  }

  private write(bytes: Buffer): void {
    if (this.to.destroyed) return;
    if (!this.to.write(bytes)) this.from.pause();
  }
}
