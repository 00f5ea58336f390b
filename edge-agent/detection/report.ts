// `npm run detect:report`: plays every clip, lets Debian's motion watch the same, and writes docs/detection.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultText } from '../line.js';
import { findFfmpeg } from '../sources/camera/ffmpeg.service.js';
import { installFfmpeg } from '../sources/camera/ffmpeg.js';
import { RtspCamera } from '../testing/rtsp-camera.js';
import { motionSays, motionVersion } from './debian-motion.service.js';
import { Draw } from './draw.service.js';
import { judge, sumOf, type Verdict } from './judge.js';
import { costOfFfmpeg, delayOf } from './measure.service.js';
import { documentOf, type Cost, type Measured, rowsOf, tableText } from './pages.js';
import { inParallel, type Play, type PlanName, plans, playAll } from './plays.service.js';
import type { Clip } from './clip.js';
import { shortClips } from './truth.js';
import { costClips, moreClips, quietClips } from './truth-more.js';

/** From `edge-agent/dist/detection` to the root. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const delayForS = 10;
const costForS = 60;

/** Motion watches in real time; the ten quiet minutes it gets four times as fast. */
const motionAtOnce = 12;
const quietSpeed = 4;

async function main(): Promise<number> {
  const isJson = process.argv.includes('--json');
  const ffmpegMajor = await findFfmpeg();
  if (ffmpegMajor === null) throw new Error(installFfmpeg);
  const folder = mkdtempSync(join(tmpdir(), 'haixi-detection-'));
  try {
    const measured = await measure(folder, ffmpegMajor, motionVersion());
    mkdirSync(join(root, 'docs'), { recursive: true });
    writeFileSync(join(root, 'docs', 'detection.md'), documentOf(measured));
    process.stdout.write(`${tableText(measured)}\n`);
    const sum = sumOf(measured.plays.map(({ verdict }) => verdict));
    if (isJson) process.stdout.write(`${JSON.stringify(summaryOf(measured.plays, sum))}\n`);
    return sum.missed + sum.late + sum.falses.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, ffmpegMajor: number, version: string | null): Promise<Measured> {
  const loads = [loadavg()[0] ?? 0];
  say('Drawing a clip and measuring how late a picture is');
  const first = await new Draw(folder).clip(costClips[0] ?? neverClip());
  const delayMs: Record<PlanName, number> = {
    whole: await delayOf(first, plans.whole, ffmpegMajor, delayForS),
    keyFrames: await delayOf(first, plans.keyFrames, ffmpegMajor, delayForS),
  };
  say('Drawing the clips and playing them');
  const clips = [...shortClips, ...moreClips, ...costClips, ...quietClips];
  const longest = Math.max(...Object.values(delayMs));
  const plays = await playAll(clips, folder, { ffmpegMajor, delayMs: longest });
  const pathOf = (clip: Clip): string => plays.find((play) => play.clip === clip)?.path ?? '';
  say('Measuring what it costs to watch a camera for a minute');
  const costs = await inParallel(costClips, costClips.length, async (clip) => [
    await costOf(clip, pathOf(clip), folder, ffmpegMajor, version !== null),
  ]);
  if (version === null) say("Debian's motion is not installed: apt-get install motion. It is left out.");
  else say('Letting motion watch the same clips');
  const rivals =
    version === null
      ? []
      : await inParallel(clips, motionAtOnce, async (clip) => [await rivalOf(clip, pathOf(clip), folder)]);
  return {
    plays,
    rivals,
    costs,
    delayMs,
    loads: [...loads, loadavg()[0] ?? 0],
    versions: { ffmpegMajor, motion: version },
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Linux ${release()}`,
    rows: rowsOf(plays, rivals),
  };
}

/** What motion says of a clip. It knows motion alone, so only that is asked of it; all else that it says is false. */
async function rivalOf(clip: Clip, path: string, folder: string): Promise<{ clip: Clip; verdict: Verdict }> {
  const isQuiet = clip.part === 'quiet';
  const url = `file://${isQuiet ? await new Draw(folder).quicker(clip, quietSpeed) : path}`;
  const forS = (clip.lostS ?? clip.lengthS) - 0.5;
  const { said } = await motionSays({ url, forS, speed: isQuiet ? quietSpeed : 1 }, folder);
  const scripted = clip.scripted.filter(({ kind }) => kind === 'motion');
  return { clip, verdict: judge({ scripted }, said) };
}

/** All three watch one camera at the same time over RTSP, so that load and pace are the same for all. */
async function costOf(
  clip: Clip,
  path: string,
  folder: string,
  ffmpegMajor: number,
  hasMotion: boolean,
): Promise<Cost> {
  const camera = await RtspCamera.start(path);
  try {
    while (!camera.isPlaying) await new Promise((done) => setTimeout(done, 100));
    const [whole, keyFrames, motion] = await Promise.all([
      costOfFfmpeg(camera.address, plans.whole, ffmpegMajor, costForS),
      costOfFfmpeg(camera.address, plans.keyFrames, ffmpegMajor, costForS),
      hasMotion ? motionSays({ url: camera.address, forS: costForS }, folder) : null,
    ]);
    return { clip, forS: costForS, whole, keyFrames, motion: motion?.cpuS ?? null };
  } finally {
    await camera.stop();
  }
}

function summaryOf(plays: readonly Play[], sum: Verdict): Record<string, number> {
  const quietS = plays.filter(({ clip }) => clip.part === 'quiet').map(({ clip }) => clip.lengthS);
  return {
    scripted: sum.scripted,
    found: sum.afterS.length - sum.late,
    late: sum.late,
    false: sum.falses.length,
    quietMinutes: quietS.reduce((all, one) => all + one, 0) / 60,
  };
}

function neverClip(): never {
  throw new Error('there is no clip to measure with');
}

/** Progress goes to stderr, for stdout belongs to the result. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

try {
  process.exitCode = await main();
} catch (cause) {
  process.stderr.write(`detect:report: ${faultText(cause)}\n`);
  process.exitCode = 1;
}
