// A QR code as one SVG path: each dark module a square of one unit. Pure.
import { encodeQR } from 'qr';

export interface QrPath {
  /** Side of the code with its quiet zone, in modules. */
  readonly side: number;
  readonly d: string;
}

/** The code of a text, with the quiet zone that readers need. */
export function qrPath(text: string): QrPath {
  const rows = encodeQR(text, 'raw', { border: 4 });
  const squares = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return { side: rows.length, d: squares.join('') };
}
