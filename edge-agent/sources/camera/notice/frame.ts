// A small grey picture as ffmpeg writes it, cut out of a stream of bytes, and what it looks like in three numbers.

/** Size and pace of the pictures that ffmpeg is asked for. */
export const frameWidth = 128;
export const frameHeight = 72;
export const framesPerSecond = 5;
export const frameBytes = frameWidth * frameHeight;

/** All of 0–255: mean level, standard deviation, and mean step between neighbouring points. */
export interface FrameStats {
  readonly brightness: number;
  readonly contrast: number;
  readonly edges: number;
}

/** Cuts whole frames out of what has come in; `rest` waits for more. */
export function cutFrames(rest: Buffer, chunk: Buffer): { frames: Buffer[]; rest: Buffer } {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  const count = Math.floor(bytes.length / frameBytes);
  const frames = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * frameBytes, (index + 1) * frameBytes),
  );
  return { frames, rest: bytes.subarray(count * frameBytes) };
}

/** The statistics of one frame of `frameBytes` bytes. */
export function frameStats(frame: Uint8Array): FrameStats {
  let sum = 0;
  let squares = 0;
  let steps = 0;
  for (let at = 0; at < frameBytes; at += 1) {
    const level = frame[at] ?? 0;
    sum += level;
    squares += level * level;
    if (at % frameWidth > 0) steps += Math.abs(level - (frame[at - 1] ?? 0));
    if (at >= frameWidth) steps += Math.abs(level - (frame[at - frameWidth] ?? 0));
  }
  const brightness = sum / frameBytes;
  const stepCount = (frameWidth - 1) * frameHeight + frameWidth * (frameHeight - 1);
  const contrast = Math.sqrt(Math.max(0, squares / frameBytes - brightness * brightness));
  return { brightness, contrast, edges: steps / stepCount };
}
