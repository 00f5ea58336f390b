// What chaos does to the system: each kind strikes, lasts, undoes itself, and says whether it was seen to have happened.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from './centre.js';
import type { Clock } from './clock.js';
import type { Disk } from './disk.js';
import type { House } from './house.js';
import { freeze, kill, thaw } from './processes.js';
import type { Weather, Wire } from './wire.js';

/** One blow: `draw` (0 … 1) chooses among targets, `forMs` is how long it lasts or the killed one stays away. */
export interface Blow {
  readonly house: House;
  readonly draw: number;
  readonly forMs: number;
  /** Aborts when everything has to end at once. */
  readonly stop: AbortSignal;
}

/** Whom it met, and whether it was seen to have happened. */
export interface Struck {
  readonly target: string;
  readonly seen: boolean;
}

export interface Kind {
  /** How many of it are in the deck that the rounds draw from. */
  readonly cards: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly needsDisk?: true;
  readonly strike: (blow: Blow) => Promise<Struck>;
}

const dayMs = 86_400_000;
/** What is being started again is waited for this long before a blow is given up. */
const thereWithinMs = 6_000;

const brief = { leastMs: 300, mostMs: 4_000 };
const freezes = { leastMs: 2_000, mostMs: 20_000 };
const cuts = { leastMs: 3_000, mostMs: 20_000 };
const fills = { leastMs: 4_000, mostMs: 12_000, needsDisk: true } as const;
const jumps = { leastMs: 5_000, mostMs: 15_000 };

export const kinds = {
  'kill.agent': { cards: 2, ...brief, strike: killAgent },
  'kill.server': { cards: 3, ...brief, strike: (blow) => killPart(blow, 'server') },
  'kill.postgres': { cards: 2, ...brief, strike: (blow) => killPart(blow, 'postgres') },
  'kill.backend': { cards: 1, ...brief, strike: killBackend },
  'kill.media': { cards: 1, ...brief, strike: (blow) => killPart(blow, 'media') },
  'kill.demoAgent': { cards: 1, ...brief, strike: (blow) => killPart(blow, 'demoAgent') },
  'kill.launcher': { cards: 1, ...brief, strike: (blow) => killPart(blow, 'launcher') },
  'stop.agent': { cards: 1, ...freezes, strike: stopAgent },
  'stop.server': { cards: 2, ...freezes, strike: (blow) => stopPart(blow, 'server') },
  'stop.postgres': { cards: 2, ...freezes, strike: (blow) => stopPart(blow, 'postgres') },
  'stop.media': { cards: 1, ...freezes, strike: (blow) => stopPart(blow, 'media') },
  'stop.demoAgent': { cards: 1, ...freezes, strike: (blow) => stopPart(blow, 'demoAgent') },
  'cut.silent': { cards: 3, ...cuts, strike: (blow) => cut(blow, 'silent') },
  'cut.reset': { cards: 1, ...cuts, strike: (blow) => cut(blow, 'reset') },
  'cut.up': { cards: 1, ...cuts, strike: (blow) => cut(blow, 'up') },
  'cut.down': { cards: 1, ...cuts, strike: (blow) => cut(blow, 'down') },
  'cut.slow': { cards: 1, ...cuts, strike: (blow) => cut(blow, 'slow') },
  'disk.agent': { cards: 2, ...fills, strike: fillAgent },
  'disk.centre': { cards: 2, ...fills, strike: fillCentre },
  'clock.agent': { cards: 1, ...jumps, strike: jumpAgent },
  'clock.server': { cards: 2, ...jumps, strike: jumpServer },
} as const satisfies Record<string, Kind>;
export type KindName = keyof typeof kinds;

async function killAgent({ house, draw, forMs }: Blow): Promise<Struck> {
  const agent = one(house.agents, draw);
  const pid = await there(() => agent.pid());
  agent.pauseMs = forMs;
  if (pid !== null) agent.expectEnd();
  return killed(agent.name, pid);
}

async function killPart({ house, draw }: Blow, part: Part): Promise<Struck> {
  return killed(part, await there(() => led(house, part, draw)));
}

async function killBackend({ house, draw }: Blow): Promise<Struck> {
  return killed('backend', await there(() => one(house.centre.backends(), draw)));
}

async function killed(name: string, pid: number | null): Promise<Struck> {
  return { target: `${name} ${pid}`, seen: pid !== null && (await kill(pid)) };
}

async function stopAgent({ house, draw, forMs, stop }: Blow): Promise<Struck> {
  const agent = one(house.agents, draw);
  const pid = await there(() => agent.pid());
  return frozenFor(agent.name, pid === null ? [] : [pid], forMs, stop);
}

/** The store stands as a whole: a postmaster alone that stands would only keep new ones out. */
async function stopPart({ house, draw, forMs, stop }: Blow, part: Part): Promise<Struck> {
  const pid = await there(() => led(house, part, draw));
  const pids = part === 'postgres' ? house.centre.pids(part) : pid === null ? [] : [pid];
  return frozenFor(part, pids, forMs, stop);
}

async function frozenFor(
  name: string,
  pids: readonly number[],
  forMs: number,
  stop: AbortSignal,
): Promise<Struck> {
  try {
    const seen = await freeze(pids);
    await lasting(forMs, stop);
    return { target: `${name} ${pids.join(' ')}`, seen };
  } finally {
    thaw(pids);
  }
}

/** One wire mostly; now and then those of all agents, of all screens, or every one. */
async function cut({ house, draw, forMs, stop }: Blow, weather: Exclude<Weather, 'whole'>): Promise<Struck> {
  const agents = house.agents.map(({ wire }) => wire);
  const screens = house.screens.map(({ wire }) => wire);
  const all = [...agents, ...screens, house.people];
  const singly = all.map((wire) => [wire]);
  const wires: readonly Wire[] = one([...singly, ...singly, agents, agents, screens, all, all], draw);
  const spells = wires.map((wire) => wire.turn(weather));
  await lasting(forMs, stop);
  const seen = spells.some((spell) => spell.touched() > 0);
  // Whatever stood between has forgotten the connections, now and then.
  const forgotten = weather === 'silent' && (draw * 1_000) % 2 < 1;
  for (const spell of spells) spell.end(forgotten);
  return { target: wires.map(({ name }) => name).join(', '), seen };
}

async function fillAgent({ house, draw, forMs, stop }: Blow): Promise<Struck> {
  const { name, disk } = one(house.agents, draw);
  return full(name, disk, forMs, stop);
}

function fillCentre({ house, forMs, stop }: Blow): Promise<Struck> {
  return full('centre', house.disk, forMs, stop);
}

async function full(target: string, disk: Disk | null, forMs: number, stop: AbortSignal): Promise<Struck> {
  try {
    const seen = disk?.fill() ?? false;
    await lasting(forMs, stop);
    return { target, seen };
  } finally {
    disk?.empty();
  }
}

function jumpAgent(blow: Blow): Promise<Struck> {
  const { name, clock } = one(blow.house.agents, blow.draw);
  return jump(name, clock, blow);
}

function jumpServer(blow: Blow): Promise<Struck> {
  return jump('server', blow.house.centre.clock, blow);
}

/** A day on or a day back, and home again: two jumps, of which the second is the first one's opposite. */
async function jump(name: string, clock: Clock, { draw, forMs, stop }: Blow): Promise<Struck> {
  const byMs = (draw * 1_000) % 2 < 1 ? dayMs : -dayMs;
  try {
    const seen = await clock.shift(byMs);
    await lasting(forMs, stop);
    return { target: `${name} by ${byMs / dayMs} d`, seen };
  } finally {
    await clock.shift(0);
  }
}

/** The process that leads a part; the demo has several agents. */
function led(house: House, part: Part, draw: number): number | null {
  const pids = house.centre.pids(part);
  if (pids.length === 0) return null;
  return part === 'demoAgent' ? one(pids, draw) : pids[0]!;
}

async function there(look: () => number | null): Promise<number | null> {
  for (let waitedMs = 0; waitedMs < thereWithinMs; waitedMs += 100) {
    try {
      const pid = look();
      if (pid !== null) return pid;
    } catch {
      // The launcher is writing its record, or nobody is there to choose from.
    }
    await sleep(100);
  }
  return null;
}

function one<T>(list: readonly T[], draw: number): T {
  const found = list[Math.floor(draw * list.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
}

async function lasting(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(ms, null, { signal: stop }).catch(() => {});
}
