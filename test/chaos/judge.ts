// After a round: waits until the system is quiet again, then holds everything that was answered against what there is.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Counts } from './book.js';
import type { House } from './house.js';
import { sizeOf } from './processes.js';
import type { Store } from './store.js';

/** Longer than the longest pause between two tries of any part, and a store's recovery. */
const quietWithinMs = 150_000;
/** Where nothing tries any more, what is wrong so long is not going to come right. */
const settlesWithinMs = 15_000;

/** A server that has served a while under faults, and is idle now, is far below. */
const serverMost = { rssMb: 700, fds: 300 };

export interface Verdict extends Counts {
  readonly screensDiffer: number;
  /** Everything that is wrong, in words; nothing where the round was survived. */
  readonly faults: readonly string[];
  readonly quietAfterMs: number;
  readonly server: { readonly rssMb: number; readonly fds: number };
}

/** What is not as it should be yet. */
interface Unrest {
  /** By what still tries, so that it may come right. */
  readonly trying: readonly string[];
  /** By what nobody tries any more. */
  readonly settled: readonly string[];
  readonly screensDiffer: number;
}

async function unrest(house: House): Promise<Unrest> {
  const { agents, screens, operators, tablet, viewer, book, siteIds } = house;
  const trying = (await Promise.all(agents.map(agentUnrest))).flat();
  const settled: string[] = [];
  if (book.awaited > 0) settled.push(`${book.awaited} answered presses are not in the log`);
  const waiting = operators.reduce((sum, operator) => sum + operator.waiting(), 0);
  if (waiting > 0) trying.push(`${waiting} operators wait for the answer to a command`);
  if (tablet.waiting() > 0) trying.push(`${tablet.waiting()} actions of the tablet have no answer`);
  if (!viewer.runs()) trying.push('the video of shop-01/camera-1 does not run');
  const held = await Promise.all(screens.map((screen) => screen.heldAgainstServer()));
  for (const one of held) if (!one.same) (one.trying ? trying : settled).push(one.told);
  const sites = screens[0]?.picture()?.sites ?? {};
  for (const siteId of siteIds) {
    const site = sites[siteId];
    if (site?.presence !== 'online')
      trying.push(`${siteId} is ${site?.presence ?? 'not there'} and its agent runs`);
    for (const gap of site?.gaps ?? [])
      (gap.lostAtMs === null ? trying : settled).push(`${siteId} has a gap: ${JSON.stringify(gap)}`);
  }
  return { trying, settled, screensDiffer: held.filter(({ same }) => !same).length };
}

async function agentUnrest(agent: House['agents'][number]): Promise<string[]> {
  try {
    const sites = await agent.state();
    return sites.flatMap(({ id, link, outbox }) => [
      ...(link?.state === 'open' ? [] : [`the link of ${id} is ${link?.state ?? 'not there'}`]),
      ...(outbox.held === 0 ? [] : [`${id} holds ${outbox.held ?? outbox.fault}`]),
      ...(outbox.refused === 0 ? [] : [`${id} has ${outbox.refused ?? '?'} refused entries`]),
    ]);
  } catch (error) {
    return [`${agent.name} does not answer: ${(error as Error).message}`];
  }
}

/** Waits, and judges. `stop` ends the waiting early. */
export async function judge(house: House, stop: AbortSignal): Promise<Verdict> {
  const beganMs = performance.now();
  let triedMs = beganMs;
  let now = await unrest(house);
  while (now.trying.length + now.settled.length > 0 && !stop.aborted) {
    const nowMs = performance.now();
    if (now.trying.length > 0) triedMs = nowMs;
    if (nowMs - beganMs > quietWithinMs || nowMs - triedMs > settlesWithinMs) break;
    await sleep(500);
    now = await unrest(house);
  }
  const quietAfterMs = Math.round(performance.now() - beganMs);
  const faults = [...now.trying, ...now.settled, ...house.screens.flatMap((screen) => screen.faults())];
  const log = await readLog(house.store).catch((error: Error) => {
    faults.push(`the store does not answer: ${error.message}`);
    return [];
  });
  const counts = house.book.judge(log, (fault) => faults.push(fault));
  const whole = verify(house.centre.data);
  if (whole !== null) faults.push(whole);
  const [pid] = house.centre.pids('server');
  const server = (pid === undefined ? null : sizeOf(pid)) ?? { rssMb: 0, fds: 0 };
  if (server.rssMb > serverMost.rssMb || server.fds > serverMost.fds)
    faults.push(`the server has ${server.rssMb} MB and ${server.fds} open files`);
  // One that starts while the store is away says so and ends; an exception that nobody caught is another thing.
  for (const line of house.centre.endedByThemselves())
    if (/Node\.js v\d/.test(line)) faults.push(`crashed: ${line}`);
  for (const agent of house.agents)
    if (agent.endedByItself() > 0)
      faults.push(`${agent.name} has ended ${agent.endedByItself()} times by itself`);
  return { ...counts, screensDiffer: now.screensDiffer, faults, quietAfterMs, server };
}

function readLog(store: Store) {
  const columns = ['area_id', 'n', 'type', 'actor', 'data'] as const;
  const rows = () => store.db().selectFrom('log').select(columns).orderBy('area_id').orderBy('n').execute();
  // Asked for inside, so that an address that is not there is told like a store that does not answer.
  return Promise.resolve().then(rows);
}

/** `npm run verify` on the running store; null where the log is whole. */
function verify(data: string): string | null {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['server/dist/log/verify.js'], {
    env: { ...process.env, HAIXI_DATA: data },
    encoding: 'utf8',
  });
  return status === 0 ? null : `verify: ${stdout}${stderr}`.trim();
}
