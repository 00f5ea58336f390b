// A QR code as it is shown and printed: one path of dark squares on white, with the quiet zone that readers need.
import encode from 'qr';
import { useMemo } from 'react';
import './qr-code.css';

/** `label` says what the code is, for who can't see it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { side, d } = useMemo(() => pathOf(text), [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={d} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function pathOf(text: string): { side: number; d: string } {
  const rows = encode(text, 'raw', { border: 4 });
  const squares = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return { side: rows.length, d: squares.join('') };
}
