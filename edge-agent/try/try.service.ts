// `haixi-agent try ADDRESS`: what a camera is, whether a browser can play it, and its lines for the agent's file.
import { resolve } from 'node:path';
import type { Clock } from '../clock.js';
import { shownAddress } from '../sources/camera/camera-config.js';
import { faultTexts } from '../sources/camera/fault.js';
import { type Asked, readAsked } from './asked.js';
import { look, type LookParts } from './look.service.js';
import { reportOf } from './report.js';
import { askDate } from './rtsp-date.service.js';
import { words } from './words.js';

export interface TryParts extends Omit<LookParts, 'progress'> {
  readonly clock: Clock;
  /** A line of the report, for stdout. */
  readonly tell: (line: string) => void;
  /** What goes on meanwhile, for stderr. */
  readonly progress: (line: string) => void;
}

/** Answers the exit code: 0 where the camera shows a picture, 1 with one clear line where it doesn't. */
export async function tryCamera(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  parts: TryParts,
): Promise<number> {
  const read = readAsked(args, env, (path) => resolve(path));
  if (!read.ok) {
    for (const fault of read.faults) parts.progress(fault);
    return 1;
  }
  const { asked } = read;
  const said = words[asked.language];
  parts.progress(said.opening(shownAddress(asked.camera.address)));
  const { looked, camera } = await lookEitherWay(asked, parts);
  if (!looked.ok) {
    parts.progress(said.fault(looked.fault));
    return 1;
  }
  const dateMs = await askDate(camera.address);
  const aheadMs = dateMs === null ? null : dateMs - parts.clock.nowMs();
  for (const line of reportOf({ ...looked.found, aheadMs }, camera, asked)) parts.tell(line);
  return 0;
}

/** A camera that says that it sends by UDP alone is asked that way. */
async function lookEitherWay({ camera, language }: Asked, parts: TryParts) {
  const said = words[language];
  const lookParts = { ...parts, progress: (seconds: number) => parts.progress(said.looking(seconds)) };
  const looked = await look(camera, lookParts);
  if (looked.ok || looked.fault !== faultTexts.notByTcp) return { looked, camera };
  parts.progress(said.tryingUdp);
  const byUdp = { ...camera, transport: 'udp' as const };
  return { looked: await look(byUdp, lookParts), camera: byUdp };
}
