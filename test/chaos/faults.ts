// What chaos does to the system: each kind strikes, lasts, undoes itself, and says whether it was seen to have happened.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent } from './agent.js';
import type { Part } from './centre.js';
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

export interface Kind {
  /** How many of it are in the deck that the rounds draw from. */
  readonly cards: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly needsDisk?: true;
  /** True where it was seen to have happened. */
  readonly strike: (blow: Blow) => Promise<boolean>;
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

async function killAgent({ house, draw, forMs }: Blow): Promise<boolean> {
  const agent = one(house.agents, draw);
  const pid = await there(() => agent.pid());
  if (pid === null) return false;
  agent.pauseMs = forMs;
  agent.expectEnd();
  return kill(pid);
}

async function killPart({ house, draw }: Blow, part: Part): Promise<boolean> {
  const pid = await there(() => led(house, part, draw));
  return pid !== null && kill(pid);
}

async function killBackend({ house, draw }: Blow): Promise<boolean> {
  const pid = await there(() => one(house.centre.backends(), draw));
  return pid !== null && kill(pid);
}

async function stopAgent({ house, draw, forMs, stop }: Blow): Promise<boolean> {
  const pid = await there(() => one(house.agents, draw).pid());
  return pid !== null && frozenFor([pid], forMs, stop);
}

/** The store stands as a whole: a postmaster alone that stands would only keep new ones out. */
async function stopPart({ house, draw, forMs, stop }: Blow, part: Part): Promise<boolean> {
  const pid = await there(() => led(house, part, draw));
  if (pid === null) return false;
  return frozenFor(part === 'postgres' ? house.centre.pids(part) : [pid], forMs, stop);
}

async function frozenFor(pids: readonly number[], forMs: number, stop: AbortSignal): Promise<boolean> {
  try {
    const seen = await freeze(pids);
    await lasting(forMs, stop);
    return seen;
  } finally {
    thaw(pids);
  }
}

/** One wire mostly; now and then those of all agents, of all screens, or every one. */
async function cut({ house, draw, forMs, stop }: Blow, weather: Exclude<Weather, 'whole'>): Promise<boolean> {
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
  return seen;
}

async function fillAgent({ house, draw, forMs, stop }: Blow): Promise<boolean> {
  const { disk } = one(house.agents, draw);
  return disk !== null && full(disk, forMs, stop);
}

async function fillCentre({ house, forMs, stop }: Blow): Promise<boolean> {
  return house.disk !== null && full(house.disk, forMs, stop);
}

async function full(disk: NonNullable<Agent['disk']>, forMs: number, stop: AbortSignal): Promise<boolean> {
  try {
    const seen = disk.fill();
    await lasting(forMs, stop);
    return seen;
  } finally {
    disk.empty();
  }
}

function jumpAgent(blow: Blow): Promise<boolean> {
  return jump(one(blow.house.agents, blow.draw).clock, blow);
}

function jumpServer(blow: Blow): Promise<boolean> {
  return jump(blow.house.centre.clock, blow);
}

/** A day on or a day back, and home again: two jumps, of which the second is the first one's opposite. */
async function jump(clock: Agent['clock'], { draw, forMs, stop }: Blow): Promise<boolean> {
  try {
    const seen = await clock.shift((draw * 1_000) % 2 < 1 ? dayMs : -dayMs);
    await lasting(forMs, stop);
    return seen;
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
