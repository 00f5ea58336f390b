// Chance of the simulation: one seeded generator with a large state, from which everything random in a run is drawn.

/**
 * xoshiro256** (Blackman and Vigna): 256 bits of state, so that seeds one apart share nothing. The state is filled by
 * splitmix64, as its authors advise.
 */
export class Chance {
  private readonly state: [bigint, bigint, bigint, bigint];
  private left: number[] = [];

  constructor(seed: bigint | number) {
    let filling = BigInt(seed);
    const next = () => {
      filling = low(filling + 0x9e3779b97f4a7c15n);
      let z = filling;
      z = low((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
      z = low((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
      return z ^ (z >> 31n);
    };
    this.state = [next(), next(), next(), next()];
  }

  /** A number from 0 to below 1, of 32 bits. */
  real(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number from 0 to below `count`. */
  int(count: number): number {
    return Math.floor(this.real() * count);
  }

  /** True with this probability; nothing is drawn where it is certain. */
  chance(probability: number): boolean {
    if (probability <= 0) return false;
    return probability >= 1 || this.real() < probability;
  }

  /** A number from `least` to below `most`. */
  between(least: number, most: number): number {
    return least + this.real() * (most - least);
  }

  /** One of these; throws where there is none. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('nothing to pick from');
    return from[this.int(from.length)]!;
  }

  /** A wait in ms about `meanMs`, often short and now and then long, never below 0: an exponential draw. */
  wait(meanMs: number): number {
    return -Math.log(1 - this.real()) * meanMs;
  }

  /** `count` bytes. */
  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.word() & 0xff);
  }

  /** A generator of its own, so that what one part of a run draws shifts nothing in another. */
  fork(): Chance {
    return new Chance((BigInt(this.word()) << 32n) | BigInt(this.word()));
  }

  private word(): number {
    const left = this.left.pop();
    if (left !== undefined) return left;
    const { state } = this;
    const [s0, s1, s2, s3] = state;
    const result = low(rotated(low(s1 * 5n), 7n) * 9n);
    const a = s2 ^ s0;
    const b = s3 ^ s1;
    state[0] = s0 ^ b;
    state[1] = s1 ^ a;
    state[2] = a ^ low(s1 << 17n);
    state[3] = rotated(b, 45n);
    this.left.push(Number(result & 0xffffffffn));
    return Number(result >> 32n);
  }
}

function low(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function rotated(value: bigint, by: bigint): bigint {
  return low(value << by) | (value >> (64n - by));
}
