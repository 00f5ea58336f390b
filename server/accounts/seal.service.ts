// Secrets the server has to read again, such as a second factor or a camera's address, sealed before they go to the store.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../environment.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** The first letters of what is sealed: another way of sealing would begin otherwise. */
const version = 's1.';

/** AES-256-GCM by a key in a file of its own, so that a copy of the store alone gives no secret away. */
@Injectable()
export class Seal implements OnModuleInit {
  private readonly key: Buffer;

  /** Reads the key, or makes one where there is none. Throws where the file can't be read or is no key. */
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly environment: Environment,
  ) {
    this.key = keyIn(environment.sealKeyFile, () => world.random(keyBytes));
  }

  /** Throws where the store was sealed by another key: better now than when the first administrator signs in. */
  async onModuleInit(): Promise<void> {
    const mark = { key: 'seal', value: this.seal('haixi') };
    await this.db
      .insertInto('settings')
      .values(mark)
      .onConflict((clash) => clash.doNothing())
      .execute();
    const { value } = await this.db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', mark.key)
      .executeTakeFirstOrThrow();
    this.open(value);
  }

  /** The text, sealed: letters, digits, `-`, `_` and `.`. The same text gives another one each time. */
  seal(text: string): string {
    const nonce = this.world.random(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return version + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** The text again. Throws, with words for whoever runs the server, where the key is another one or a byte was changed. */
  open(sealed: string): string {
    const bytes = Buffer.from(sealed.slice(version.length), 'base64url');
    try {
      if (!sealed.startsWith(version)) throw new Error('not sealed');
      const opener = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, nonceBytes));
      opener.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const text = [opener.update(bytes.subarray(nonceBytes + tagBytes)), opener.final()];
      return Buffer.concat(text).toString('utf8');
    } catch {
      throw new Error(
        `what is sealed in the store can't be opened by the key in ${this.environment.sealKeyFile}: ` +
          'put the key back that belongs to this store, from its backup',
      );
    }
  }
}

function keyIn(path: string, newKey: () => Uint8Array): Buffer {
  const key = readKey(path) ?? makeKey(path, newKey());
  if (key.length === keyBytes) return key;
  throw new Error(`the seal's key in ${path} has ${key.length} bytes and needs ${keyBytes}`);
}

function readKey(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Only its owner may read it; of two programs that start at once, the second fails rather than have another key. */
function makeKey(path: string, key: Uint8Array): Buffer {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, key);
    // What is sealed by it is on the store's disk before long: a power cut must not leave that without its key.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return Buffer.from(key);
}
