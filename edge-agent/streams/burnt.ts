// How ffmpeg is asked to send a camera's video with its privacy zones burnt in: decoded, blackened, encoded anew.
import { burnFilter } from '../privacy/burn.js';
import type { Privacy } from '@haixi/proto/devices/site-config';

/** What can be decoded out of the tee, and is H.264 once it has been encoded anew. */
const decodable: readonly string[] = ['h264', 'hevc', 'mpeg4', 'mpeg2video'];

/** The codec of what is sent, by that of the camera and the number of its zones. */
export function sentCodec(codec: string | null, zones: number): string | null {
  return zones > 0 && codec !== null && decodable.includes(codec) ? 'h264' : codec;
}

/** What is known of the camera's video; null what is not. */
export interface Burning {
  readonly zones: Privacy;
  readonly width: number | null;
  readonly height: number | null;
  readonly kbps: number | null;
  /** Major version of ffmpeg. */
  readonly major: number;
}

/** The encoder may take so much more than the camera does, for it is the quicker and the worse one. */
const rateShare = 1.3;
const kbpsLeast = 600;
const kbpsMost = 8_000;
const kbpsUnknown = 3_000;

/**
 * Arguments to be spawned without a shell. As many pictures as the camera sends, in its size: the first one's, for an
 * encoder can't change. Nothing is held back: neither by threads that decode ahead nor by the encoder. A key frame each
 * 2 s, so that who loses something has it again soon.
 */
export function burntArguments({ zones, width, height, kbps, major }: Burning): readonly string[] {
  const most = Math.round(Math.min(kbpsMost, Math.max(kbpsLeast, (kbps ?? kbpsUnknown) * rateShare)));
  const size = width && height ? [`scale=${width - (width % 2)}:${height - (height % 2)}`] : [];
  const filter = [burnFilter(zones) ?? [], ...size, 'format=yuv420p'].flat().join(',');
  return [
    ...words('-hide_banner -nostats -loglevel error -protocol_whitelist pipe'),
    ...words('-threads 1 -flags low_delay -probesize 32 -analyzeduration 0 -f mpegts -i pipe:0'),
    ...words('-map 0:v:0 -an -vf'),
    filter,
    ...words(major < 6 ? '-vsync passthrough' : '-fps_mode passthrough'),
    ...words('-c:v libx264 -preset superfast -tune zerolatency -profile:v baseline -crf 24'),
    ...words(`-maxrate ${most}k -bufsize ${most}k -g 600 -force_key_frames expr:gte(t,n_forced*2)`),
    ...words('-flush_packets 1 -flvflags no_duration_filesize -f flv pipe:1'),
  ];
}

function words(text: string): string[] {
  return text.split(' ');
}
