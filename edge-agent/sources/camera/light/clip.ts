// How ffmpeg is asked for what a light camera shows: one moment of its clip, or its clip from a moment on, with name and clock (pure).
import type { Privacy } from '@haixi/proto/devices/site-config';
import { burnFilter } from '../../../privacy/burn.js';

/** What has been done to the camera, as its picture shows it. */
export type Effect = 'none' | 'covered' | 'frozen' | 'moved';

/** What is burnt in; null where the machine has no font, or an ffmpeg that writes none. */
export interface Caption {
  readonly font: string;
  readonly name: string;
}

export interface Shown {
  /** Path of the clip. */
  readonly file: string;
  /** Where in the clip it begins, in seconds. */
  readonly atS: number;
  /** What the burnt-in clock begins with, in epoch seconds. */
  readonly epochS: number;
  readonly effect: Effect;
  readonly caption: Caption | null;
  readonly fps: number;
}

const quiet = words('-hide_banner -nostdin -nostats -loglevel error -threads 1 -protocol_whitelist');

/** Writes one JPEG. */
export function stillOfClip(shown: Shown, zones: Privacy): string[] {
  return [
    ...quiet,
    'file,pipe',
    ...words(`-ss ${shown.atS.toFixed(2)} -i`),
    `file:${shown.file}`,
    ...words('-map 0:v:0 -an -frames:v 1 -vf'),
    [...picture(shown), burnFilter(zones) ?? [], 'format=yuvj420p'].flat().join(','),
    ...words('-c:v mjpeg -q:v 4 -f image2pipe pipe:1'),
  ];
}

/** Writes MPEG-TS at the pace at which it was filmed, for ever. A key frame each 2 s, as cameras send them. */
export function streamOfClip(shown: Shown): string[] {
  const { file, atS, fps, effect } = shown;
  const frozen = effect === 'frozen' ? [`trim=end_frame=1,loop=-1:1,setpts=N/(${fps}*TB),realtime`] : [];
  return [
    ...quiet,
    'file,pipe',
    ...words(`-re -stream_loop -1 -ss ${atS.toFixed(2)} -i`),
    `file:${file}`,
    ...words('-map 0:v:0 -an -vf'),
    [...picture(shown), ...frozen, 'format=yuv420p'].join(','),
    ...words('-c:v libx264 -preset ultrafast -tune zerolatency -crf 28 -threads 1'),
    ...words(`-g ${Math.round(fps * 2)} -muxdelay 0 -flush_packets 1 -f mpegts pipe:1`),
  ];
}

/** Writes nothing, and fails where this font or the filter is missing. */
export function tryFont(font: string): string[] {
  const drawn = `drawtext=fontfile=${escaped(font)}:text=x`;
  return [...words('-v error -nostdin -f lavfi -i color=s=16x16:d=0.1 -vf'), drawn, ...words('-f null -')];
}

function picture({ effect, caption, epochS }: Shown): string[] {
  const effects = {
    none: [],
    covered: ['drawbox=c=0x0a0a0a:t=fill', 'noise=alls=4:allf=t'],
    frozen: [],
    moved: ['crop=w=iw*0.7:h=ih*0.7:x=iw*0.3:y=0', 'scale=640:360'],
  }[effect];
  if (!caption) return ['setpts=PTS-STARTPTS', ...effects];
  const look = `fontfile=${escaped(caption.font)}:fontsize=h/19:fontcolor=white:borderw=2:bordercolor=black@0.7`;
  return [
    'setpts=PTS-STARTPTS',
    ...effects,
    `drawtext=${look}:expansion=none:x=w/40:y=h-text_h-h/30:text=${escaped(caption.name)}`,
    `drawtext=${look}:x=w/40:y=h/30:text=${escaped(`%{pts:localtime:${epochS}:%F %T}`)}`,
  ];
}

/** Through both of ffmpeg's readers: that of a filter's options, and before it that of the chain. */
function escaped(text: string): string {
  return text.replaceAll(/[\\':]/g, '\\$&').replaceAll(/[\\'[\],;]/g, '\\$&');
}

function words(text: string): string[] {
  return text.split(' ');
}
