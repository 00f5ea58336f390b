// A small grey picture as ffmpeg writes it, cut out of a stream of bytes: all that the detectors ever see of a camera.

/** Size and pace of the pictures that ffmpeg is asked for: a grown person 30 m away is still some points tall. */
export const frameWidth = 128;
export const frameHeight = 72;
export const framesPerSecond = 5;
export const frameBytes = frameWidth * frameHeight;

/** Cuts whole frames out of what has come in; `rest` waits for more. */
export function cutFrames(rest: Buffer, chunk: Buffer): { frames: Buffer[]; rest: Buffer } {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  const count = Math.floor(bytes.length / frameBytes);
  const frames = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * frameBytes, (index + 1) * frameBytes),
  );
  return { frames, rest: bytes.subarray(count * frameBytes) };
}
