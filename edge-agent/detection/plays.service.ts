// Draws clips and plays each of them in both ways in which the agent decodes; gives the verdicts.
import { availableParallelism } from 'node:os';
import { noticeSchema } from '../sources/camera/notice/notice-config.js';
import type { Plan } from '../sources/camera/plan.js';
import { Draw } from './draw.service.js';
import { judge, type Said, type Verdict } from './judge.js';
import { framesOf, noticedIn } from './play.service.js';
import { type Clip, zone } from './clip.js';

/** The clips have a key frame each second: the agent may decode them whole, or their key frames alone. */
export const plans = {
  whole: { keyFramesOnly: false, sound: false, soundKnown: true },
  keyFrames: { keyFramesOnly: true, sound: false, soundKnown: true },
} as const satisfies Record<string, Plan>;
export type PlanName = keyof typeof plans;

/** What every clip is watched with: the defaults, and one zone. */
export const config = noticeSchema.parse({ zones: [zone] });

/** A freeze is one when it has lasted; for how long stands in the configuration. */
const patienceS = { 'picture-frozen': config.frozen.afterS };

export interface Play {
  readonly clip: Clip;
  readonly plan: PlanName;
  readonly path: string;
  readonly verdict: Verdict;
  readonly frames: number;
  /** Milliseconds of processor time that the detectors took. */
  readonly noticeMs: number;
}

/** Plays every clip; `delayMs` is how late a frame is with the detectors besides, and is added to each alarm. */
export async function playAll(
  clips: readonly Clip[],
  folder: string,
  { ffmpegMajor, delayMs }: { ffmpegMajor: number; delayMs: number },
): Promise<Play[]> {
  const draw = new Draw(folder);
  return inParallel(clips, availableParallelism(), async (clip) => {
    const path = await draw.clip(clip);
    const plays: Play[] = [];
    for (const plan of ['whole', 'keyFrames'] as const) {
      const frames = await framesOf(path, plans[plan], ffmpegMajor);
      const began = process.cpuUsage();
      const said = noticedIn(frames, config, clip.lengthS);
      const { user, system } = process.cpuUsage(began);
      const noticeMs = (user + system) / 1_000;
      const late = said.map(({ kind, atS }): Said => ({ kind, atS: atS + delayMs / 1_000 }));
      const verdict = judge(clip, late, patienceS);
      plays.push({ clip, plan, path, verdict, frames: frames.length, noticeMs });
    }
    return plays;
  });
}

/** Works on a list, so many at a time; the answers come in the list's order. */
export async function inParallel<T, R>(
  list: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R[]>,
): Promise<R[]> {
  const answers: R[][] = list.map(() => []);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) {
      const item = list[at];
      if (item !== undefined) answers[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers.flat();
}
