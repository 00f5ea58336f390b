// What was found out about a camera, as lines for the person who stands before it with a ladder (pure).
import type { CameraConfig } from '../sources/camera/camera-config.js';
import type { Asked } from './asked.js';
import { advice, type Found, playable, profileOf } from './found.js';
import { type Words, words } from './words.js';
import { fileOf, yamlOf } from './yaml.js';

/** The report, and at its end the lines to paste; or a whole file. `camera` is as it was opened in the end. */
export function reportOf(found: Found, camera: CameraConfig, asked: Asked): readonly string[] {
  const said = words[asked.language];
  const yaml = yamlOf(camera, asked.showPassword, said.putPassword);
  if (asked.siteId !== null) return fileOf(asked.siteId, yaml);
  const { stream } = found;
  const codec = codecName(stream.codec) ?? said.unknown;
  const everyS = stream.keyFrameEveryMs === null ? null : seconds(stream.keyFrameEveryMs);
  const about = { codec, keyFrameS: everyS ?? said.unknown, fps: stream.fps ?? 25 };
  const tips = advice(found).map((each) => said.advice[each](about));
  return [
    said.video({
      codec: [codec, profileOf(found)].filter((part) => part !== null).join(' '),
      size: stream.width === null ? said.unknown : `${stream.width}×${stream.height}`,
      fps: stream.fps === null ? said.unknown : String(stream.fps),
      rate: stream.kbps === null ? said.unknown : rate(stream.kbps),
    }),
    said.keyFrames(everyS ?? said.unknown),
    found.sound === null ? said.noSound : said.sound(found.sound),
    clockLine(found.aheadMs, said),
    playable(found) === 'yes' ? said.plays : said.playsNot(codec),
    ...(tips.length > 0 ? ['', ...tips] : []),
    '',
    said.paste,
    '',
    ...yaml,
  ];
}

function clockLine(aheadMs: number | null, said: Words): string {
  if (aheadMs === null) return said.clockUnknown;
  return Math.abs(aheadMs) < 1_500 ? said.clockRight : said.clock(seconds(Math.abs(aheadMs)), aheadMs > 0);
}

/** The name on the camera's own pages. */
function codecName(codec: string | null): string | null {
  const names: Readonly<Record<string, string>> = { h264: 'H.264', hevc: 'H.265', mjpeg: 'MJPEG' };
  return codec === null ? null : (names[codec] ?? codec);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

function rate(kbps: number): string {
  return kbps >= 1_000 ? `${(kbps / 1_000).toFixed(1)} Mbit/s` : `${Math.round(kbps)} kbit/s`;
}
