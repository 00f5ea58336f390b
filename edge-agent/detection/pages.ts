// The report in words and tables: what goes to the terminal, and docs/detection.md (pure).
import { sumOf, type Verdict, withinS } from './judge.js';
import type { Play, PlanName } from './plays.service.js';
import type { Clip, Part } from './clip.js';

/** Seconds of processor time for watching one camera for `forS` seconds: ffmpeg in two ways, and motion. */
export interface Cost {
  readonly clip: Clip;
  readonly forS: number;
  readonly whole: number;
  readonly keyFrames: number;
  readonly motion: number | null;
}

export interface Rival {
  readonly clip: Clip;
  readonly verdict: Verdict;
}

export interface Row {
  readonly part: Part;
  readonly time: Clip['time'];
  readonly clips: number;
  readonly ours: Verdict;
  readonly motion: Verdict | null;
}

export interface Measured {
  readonly plays: readonly Play[];
  readonly rivals: readonly Rival[];
  readonly costs: readonly Cost[];
  readonly delayMs: Readonly<Record<PlanName, number>>;
  readonly versions: { readonly ffmpegMajor: number; readonly motion: string | null };
  readonly machine: string;
  /** Load averages (processes that want a processor) at the beginning and the end: others may work on the machine. */
  readonly loads: readonly number[];
  readonly rows: readonly Row[];
}

const partNames: Readonly<Record<Part, string>> = {
  enters: 'someone enters the zone',
  covered: 'lens covered',
  frozen: 'picture frozen',
  lost: 'picture lost',
  turned: 'camera turned',
  outside: 'someone passes outside',
  light: 'light switched off and on',
  rain: 'rain begins',
  headlights: 'headlights sweep',
  noise: 'noise and compression',
  leaves: 'leaves, clouds, flicker',
  quiet: 'ten quiet minutes',
};

/** One row for each part by day and by night. */
export function rowsOf(plays: readonly Play[], rivals: readonly Rival[]): Row[] {
  return Object.keys(partNames).flatMap((name) =>
    (['day', 'night'] as const).flatMap((time): Row[] => {
      const isIn = ({ clip }: { clip: Clip }): boolean => clip.part === name && clip.time === time;
      const ours = plays.filter(isIn);
      const first = ours[0];
      if (!first) return [];
      const theirs = rivals.filter(isIn).map(({ verdict }) => verdict);
      return [
        {
          part: first.clip.part,
          time,
          clips: new Set(ours.map(({ clip }) => clip)).size,
          ours: sumOf(ours.map(({ verdict }) => verdict)),
          motion: theirs.length > 0 ? sumOf(theirs) : null,
        },
      ];
    }),
  );
}

/** The table for the terminal, with every fault named. */
export function tableText({ plays, rows }: Measured): string {
  const faults = plays.flatMap(({ clip, plan, verdict }) => {
    const { late, missed, falses } = verdict;
    const said = falses.map(({ kind, atS }) => `false ${kind} at ${atS.toFixed(1)} s`);
    const what = [...(missed ? [`${missed} missed`] : []), ...(late ? [`${late} late`] : []), ...said];
    return what.length > 0 ? [`${clip.name} (${plan}): ${what.join(', ')}`] : [];
  });
  return [...aligned(tableRows(rows), '  '), '', ...(faults.length > 0 ? faults : ['No faults.'])].join('\n');
}

export function documentOf(measured: Measured): string {
  const { rows, costs, delayMs, versions, machine, loads, plays } = measured;
  const frames = plays.reduce((sum, play) => sum + play.frames, 0);
  const noticeMs = plays.reduce((sum, play) => sum + play.noticeMs, 0) / frames;
  const motionName = versions.motion === null ? 'motion (not measured)' : `motion ${versions.motion}`;
  const slowest = Math.max(
    ...plays.flatMap(({ clip, verdict }) => (clip.part === 'frozen' ? [] : verdict.afterS)),
  );
  const slowestFrozen = Math.max(
    ...plays.flatMap(({ clip, verdict }) => (clip.part === 'frozen' ? verdict.afterS : [])),
  );
  return `${[
    '# What cameras notice, measured',
    'Written by `npm run detect:report`, which draws the clips, plays them and puts down what it finds; nothing here is' +
      '\nwritten by hand. The clips and what is true of them stand in `edge-agent/detection/truth.ts`.',
    `Measured on ${machine}, with ffmpeg ${versions.ffmpegMajor}, beside Debian's ${motionName}. The machine's load was ${loads.map((load) => load.toFixed(1)).join(' at the beginning and ')} at the end: with more than its processors it was busy with other work too, which makes motion later (it runs in real time) and our results no other.`,
    '## Found, missed, late, false',
    markdown(tableRows(rows)),
    `Numbers of ours count each clip twice, for it is played decoded whole and by its key frames alone. Found are alarms
of the right kind, once, within ${withinS} s of the scripted moment; the slowest took ${slowest.toFixed(1)} s. A freeze
is the exception: it is known only once it has lasted for \`frozen.afterS\` (2 s), and the ${withinS} s count from there;
from its very beginning the slowest took ${slowestFrozen.toFixed(1)} s. Everything else that was said is false, a second
alarm for one event too. An empty place of motion's means that it has no such alarm; what it says of motion there is
counted as false, though for a covered or turned camera it may well be called useful.`,
    '## How it is measured',
    `- The clips are drawn by ffmpeg's filters: a street and a shop with texture, figures with moving legs, lamps, a car's
  light, rain, leaves, sensor noise, the camera's clock, then x264. 640×360, 15 frames and one key frame a second.
- They go through the agent's own ffmpeg arguments into its own detectors with the default settings and one drawn zone,
  the site armed, but without waiting: the clip's time stands for the clock.
- What that leaves out, the way from a packet to the detectors, was measured at the file's own pace: 95 of 100 pictures took
  at most   ${delayMs.whole.toFixed(0)} ms decoded whole, ${delayMs.keyFrames.toFixed(0)} ms by key frames. The longer one is added to every alarm. What the camera itself and
  the network take is not in it.
- motion watches the same files in real time (the quiet minutes four times as fast), with the zone as its mask.
  Its default threshold sees none of these small figures, so it has \`threshold 60\`, \`noise_level 14\`,
  \`noise_tune off\`, \`despeckle_filter EedDl\`, \`lightswitch_percent 20\`, \`minimum_motion_frames 3\`, chosen by hand on
  these very clips. Its moments count from its own "connected" and are some tenths of a second inexact.`,
    '## What it costs',
    markdown(costRows(costs, noticeMs)),
    `Seconds of processor time for watching one camera over RTSP for ${costs[0]?.forS ?? 0} s, all programs at the same time on the same
stream, start included. Ours has the detectors in it (${noticeMs.toFixed(2)} ms a frame) and besides tells and copies every packet for
snapshots and video; motion writes no pictures and no films here. The agent takes key frames alone where they come at most
1 s apart, as with these clips, and decodes whole where they don't: the goal of 0.6 of motion's cost is held by the first way, and not by the second.`,
    '## What these numbers do not say',
    `- Drawn clips are not streets. They hold what is known to fool detectors, but nobody can promise that a real tree in a
  real storm stays without an alarm: that is what zones, \`ignore\` and \`smallestPercent\` are for.
- A thing smaller than \`smallestPercent\` (0.12 % of the picture), or of hardly more contrast than the noise, is not
  noticed; at night by a lamp that is a person some 15 m away. Who stands still for minutes becomes background.
- A shadow with a hard edge moves like a thing and counts as one; the soft light of cars does not.
- A repeated picture is told from a scene without life by the camera's own noise. A very dark, very hard compressed
  picture without a burnt-in clock can look frozen to anybody: it needs \`frozen.atMostS\` (60 s) of it for an alarm, and a
  clock in the picture settles it.
- A dark room and fog keep a trace of their lines and are not called covered; total darkness is the same as a cover.
- A camera that is turned by less than a few degrees keeps half of its lines where they were and is not noticed.
- Nobody is recognised: no persons, faces or plates are looked for.`,
  ]
    .map((part) => (part.startsWith('|') ? part : filled(part)))
    .join('\n\n')}\n`;
}

function tableRows(rows: readonly Row[]): string[][] {
  const head = [
    'what happens',
    'when',
    'clips',
    'scripted',
    'found',
    'missed',
    'late',
    'false',
    'motion found',
    'missed',
    'late',
    'false',
  ];
  const numbers = ({ scripted, afterS, late, missed, falses }: Verdict): number[] => [
    scripted,
    afterS.length - late,
    missed,
    late,
    falses.length,
  ];
  const body = rows.map(({ part, time, clips, ours, motion }) => {
    const theirs = motion ? numbers(motion) : null;
    const asked = motion !== null && motion.scripted > 0;
    const cells = theirs
      ? theirs.slice(1).map((number, index) => (asked || index === 3 ? String(number) : ''))
      : ['', '', '', ''];
    return [partNames[part], time, String(clips), ...numbers(ours).map(String), ...cells];
  });
  const ours = numbers(sumOf(rows.map((row) => row.ours)));
  const theirs = rows.some(({ motion }) => motion)
    ? numbers(sumOf(rows.flatMap(({ motion }) => (motion ? [motion] : [])))).slice(1)
    : ['', '', '', ''];
  const clips = rows.reduce((sum, row) => sum + row.clips, 0);
  return [head, ...body, ['all', '', String(clips), ...ours.map(String), ...theirs.map(String)]];
}

function costRows(costs: readonly Cost[], noticeMs: number): string[][] {
  const head = [
    'stream',
    'by key frames',
    'decoded whole',
    'motion',
    'key frames : motion',
    'whole : motion',
  ];
  const body = costs.map(({ clip, forS, whole, keyFrames, motion }) => {
    const all = whole + (noticeMs * 5 * forS) / 1_000;
    const few = keyFrames + (noticeMs * forS) / 1_000;
    const share = (cost: number): string => (motion === null ? '' : (cost / motion).toFixed(2));
    const seconds = (cost: number): string => `${cost.toFixed(2)} s`;
    return [
      clip.name,
      seconds(few),
      seconds(all),
      motion === null ? '' : seconds(motion),
      share(few),
      share(all),
    ];
  });
  return [head, ...body];
}

function markdown([head = [], ...body]: readonly string[][]): string {
  const rule = head.map(() => '---');
  const widths = widthsOf([head, ...body, rule]);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}

function aligned(rows: readonly string[][], gap: string): string[] {
  const widths = widthsOf(rows);
  return rows.map((cells) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

function widthsOf(rows: readonly string[][]): number[] {
  return (rows[0] ?? []).map((_, index) => Math.max(...rows.map((cells) => cells[index]?.length ?? 0)));
}

/** Lines of at most 118 characters; what begins with `- ` is a point of a list. */
function filled(text: string): string {
  const points = text
    .replaceAll(/\n(?!- )\s*/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .split('\n');
  return points
    .map((point) => {
      const lines: string[] = [];
      for (const word of point.split(' ')) {
        const line = lines.at(-1);
        if (line === undefined) lines.push(word);
        else if (line.length + word.length < 118) lines[lines.length - 1] = `${line} ${word}`;
        else lines.push(point.startsWith('- ') ? `  ${word}` : word);
      }
      return lines.join('\n');
    })
    .join('\n');
}
