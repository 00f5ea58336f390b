// How ffmpeg is asked to watch one camera: small grey pictures for us to look at, and one line for each packet.
import type { CameraConfig } from '../../config/config.js';
import { frameHeight, framesPerSecond, frameWidth } from './notice/frame.js';

/** What to do where ffmpeg is missing. */
export const installFfmpeg = 'ffmpeg is not installed: apt-get install ffmpeg';

/** The pipe of ffmpeg, beside stdout and stderr, on which the packets are told. */
export const packetsPipe = 3;

/** ffmpeg's major version out of the first line of `ffmpeg -version`, or null. Builds from git count as new. */
export function majorVersion(text: string): number | null {
  const match = /^ffmpeg version n?(\S+)/.exec(text);
  if (!match) return null;
  const major = Number.parseInt(match[1] ?? '', 10);
  return Number.isNaN(major) || major > 1_000 ? 99 : major;
}

/**
 * Arguments for one camera, to be spawned without a shell. The protocols are closed to what the address needs, so
 * that a playlist or a redirect can't make ffmpeg open anything else.
 */
export function ffmpegArguments({ address, loop }: CameraConfig, major: number): string[] {
  const grey = `fps=${framesPerSecond},scale=${frameWidth}:${frameHeight}:flags=area,format=gray`;
  return [
    ...words('-hide_banner -nostdin -nostats -loglevel error -threads 1'),
    ...(/^rtsps?:/i.test(address) ? rtspInput(address, major) : fileInput(address, loop)),
    ...words(`-map 0:v:0 -vf ${grey} -f rawvideo pipe:1`),
    ...words(`-map 0:v:0 -c copy -flush_packets 1 -f framecrc pipe:${packetsPipe}`),
  ];
}

/**
 * The network timeout ends an ffmpeg that gets nothing after its agent was killed; one that still gets pictures ends
 * by its broken pipe. Before version 5 the option was called otherwise, and `-timeout` made ffmpeg listen.
 */
function rtspInput(address: string, major: number): string[] {
  const timeout = major < 5 ? '-stimeout' : '-timeout';
  return [
    ...words('-protocol_whitelist rtsp,rtsps,rtp,tcp,tls,crypto -rtsp_transport tcp'),
    ...words(`${timeout} 10000000 -analyzeduration 1000000`),
    '-i',
    address,
  ];
}

/** `-re` reads a file at the pace at which it was filmed. */
function fileInput(path: string, loop: boolean): string[] {
  return [...words(`-protocol_whitelist file -re ${loop ? '-stream_loop -1' : ''}`), '-i', `file:${path}`];
}

function words(text: string): string[] {
  return text.trim().split(' ');
}
