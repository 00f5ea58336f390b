// A password's hash as text (PHC string format): Argon2id with the parameters it was made by.

/** OWASP's first choice: 19 MiB, two passes, one lane. */
export const argonNow = { memoryKib: 19_456, passes: 2, lanes: 1, saltBytes: 16, tagBytes: 32 } as const;

export interface ArgonHash {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export function writeHash({ memoryKib, passes, lanes, salt, tag }: ArgonHash): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${plain(salt)}$${plain(tag)}`;
}

/** Throws where the text is no such hash: the store has only those. */
export function readHash(text: string): ArgonHash {
  const [, memoryKib, passes, lanes, salt, tag] = form.exec(text) ?? [];
  if (salt === undefined || tag === undefined)
    throw new Error('a password’s hash in the store is not Argon2id');
  return {
    memoryKib: Number(memoryKib),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** Base64 without its filling, as the format has it. */
function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
