// What is typed from a sticker into the form of its QR code: without its head, in groups, in lower case. Pure.
import { readSticker, stickerText } from '@haixi/proto/devices/orders';

/** Lengths of the two parts, as the sticker has them. */
const serialLength = 8;
const codeLength = 26;

/**
 * The sticker's text out of what was scanned or typed; null where it is none. Typing may leave out `HX1` and the colons,
 * and group the letters as it likes.
 */
export function stickerIn(text: string): string | null {
  const read = readSticker(text) ?? readSticker(withHead(text));
  return read === null ? null : stickerText(read.serial, read.claimCode);
}

/** How many letters of a sticker are still to be typed; null where there are too many. */
export function lettersMissing(text: string): number | null {
  const missing = serialLength + codeLength - lettersOf(text).length;
  return missing < 0 ? null : missing;
}

function withHead(text: string): string {
  const letters = lettersOf(text);
  return `HX1:${letters.slice(0, serialLength)}:${letters.slice(serialLength)}`;
}

function lettersOf(text: string): string {
  const letters = text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  // A serial may begin with these three letters too, so they are the head only where they are too many.
  return letters.startsWith('HX1') && letters.length > serialLength + codeLength ? letters.slice(3) : letters;
}
