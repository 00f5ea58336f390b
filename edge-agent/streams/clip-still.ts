// One picture of a camera that shows a clip: taken out of the file by ffmpeg, where others are taken out of the tee.
import type { Privacy } from '@haixi/proto/devices/site-config';

export interface ClipStill {
  readonly takenAtMs: number;
  /** ffmpeg's, for one JPEG on stdout with these zones burnt in (rule N4). */
  readonly argumentsFor: (zones: Privacy) => string[];
}
