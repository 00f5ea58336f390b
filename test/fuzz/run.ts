// One fuzz: a quiet while, the flood by both doors while one site goes on pressing, and what the server is after it.
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyStore } from '@haixi/server/log/verify-log.store';
import { firstSites } from '@haixi/server/demo/district';
import { testKeyOf } from '@haixi/server/store/fresh.store';
import { LiveSites } from '../return/live.js';
import { Chance } from '../sim/engine/chance.js';
import { floodByMqtt } from './mqtt-flood.js';
import { Victim } from './victim.js';
import { type Answered, floodByWeb } from './web-flood.js';

export interface FuzzOptions {
  readonly root: string;
  readonly seed: number;
  readonly mqtt: number;
  readonly web: number;
  /** The longest that a live alarm may wait, in ms; more where the machine has other things to do. */
  readonly liveMsMax: number;
  readonly say: (line: string) => void;
}

export interface Fuzzed {
  readonly seed: number;
  readonly mqtt: number;
  readonly web: number;
  readonly tookMs: number;
  readonly crashed: string | null;
  /** What the heap held after a collection: in the middle of the flood, and after it. */
  readonly heldFirstMb: number;
  readonly heldLastMb: number;
  readonly rssMb: number;
  readonly livePresses: number;
  readonly liveUnanswered: number;
  readonly quietP95Ms: number;
  readonly liveP95Ms: number;
  readonly liveMaxMs: number;
  /** Answers that say that the server itself went wrong. */
  readonly serverErrors: number;
  readonly logWhole: boolean;
  readonly refusals: number;
  readonly faults: readonly string[];
}

const liveSite = 'shop-01';
/** Their keys are in wrong hands. */
const hostileSites = firstSites.map(({ siteId }) => siteId).filter((siteId) => siteId !== liveSite);
const quietMs = 3_000;
/** What the collector leaves lying about between two looks. */
const heldGrowthMbMax = 24;
/** So long after the flood what still waits has been stored. */
const settleMs = 3_000;
const answeredWithinMs = 20_000;

/** Carries it out and ends all it started. */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const victim = await Victim.start(options.root);
  const live = new LiveSites(
    [{ siteId: liveSite, key: testKeyOf(liveSite) }],
    `ws://127.0.0.1:${victim.port}/mqtt`,
    () => 0,
  );
  try {
    await live.start();
    while (live.open === 0) await sleep(50);
    live.begin();
    options.say('quiet …');
    await sleep(quietMs);
    const quiet = live.pressed.splice(0).map(({ tookMs }) => tookMs);
    return await flooded(options, victim, live, quiet);
  } finally {
    await live.stop();
    await victim.stop();
  }
}

async function flooded(
  options: FuzzOptions,
  victim: Victim,
  live: LiveSites,
  quiet: number[],
): Promise<Fuzzed> {
  const { seed, mqtt, web, say } = options;
  const chance = new Chance(seed);
  const startedMs = performance.now();
  let sent = 0;
  let told = 0;
  const held: number[] = [];
  const tellSent = (more: number) => {
    sent += more;
    if (Math.floor((sent * 10) / (mqtt + web)) === told) return;
    told += 1;
    say(`${sent} of ${mqtt + web} sent, slowest live alarm ${Math.round(slowest(live))} ms`);
    void victim.memory().then(
      ({ heldMb }) => held.push(heldMb),
      () => {},
    );
  };
  const shared = { sent: tellSent };
  const sites = hostileSites.map((siteId) => ({ siteId, key: testKeyOf(siteId) }));
  let broken: string | null = null;
  let wrong: Answered[] = [];
  await Promise.all([
    floodByMqtt({ ...shared, port: victim.mqttPort, chance: chance.fork(), sites, messages: mqtt }),
    floodByWeb({
      ...shared,
      port: victim.port,
      chance: chance.fork(),
      cookies: victim.cookies,
      messages: web,
    }).then((answers) => (wrong = answers)),
  ]).catch((error: Error) => (broken = error.message));
  const tookMs = performance.now() - startedMs;
  live.end();
  const until = performance.now() + answeredWithinMs;
  while (live.unanswered - quiet.length > 0 && performance.now() < until && victim.ended === null)
    await sleep(50);
  await sleep(settleMs);
  const { heldMb, rssMb } = victim.ended === null ? await victim.memory() : { heldMb: 0, rssMb: 0 };
  const took = live.pressed.map((press) => press.tookMs).toSorted((a, b) => a - b);
  const { times } = await victim.store.db
    .selectFrom('refusals')
    .select((rows) => rows.fn.sum<number>('times').as('times'))
    .executeTakeFirstOrThrow();
  const figures = {
    seed,
    mqtt,
    web,
    tookMs: Math.round(tookMs),
    crashed: victim.ended ?? broken,
    heldFirstMb: rounded(held[Math.floor(held.length / 2)] ?? heldMb),
    heldLastMb: rounded(heldMb),
    rssMb: rounded(rssMb),
    livePresses: live.made,
    liveUnanswered: live.made - quiet.length - took.length,
    quietP95Ms: rounded(
      quantile(
        quiet.toSorted((a, b) => a - b),
        0.95,
      ),
    ),
    liveP95Ms: rounded(quantile(took, 0.95)),
    liveMaxMs: rounded(took.at(-1) ?? 0),
    serverErrors: wrong.length,
    logWhole: (await verifyStore(victim.store.db)).broken === null,
    refusals: Number(times ?? 0),
  };
  return {
    ...figures,
    faults: [
      ...faultsOf(figures, options.liveMsMax),
      ...wrong.slice(0, 5).map(({ what, status }) => `${status}: ${what}`),
    ],
  };
}

/** What is wrong, in words; nothing where all is well. */
export function faultsOf(figures: Omit<Fuzzed, 'faults'>, liveMsMax: number): string[] {
  const { crashed, heldFirstMb, heldLastMb, liveUnanswered, liveMaxMs, serverErrors, logWhole } = figures;
  const grewMb = heldLastMb - heldFirstMb;
  return [
    ...(crashed === null ? [] : [`the server: ${crashed}`]),
    ...(grewMb > heldGrowthMbMax ? [`the server held ${rounded(grewMb)} MB more at the end`] : []),
    ...(liveUnanswered > 0 ? [`${liveUnanswered} live alarms were not answered`] : []),
    ...(liveMaxMs > liveMsMax ? [`a live alarm waited ${liveMaxMs} ms`] : []),
    ...(serverErrors > 0 ? [`${serverErrors} requests were answered with a server error`] : []),
    ...(logWhole ? [] : ['the log is not whole']),
  ];
}

function slowest(live: LiveSites): number {
  return Math.max(0, ...live.pressed.slice(-2_000).map(({ tookMs }) => tookMs));
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
