// What a phone's camera sees when it is held over a sticker: a short film of a QR code, as Chromium's fake camera plays it.
import { closeSync, openSync, writeSync } from 'node:fs';
import { encodeQR } from 'qr';

const size = { width: 640, height: 480 };
const framesPerSecond = 10;
const frames = 20;

/** Of the picture's height; the sticker moves a little, as a hand does. */
const codeShare = 0.62;
const swayPx = 12;

/** Luma of paper, ink and the table behind, and chroma without colour. */
const luma = { paper: 225, ink: 28, table: 120 } as const;
const grey = 128;

/** Arguments with which Chromium plays this file wherever a page asks for a camera, and asks nobody. */
export function cameraArguments(file: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

/**
 * Writes a YUV4MPEG2 film (640×480, 10 frames a second, 2 s in a loop) in which the text is held before the camera as a
 * QR code. Null shows the table alone. A page that asks for the camera again sees the file as it is then.
 */
export function writeQrFeed(file: string, text: string | null): void {
  const out = openSync(file, 'w');
  const { width, height } = size;
  try {
    writeSync(out, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    const colour = Buffer.alloc((width * height) / 2, grey);
    for (let frame = 0; frame < frames; frame += 1) {
      writeSync(out, 'FRAME\n');
      writeSync(out, picture(text, frame));
      writeSync(out, colour);
    }
  } finally {
    closeSync(out);
  }
}

function picture(text: string | null, frame: number): Buffer {
  const { width, height } = size;
  const plane = Buffer.alloc(width * height, luma.table);
  if (text === null) return plane;
  const rows = encodeQR(text, 'raw', { border: 4 });
  const modulePx = Math.floor((height * codeShare) / rows.length);
  const turn = (2 * Math.PI * frame) / frames;
  const left = Math.round((width - rows.length * modulePx) / 2 + swayPx * Math.cos(turn));
  const top = Math.round((height - rows.length * modulePx) / 2 + swayPx * Math.sin(turn));
  for (const [y, row] of rows.entries())
    for (const [x, dark] of row.entries())
      for (let line = 0; line < modulePx; line += 1) {
        const from = (top + y * modulePx + line) * width + left + x * modulePx;
        plane.fill(dark ? luma.ink : luma.paper, from, from + modulePx);
      }
  return plane;
}
