// All agents lose their server and come back to the next one at once, while a few sites go on pressing.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Centre } from './centre.js';
import { type Crowd, ForkedCrowd, LocalCrowd } from './crowd.js';
import { type Figures, quantile } from './figures.js';
import { LiveSites, type Pressed } from './live.js';
import type { Registered } from './sites.js';

export interface ReturnOptions {
  readonly agents: number;
  /** Entries that each of them holds when the server is back. */
  readonly held: number;
  /** The script that is also a crowd's process; null to have all agents in this one. */
  readonly script: string | null;
  /** Ends it early; everything that was started is ended even then. */
  readonly stop?: AbortSignal;
  readonly say: (line: string) => void;
}

const liveSites = 5;
const crowdProcesses = 2;
/** Longer than anything here may take on a slow machine; what takes longer has failed. */
const patienceMs = 300_000;

/** Carries it out and ends everything it started. The presses are given as well, in their order. */
export async function runReturn(
  options: ReturnOptions,
): Promise<{ figures: Figures; pressed: readonly Pressed[] }> {
  const { agents, held, script, say, stop } = options;
  const registered = Array.from({ length: agents + liveSites }, (_, at) => newSite(at));
  const centre = await Centre.start(registered);
  const crowd: Crowd = script
    ? new ForkedCrowd(registered.slice(liveSites), centre.address, script, crowdProcesses)
    : new LocalCrowd(registered.slice(liveSites), centre.address);
  const live = new LiveSites(registered.slice(0, liveSites), centre.address, () => crowd.progress.unanswered);
  /** Whether it came true while the server lives; fails where somebody ends all this. */
  const comesTrue = async (isTrue: () => boolean): Promise<boolean> => {
    const untilMs = performance.now() + patienceMs;
    while (!isTrue() && performance.now() < untilMs) {
      if (stop?.aborted) throw new Error('was stopped');
      centre.requireServer();
      await sleep(50);
    }
    return isTrue();
  };
  const until = async (what: string, isTrue: () => boolean) => {
    if (!(await comesTrue(isTrue))) throw new Error(`not within ${patienceMs} ms: ${what}`);
  };
  const open = () => crowd.progress.open + live.open;
  // Whoever waits for the crowd then learns that it has gone.
  stop?.addEventListener('abort', () => void crowd.stop());
  try {
    await centre.startServer();
    say(`${agents} agents come in …`);
    await Promise.all([crowd.start(), live.start()]);
    await until('every agent has come in', () => open() === registered.length);
    say(`the server is killed; each agent comes to hold ${held} entries …`);
    await centre.killServer();
    await until('every agent has noticed', () => open() === 0);
    await crowd.hold(held);
    await centre.startServer();
    const readyAtMs = performance.now();
    say('a new server is ready …');
    live.begin();
    await until('every agent is back', () => open() === registered.length);
    const backMs = Math.round(performance.now() - readyAtMs);
    say(`all are back after ${backMs} ms, ${crowd.progress.unanswered} entries to go …`);
    const isAnswered = await comesTrue(() => crowd.progress.unanswered === 0);
    say(`answered after ${Math.round(performance.now() - readyAtMs)} ms`);
    live.end();
    const isLiveAnswered = await comesTrue(() => live.unanswered === 0);
    const stored = await centre.storedAlarms();
    const tookMs = live.pressed.map((one) => one.tookMs);
    const figures = {
      agents,
      held,
      backMs,
      storedAll: isAnswered && isLiveAnswered && stored === agents * held + live.made,
      liveAlarms: live.made,
      liveP50Ms: quantile(tookMs, 0.5),
      liveP99Ms: quantile(tookMs, 0.99),
      liveMaxMs: quantile(tookMs, 1),
      serverMb: centre.serverMb,
    };
    return { figures, pressed: live.pressed };
  } finally {
    await live.stop();
    await crowd.stop();
    await centre.stop();
  }
}

function newSite(at: number): Registered {
  return { siteId: `return-${at}`, key: randomBytes(16).toString('base64url') };
}
