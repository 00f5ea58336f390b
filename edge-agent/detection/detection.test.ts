// What cameras notice, held against the truth: each clip through the agent's own ffmpeg into its own detectors.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../sources/camera/ffmpeg.service.js';
import { hasFfmpeg } from '../testing/film.js';
import type { Part } from './clip.js';
import { judge } from './judge.js';
import { type Play, playAll } from './plays.service.js';
import { shortClips } from './truth.js';
import { quietClips } from './truth-more.js';

/** Of the ten quiet minutes so much is played here; `npm run detect:report` plays them all. */
const quietS = 120;

const clips = [...shortClips, ...quietClips.map((clip) => ({ ...clip, lengthS: quietS }))];

describe.skipIf(!hasFfmpeg())('a camera', () => {
  let folder: string;
  let plays: Play[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agent-detection-'));
    // The clip's time stands for the clock, so that a machine under load changes nothing.
    plays = await playAll(clips, folder, { ffmpegMajor: (await findFfmpeg()) ?? 0, delayMs: 0 });
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const faultsOf = (parts: readonly Part[]): string[] =>
    plays
      .filter(({ clip }) => parts.includes(clip.part))
      .flatMap(({ clip, plan, verdict: { late, missed, falses } }) => [
        ...(missed > 0 ? [`${clip.name}, ${plan}: ${missed} missed`] : []),
        ...(late > 0 ? [`${clip.name}, ${plan}: ${late} late`] : []),
        ...falses.map(({ kind, atS }) => `${clip.name}, ${plan}: ${kind} at ${atS.toFixed(1)} s is false`),
      ]);

  it.each<[string, Part]>([
    ['someone who enters the zone', 'enters'],
    ['a covered lens', 'covered'],
    ['a frozen picture', 'frozen'],
    ['a lost picture', 'lost'],
    ['a turned camera', 'turned'],
  ])('notices %s once and within 3 s, by day and by night', (_name, part) => {
    const scripted = plays.filter(({ clip }) => clip.part === part).map(({ verdict }) => verdict.scripted);
    expect(scripted.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(4);
    expect(faultsOf([part])).toEqual([]);
  });

  it.each<[string, Part]>([
    ['someone passes outside the zone', 'outside'],
    ['light is switched off and on', 'light'],
    ['it begins to rain', 'rain'],
    ['headlights sweep over the scene', 'headlights'],
    ['a picture by night is all noise and compression', 'noise'],
    ['leaves stir and clouds pass', 'leaves'],
    ['nothing happens for minutes', 'quiet'],
  ])('says nothing when %s', (_name, part) => {
    expect(plays.filter(({ clip }) => clip.part === part).length).toBeGreaterThan(0);
    expect(faultsOf([part])).toEqual([]);
  });
});

describe('the judge', () => {
  const scripted = [
    { kind: 'motion', atS: 10 },
    { kind: 'motion', atS: 60 },
  ] as const;

  it('takes one alarm for each event, and calls a second one, another kind and one before it false', () => {
    const said = [9, 11, 12, 62].map((atS) => ({ kind: 'motion', atS }));
    const verdict = judge({ scripted }, [...said, { kind: 'scene-moved', atS: 20 }]);
    expect(verdict).toMatchObject({ scripted: 2, afterS: [1, 2], late: 0, missed: 0 });
    expect(verdict.falses.map(({ atS }) => atS)).toEqual([9, 12, 20]);
  });

  it('calls an alarm late after 3 s, and one that never comes missed', () => {
    expect(judge({ scripted }, [{ kind: 'motion', atS: 14 }])).toMatchObject({
      late: 1,
      missed: 1,
      falses: [],
    });
    const frozen = { scripted: [{ kind: 'picture-frozen', atS: 10 }] } as const;
    const said = [{ kind: 'picture-frozen', atS: 14 }];
    expect(judge(frozen, said, { 'picture-frozen': 2 }).late).toBe(0);
    expect(judge(frozen, said).late).toBe(1);
  });
});
