// What a box's sticker holds, made and kept: a serial, and a claim code that the server knows by its hash alone. Pure.
import { createHash } from 'node:crypto';
import { stickerText } from '@haixi/proto/devices/orders';

/** Crockford's base 32: no letter that could be taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const serialBytes = 5;
const codeBytes = 16;

export interface NewSticker {
  readonly serial: string;
  /** What is printed, this once. */
  readonly text: string;
  readonly codeHash: string;
}

/** A new sticker: 40 random bits of serial, 128 of claim code. `random` gives that many random bytes. */
export function newSticker(random: (count: number) => Uint8Array): NewSticker {
  const serial = base32(random(serialBytes));
  const claimCode = base32(random(codeBytes));
  return { serial, text: stickerText(serial, claimCode), codeHash: hashOfCode(claimCode) };
}

/** SHA-256 of a claim code, lower-case hex: what the store has of it. 128 random bits need no slow hash. */
export function hashOfCode(claimCode: string): string {
  return createHash('sha256').update(claimCode, 'utf8').digest('hex');
}

/** Five bits a letter, the first ones first; the last letter is filled up with zeros. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}
