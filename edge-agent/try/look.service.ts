// Opens a camera as the agent would, looks at it for some seconds, and tells what came, or why nothing did.
import type { Clock } from '../clock.js';
import { type CameraConfig, kindOf } from '../sources/camera/camera-config.js';
import { faultTexts } from '../sources/camera/fault.js';
import { installFfmpeg } from '../sources/camera/ffmpeg.js';
import { startPlan } from '../sources/camera/plan.js';
import { type NewFfmpeg, Watch } from '../sources/camera/watch.service.js';
import type { Found } from './found.js';

/** Long enough to measure frames and bits; the distance of key frames may take longer. */
const lookForMs = 8_000;
const lookForAtMostMs = 35_000;
const lookEachMs = 500;
const tellEachS = 3;

/** A file that is over sooner than it was looked at has still shown what it is. */
const shownEnoughMs = 1_000;

export interface LookParts {
  readonly clock: Clock;
  readonly newFfmpeg: NewFfmpeg;
  /** Major version of ffmpeg, or null where there is none. */
  readonly ffmpegMajor: () => Promise<number | null>;
  /** For how many seconds it has been looked at. */
  readonly progress: (seconds: number) => void;
}

export type Looked = { ok: true; found: Omit<Found, 'aheadMs'> } | { ok: false; fault: string };

/** Looks once and leaves nothing running. */
export async function look(config: CameraConfig, parts: LookParts): Promise<Looked> {
  const major = await parts.ffmpegMajor();
  if (major === null) return { ok: false, fault: installFfmpeg };
  const ignore = () => {};
  const watch = new Watch({
    config,
    clock: parts.clock,
    newFfmpeg: parts.newFfmpeg,
    plan: startPlan,
    major,
    frame: ignore,
    stream: ignore,
    loudness: ignore,
  });
  const over = { isOver: false };
  const ended = watch.fault.finally(() => (over.isOver = true));
  const fault = await Promise.race([ended, lookLongEnough(watch, over, parts)]);
  const found = foundIn(watch);
  const shownForMs = watch.shownForMs;
  watch.kill('looked');
  await watch.fault;
  const isOver = fault === faultTexts.fileEnded && kindOf(config.address) === 'file';
  if (fault === null || (isOver && shownForMs >= shownEnoughMs)) return { ok: true, found };
  return { ok: false, fault };
}

/** Ends with null when all is measured that there is to measure, or with what kept it from that. */
async function lookLongEnough(
  watch: Watch,
  over: { readonly isOver: boolean },
  { clock, progress }: LookParts,
): Promise<string | null> {
  let toldS = 0;
  for (;;) {
    await new Promise<void>((done) => void clock.after(lookEachMs, done));
    if (over.isOver) break;
    watch.check();
    const { shownForMs, keyFrames } = watch;
    const shownForS = Math.floor(shownForMs / 1_000);
    if (shownForS >= toldS + tellEachS) progress((toldS = shownForS));
    if (shownForMs >= lookForMs && keyFrames >= 3) return null;
    if (shownForMs >= lookForAtMostMs) return watch.trouble;
  }
  return null;
}

function foundIn(watch: Watch): Omit<Found, 'aheadMs'> {
  const about = (kind: 'video' | 'audio') => watch.tracks.find((track) => track.kind === kind)?.about ?? null;
  const sound = about('audio')?.split(', ').slice(0, 3).join(', ') ?? null;
  return { stream: watch.facts, about: about('video') ?? '', sound };
}
