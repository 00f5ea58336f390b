// Passwords hashed and compared, two at a time: each takes 19 MiB and tens of milliseconds, and a flood must wait outside.
import { argon2, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { World } from '../world.js';
import { argonNow, type ArgonHash, readHash, writeHash } from './argon.js';

/** So many are hashed at once. */
const atOnceMax = 2;
/** So many wait for their turn, some five seconds; who comes then is told to come again. */
export const waitingMax = 100;

@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly world: World) {}

  /** The password's hash as text, by a fresh salt; null where too many wait. */
  hash(password: string): Promise<string | null> {
    return this.inTurn(async () => {
      const salt = Buffer.from(this.world.random(argonNow.saltBytes));
      const fresh = { ...argonNow, salt, tag: Buffer.alloc(argonNow.tagBytes) };
      return writeHash({ ...fresh, tag: await tagOf(password, fresh) });
    });
  }

  /**
   * Whether the password is the one of this hash; null where too many wait. Without a hash, for a name that nobody has,
   * it takes the same time and the answer is no.
   */
  async isRight(password: string, hash: string | null): Promise<boolean | null> {
    const kept = readHash(hash ?? nobodys);
    const tag = await this.inTurn(() => tagOf(password, kept));
    return tag && hash !== null && timingSafeEqual(tag, kept.tag);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.running >= atOnceMax) {
      if (this.waiting.length >= waitingMax) return null;
      await new Promise<void>((turn) => this.waiting.push(turn));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      // The turn goes to whoever has waited longest.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

const nobodys = writeHash({
  ...argonNow,
  salt: Buffer.alloc(argonNow.saltBytes),
  tag: Buffer.alloc(argonNow.tagBytes),
});

/** One way of writing a text counts: a keyboard may compose a letter otherwise than the one it was chosen by. */
function tagOf(password: string, { memoryKib, passes, lanes, salt, tag }: ArgonHash): Promise<Buffer> {
  const how = {
    message: Buffer.from(password.normalize('NFC')),
    nonce: salt,
    parallelism: lanes,
    tagLength: tag.length,
    memory: memoryKib,
    passes,
  };
  return new Promise((done, fail) => {
    argon2('argon2id', how, (error, derived) => (error ? fail(error) : done(derived)));
  });
}
