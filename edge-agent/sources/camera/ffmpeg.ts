// How ffmpeg is asked to watch one camera: small grey pictures to look at, its packets told and copied, its sound measured.
import { cameraFaults } from '@haixi/proto/mqtt/camera-faults';
import { type AddressKind, kindOf, type Opened, watchedAddress } from './camera-config.js';
import { soundRate } from './loudness.js';
import { frameHeight, framesPerSecond, frameWidth } from './notice/frame.js';
import type { Plan } from './plan.js';

/** What to do where ffmpeg is missing. */
export const installFfmpeg = cameraFaults.noFfmpeg.en;

/** The pipes of ffmpeg beside stdin and stderr. What comes out of each has to be read always, or ffmpeg stands still. */
export const pipes = { grey: 1, packets: 3, stream: 4, sound: 5 } as const;

/** ffmpeg's major version out of the first line of `ffmpeg -version`, or null. Builds from git count as new. */
export function majorVersion(text: string): number | null {
  const match = /^ffmpeg version n?(\S+)/.exec(text);
  if (!match) return null;
  const major = Number.parseInt(match[1] ?? '', 10);
  return Number.isNaN(major) || major > 1_000 ? 99 : major;
}

/**
 * Arguments for one camera, to be spawned without a shell. The protocols are closed to what the address needs, so
 * that a playlist or a redirect can't make ffmpeg open anything else. `verbose` is no more than a line at a change of
 * the stream, and the only place where a change of its size is told.
 */
export function ffmpegArguments(camera: Opened, plan: Plan, major: number): string[] {
  const address = watchedAddress(camera);
  const kind = kindOf(address);
  return [
    ...words('-hide_banner -nostdin -nostats -loglevel level+verbose'),
    ...decoder(plan),
    ...(kind === 'rtsp' ? rtspInput(address, camera.transport, plan, major) : []),
    ...(kind === 'file' ? fileInput(address, camera.loop) : []),
    ...(kind === 'device' ? deviceInput(address) : []),
    ...greyOutput(major),
    ...(kind === 'device' ? encodedOutputs : copiedOutputs(kind, major)),
    ...(plan.sound ? soundOutput : []),
  ];
}

/**
 * Pictures that no other one needs are left out in any case, and so is the smoothing of block edges, a sixth of the
 * work: nothing of it is left at the size that is looked at. One thread: many cameras share the machine, and each more
 * of them would hold a picture back.
 */
function decoder({ keyFramesOnly }: Plan): string[] {
  return words(`-threads 1 -skip_loop_filter all -skip_frame ${keyFramesOnly ? 'nokey' : 'noref'}`);
}

/**
 * Not more pictures than asked for, and none twice. rawvideo's encoder holds one back for each thread it may have, so
 * that with key frames alone a picture would be a second old.
 */
function greyOutput(major: number): string[] {
  const step = (0.95 / framesPerSecond).toFixed(3);
  const paced = `isnan(t)+isnan(prev_selected_t)+lt(t,prev_selected_t)+gte(t-prev_selected_t,${step})`;
  const grey = `select='${paced}',scale=${frameWidth}:${frameHeight}:flags=area,format=gray`;
  const asTheyCome = major < 6 ? '-vsync passthrough' : '-fps_mode passthrough';
  return words(`-map 0:v:0 -vf ${grey} ${asTheyCome} -threads 1 -f rawvideo pipe:${pipes.grey}`);
}

/**
 * framecrc tells one line for each packet; MPEG-TS carries H.264 and H.265 alike. A camera may tell the parameters of
 * its pictures in the description of the stream alone: they are put before each key frame, so that one can begin there.
 */
function copiedOutputs(kind: AddressKind, major: number): string[] {
  return [
    ...words(`-map 0:v:0 -c copy -flush_packets 1 -f framecrc pipe:${pipes.packets}`),
    ...words(`-map 0:v:0 -c copy${kind === 'rtsp' ? ` -bsf:v ${madeWhole(major)}` : ''} -muxdelay 0`),
    ...words(`-muxpreload 0 -flush_packets 1 -f mpegts pipe:${pipes.stream}`),
  ];
}

/**
 * The first packet of an RTSP stream with B-frames has no time at which it is shown, and MPEG-TS would end everything
 * with it: it gets the one at which it is decoded. Versions before 5 may not know how.
 */
function madeWhole(major: number): string {
  const timed = major < 5 ? '' : String.raw`,setts=pts=if(eq(PTS\,NOPTS)\,DTS\,PTS)`;
  return `dump_extra=freq=keyframe${timed}`;
}

/** A device gives raw pictures or JPEGs, which nobody could send on: encoded once, told and copied as any other. */
const encodedOutputs: readonly string[] = [
  ...words('-map 0:v:0 -c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -b:v 2M'),
  ...words('-force_key_frames expr:gte(t,n_forced) -f tee'),
  `[f=framecrc:flush_packets=1]pipe:${pipes.packets}|[f=mpegts:flush_packets=1]pipe:${pipes.stream}`,
];

/** Sound is measured here and never leaves: one small channel, in numbers. */
const soundOutput: readonly string[] = words(
  `-map 0:a:0 -ac 1 -ar ${soundRate} -c:a pcm_s16le -threads 1 -flush_packets 1 -f s16le pipe:${pipes.sound}`,
);

/**
 * The network timeout ends an ffmpeg that gets nothing after its agent was killed; one that still gets pictures ends
 * by its broken pipe. Before version 5 the option was called otherwise, and `-timeout` made ffmpeg listen. Only what
 * is looked at is asked of the camera. The analysis ends as soon as a key frame has told what the stream is.
 */
function rtspInput(address: string, transport: Opened['transport'], plan: Plan, major: number): string[] {
  const timeout = major < 5 ? '-stimeout' : '-timeout';
  const protocols = `rtsp,rtsps,rtp,${transport === 'udp' ? 'udp,' : ''}tcp,tls,crypto`;
  const media = plan.sound || !plan.soundKnown ? 'video+audio' : 'video';
  return [
    ...words(`-protocol_whitelist ${protocols} -rtsp_transport ${transport} -allowed_media_types ${media}`),
    ...words(`${timeout} 10000000 -analyzeduration 12000000 -fpsprobesize 0`),
    '-i',
    address,
  ];
}

/** `-re` reads a file at the pace at which it was filmed. */
function fileInput(path: string, loop: boolean): string[] {
  const paced = `-protocol_whitelist file -fflags +genpts -re ${loop ? '-stream_loop -1' : ''}`;
  return [...words(paced), '-i', `file:${path}`];
}

function deviceInput(path: string): string[] {
  return [...words('-protocol_whitelist file -f v4l2'), '-i', path];
}

function words(text: string): string[] {
  return text.trim().split(' ');
}
