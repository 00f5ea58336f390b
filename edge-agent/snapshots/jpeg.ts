// How ffmpeg is asked for one picture as JPEG, and what counts as a whole one (pure).
import type { Privacy } from '@haixi/proto/devices/site-config';
import { stillBytesMax } from '@haixi/proto/media/media';
import { burnFilter } from '../privacy/burn.js';

const quiet = words('-hide_banner -nostats -loglevel error -threads 1');

/** Beyond this a picture shows nothing more to who looks at it beside a map. */
const widthMax = 1280;

/** ffmpeg's qualities: the best, and those that are tried one after another where a picture is too large. */
export const bestQuality = 4;
export const lesserQualities: readonly number[] = [9, 18, 31];

/** B-frames before an open group's key frame can't be decoded: the last picture comes so much earlier than counted. */
const fewer = 8;

/** Writes the last few of `count` pictures of MPEG-TS on stdin, as JPEGs behind one another. */
export function fromGroup(count: number, zones: Privacy): string[] {
  const last = `select=gte(n\\,${Math.max(0, count - 1 - fewer)}),setpts=N/(25*TB),${shown(zones)}`;
  return [
    ...quiet,
    ...words('-protocol_whitelist pipe -f mpegts -i pipe:0 -map 0:v:0 -an'),
    '-vf',
    last,
    ...words('-r 25'),
    ...output(bestQuality),
  ];
}

/** Writes the first picture that the camera shows. `major` is ffmpeg's: before 5 `-timeout` made it listen. */
export function fromCamera(
  { address, transport }: { address: string; transport: 'tcp' | 'udp' },
  major: number,
  zones: Privacy,
): string[] {
  const protocols = `rtsp,rtsps,rtp,${transport === 'udp' ? 'udp,' : ''}tcp,tls,crypto`;
  return [
    ...quiet,
    '-nostdin',
    ...words(`-protocol_whitelist ${protocols} -rtsp_transport ${transport} -allowed_media_types video`),
    ...words(`${major < 5 ? '-stimeout' : '-timeout'} 5000000 -analyzeduration 2000000 -fpsprobesize 0 -i`),
    address,
    ...words('-map 0:v:0 -an -frames:v 1'),
    '-vf',
    shown(zones),
    ...output(bestQuality),
  ];
}

/** Writes the JPEG on stdin anew, not wider than any other and in this quality. */
export function fromJpeg(quality: number, zones: Privacy): string[] {
  return [
    ...quiet,
    ...words('-protocol_whitelist pipe -f mjpeg -i pipe:0 -frames:v 1'),
    '-vf',
    shown(zones),
    ...output(quality),
  ];
}

/** The last of the JPEGs in these bytes, or null where there is no whole one. */
export function lastJpeg(bytes: Buffer): Buffer | null {
  const from = bytes.lastIndexOf(startOfImage);
  if (from < 0) return null;
  const jpeg = bytes.subarray(from);
  return jpeg.length > 100 && jpeg.subarray(-2).equals(endOfImage) ? jpeg : null;
}

export function fits(jpeg: Buffer): boolean {
  return jpeg.length <= stillBytesMax;
}

const startOfImage = Buffer.from([0xff, 0xd8, 0xff]);
const endOfImage = Buffer.from([0xff, 0xd9]);

const scaled = `scale=w='min(${widthMax},iw)':h=-2,format=yuvj420p`;

/** Every picture that leaves goes through this: first the zones are black, then it is made smaller (rule N4). */
function shown(zones: Privacy): string {
  return [burnFilter(zones) ?? [], scaled].flat().join(',');
}

function output(quality: number): string[] {
  return words(`-c:v mjpeg -q:v ${quality} -f image2pipe pipe:1`);
}

function words(text: string): string[] {
  return text.split(' ');
}
