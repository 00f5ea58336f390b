// One run of chaos: the house is put up, rounds of faults strike it at work, each is healed and judged, and all is cleared.
import { setTimeout as sleep } from 'node:timers/promises';
import { Chance } from '../sim/engine/chance';
import { type KindName, kinds, type Struck } from './faults.js';
import { type House, makeFolder, putUp, type Undo } from './house.js';
import { judge, type Verdict } from './judge.js';
import type { Options } from './options.js';
import { kindsHere, type Planned, rounds } from './plan.js';
import { pressOn } from './presses.js';
import { watchLog } from './watch.js';

/** The last line: these first, whatever follows. */
export interface Result {
  readonly rounds: number;
  readonly kills: number;
  readonly sent: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  readonly screensDiffer: number;
  readonly longestOutageMs: number;
  readonly seed: number;
  readonly network: House['network'];
  readonly disks: boolean;
  /** How often each kind was seen to have struck; what was not seen is not counted. */
  readonly faults: Partial<Record<KindName, number>>;
  readonly unseen: number;
  readonly unanswered: number;
  readonly endedByThemselves: number;
  readonly serverMbMax: number;
  readonly serverFilesMax: number;
}

export interface Ran {
  readonly result: Result;
  /** What is wrong, in words; nothing where everything was survived. */
  readonly wrong: readonly string[];
  readonly folder: string;
}

/** Somebody wanted it to end. */
export class Stopped extends Error {
  override readonly message = 'stopped before its end';
}

/** Work goes on for so long before the first fault of a round and after its last one. */
const calmMs = 1_500;

/** Runs to the end, or to the first round that is not survived. Everything it made is in `undo`. */
export async function run(
  options: Options,
  undo: Undo,
  stop: AbortSignal,
  say: (line: string) => void,
): Promise<Ran> {
  const chance = new Chance(options.seed);
  const noise = chance.fork();
  const folder = makeFolder(undo);
  say(`seed ${options.seed}; folder ${folder.path}`);
  const house = await putUp(folder, options.agent, noise, undo);
  const mounts = house.disk !== null;
  say(`network: ${house.network}${mounts ? '' : '; disks: not allowed to mount, so none is filled'}`);
  const over = new AbortController();
  undo.add(() => over.abort());
  const background = [
    watchLog(house.store, house.book, over.signal),
    house.viewer.look(over.signal),
    house.tablet.run(over.signal),
  ];
  undo.add(async () => {
    over.abort();
    await Promise.all(background);
  });

  const names = kindsHere(options.only, mounts);
  if (names.length === 0) throw new Error('none of these faults can be done on this machine');
  const plan = rounds(chance, names);
  const faults: Partial<Record<KindName, number>> = {};
  let [unseen, ended] = [0, 0];
  let verdict: Verdict | null = null;
  let [done, mb, files] = [0, 0, 0];
  while (done < options.rounds && !stop.aborted) {
    const planned = plan.next().value;
    const name = `round ${done + 1}/${options.rounds}`;
    say(`${name}: ${planned.map(inWords).join(', ')}`);
    for (const { kind, target, seen } of await strike(house, planned, noise, stop)) {
      say(`${name}: ${kind} met ${target}${seen ? '' : ': not seen to happen, and not counted'}`);
      if (seen) faults[kind] = (faults[kind] ?? 0) + 1;
      else unseen += 1;
    }
    if (!stop.aborted) verdict = await judge(house, stop);
    // What is cut short is not judged.
    if (stop.aborted || verdict === null) throw new Stopped();
    done += 1;
    mb = Math.max(mb, verdict.server.rssMb);
    files = Math.max(files, verdict.server.fds);
    const { stored, sent, quietAfterMs } = verdict;
    say(`${name}: quiet after ${(quietAfterMs / 1_000).toFixed(1)} s; ${stored} of ${sent} stored`);
    for (const line of house.centre.endedByThemselves().slice(ended)) {
      ended += 1;
      say(`${name}: ${line}`);
    }
    if (verdict.faults.length > 0) break;
  }
  if (verdict === null) throw new Stopped();
  if (verdict.faults.length > 0) folder.keep();
  const kills = Object.entries(faults).reduce(
    (sum, [kind, n]) => sum + (kind.startsWith('kill.') ? n : 0),
    0,
  );
  const { sent, stored, lost, doubled, screensDiffer } = verdict;
  const result: Result = {
    rounds: done,
    kills,
    sent,
    stored,
    lost,
    doubled,
    screensDiffer,
    longestOutageMs: house.book.longestOutageMs,
    seed: options.seed,
    network: house.network,
    disks: mounts,
    faults,
    unseen,
    unanswered: house.book.figures.unanswered,
    endedByThemselves: ended,
    serverMbMax: mb,
    serverFilesMax: files,
  };
  return { result, wrong: verdict.faults, folder: folder.path };
}

/** Everybody works while the faults of a round strike; gives which of them were seen. */
async function strike(
  house: House,
  planned: readonly Planned[],
  noise: Chance,
  stop: AbortSignal,
): Promise<(Struck & { kind: KindName })[]> {
  const working = new AbortController();
  const random = () => noise.real();
  const work = [
    ...house.agents.flatMap((agent) =>
      agent.buttons.map((button) => pressOn(agent, button, house.book, random, working.signal)),
    ),
    ...house.operators.map((operator) => operator.work(working.signal)),
    house.tablet.work(working.signal),
  ];
  await sleep(calmMs);
  const struck = await Promise.all(
    planned.map(async ({ kind, atMs, forMs, draw }) => {
      await sleep(atMs, null, { signal: stop }).catch(() => {});
      return { kind, ...(await kinds[kind].strike({ house, draw, forMs, stop })) };
    }),
  );
  await sleep(calmMs);
  working.abort();
  // Not waited for: a command without an answer is what the judge waits for.
  void Promise.all(work);
  return struck;
}

function inWords({ kind, atMs, forMs }: Planned): string {
  return `${kind} at ${(atMs / 1_000).toFixed(1)} s for ${(forMs / 1_000).toFixed(1)} s`;
}
