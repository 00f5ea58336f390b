// What a file really is, by its first bytes: nothing but a picture comes in as a photo. Pure.

export type PhotoType = 'image/jpeg' | 'image/png';

/** So many first bytes tell. */
export const magicBytes = 8;

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpeg = [0xff, 0xd8, 0xff];

/** The type of a picture, or null where the bytes begin like neither a JPEG nor a PNG file. */
export function photoTypeOf(firstBytes: Uint8Array): PhotoType | null {
  if (png.every((byte, at) => firstBytes[at] === byte)) return 'image/png';
  if (jpeg.every((byte, at) => firstBytes[at] === byte)) return 'image/jpeg';
  return null;
}

const endOfImage = [0xff, 0xd9];

/** Whether a file begins as a JPEG does and ends as a whole one does. */
export function isWholeJpeg({ first, last }: { first: Uint8Array; last: Uint8Array }): boolean {
  const end = last.subarray(-endOfImage.length);
  return photoTypeOf(first) === 'image/jpeg' && endOfImage.every((byte, at) => end[at] === byte);
}
