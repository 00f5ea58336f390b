// The outbox's file format: framed records one after another, readable by eye, each with its length and checksum.
import { crc32 } from 'node:zlib';

/** A record is `<8 hex: bytes of text> <8 hex: CRC-32 of text> <text>\n`. The text never holds a line break. */
const headBytes = 18;

/** The longest text of a record. Above any entry that fits an MQTT packet; below it a length is damage. */
export const textBytesMax = 256 * 1024;

/** One step through a file: a whole record, damaged bytes, or the wish to see more bytes first. */
export type Step =
  | { kind: 'record'; text: string; from: number; to: number }
  | { kind: 'damage'; from: number; to: number }
  | { kind: 'more' }
  | { kind: 'end' };

/** One record as bytes. Throws on a text that could not be read back: too long, or with a line break. */
export function encodeRecord(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  if (body.length > textBytesMax || text.includes('\n')) throw new Error('this text does not fit a record');
  const head = `${hex(body.length)} ${hex(crc32(body))} `;
  return Buffer.concat([Buffer.from(head, 'latin1'), body, Buffer.from('\n')]);
}

/** The text of one record's bytes, or null where its length or checksum says that they are no longer its own. */
export function recordText(record: Buffer): string | null {
  const found = recordAt(record, 0);
  return typeof found === 'string' ? null : found.text;
}

/**
 * The step at `from`. `last` says that no bytes follow these. After damage the next record is looked for behind the
 * next line break, so one torn or flipped place never hides the whole records after it.
 */
export function step(bytes: Buffer, from: number, last: boolean): Step {
  if (from >= bytes.length) return last ? { kind: 'end' } : { kind: 'more' };
  const found = recordAt(bytes, from);
  if (found === 'short' && !last) return { kind: 'more' };
  if (found !== 'short' && found !== 'none') return { kind: 'record', from, ...found };
  const lineBreak = bytes.indexOf(0x0a, from);
  if (lineBreak >= 0) return { kind: 'damage', from, to: lineBreak + 1 };
  return last || bytes.length - from > textBytesMax * 2
    ? { kind: 'damage', from, to: bytes.length }
    : { kind: 'more' };
}

function recordAt(bytes: Buffer, from: number): { text: string; to: number } | 'short' | 'none' {
  const head = bytes.toString('latin1', from, from + headBytes);
  if (!'00000000 00000000 '.startsWith(head.replaceAll(/[0-9a-f]/g, '0'))) return 'none';
  if (head.length < headBytes) return 'short';
  const length = Number.parseInt(head.slice(0, 8), 16);
  if (length > textBytesMax) return 'none';
  const textFrom = from + headBytes;
  const textTo = textFrom + length;
  if (textTo + 1 > bytes.length) return 'short';
  const body = bytes.subarray(textFrom, textTo);
  if (hex(crc32(body)) !== head.slice(9, 17)) return 'none';
  return { text: body.toString('utf8'), to: textTo + 1 };
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
