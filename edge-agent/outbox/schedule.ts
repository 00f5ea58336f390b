// What goes first (rule D7): panic, then live, then backlog oldest first, each with its share of a bounded window.
import { backlogBounds, backoffMs, type Bounds, panicBounds, wireBounds } from '../retry.js';
import { type Lane, lanes } from './held.js';

/** An entry that was sent and is not answered yet. Both times are on the steady clock. */
export interface Flight {
  readonly lane: Lane;
  readonly tries: number;
  /** When it was last sent. */
  readonly sentAtMs: number;
  readonly dueAtMs: number;
}

/** How many entries of a lane may wait for their first answers at a time, the backlog once it has come so far. */
export const windowShare: Readonly<Record<Lane, number>> = { panic: 32, live: 32, backlog: 32 };

/** The first entry of a backlog waits up to so long after the link has opened. */
export const backlogWaitMsMax = 5_000;

/**
 * How gently a backlog comes back, so that thousands of agents at once hold up nobody's alarm: its first entry waits
 * for a random moment, and only what is answered makes room for more. Panics and what is of now never wait.
 */
export interface Gently {
  /** On the steady clock. */
  readonly fromMs: number;
  /** How many entries may wait for their first answers at a time. */
  readonly window: number;
  /** Until then slow answers make it give way, on the steady clock. */
  readonly givesWayUntilMs: number;
}

/** How a backlog begins when the link opens. `random` is in [0, 1). */
export function beginGently(nowMs: number, random: number): Gently {
  const givesWayUntilMs = nowMs + givesWayForMs;
  return { fromMs: nowMs + random * backlogWaitMsMax, window: 1, givesWayUntilMs };
}

/** So long after the link has opened: then the others are back as well, and what is slow still is a slow line. */
const givesWayForMs = 3 * 60_000;

/** An answer that took no longer than this says that the server has nothing else to do. */
export const easyAnswerMs = 250;

/** A backlog gives way for so many times as long as its last answer took, more or less by chance. */
const giveWayTimes = 4;

/** Yet no longer than this: a server that stood still for a minute is not busy for the next eight. */
export const giveWayMsMax = 30_000;

/**
 * So many entries of the backlog were answered, the slowest after `tookMs`. Answered easily, as many more may be under
 * way, up to the lane's share. Slowly, while all come back, the server has others to serve: one at a time, and the next
 * after a pause, so that thousands of backlogs together keep the queue before an alarm of now short.
 */
export function widened(
  gently: Gently,
  answers: number,
  tookMs: number,
  nowMs: number,
  random: number,
): Gently {
  if (tookMs <= easyAnswerMs || nowMs >= gently.givesWayUntilMs)
    return { ...gently, window: Math.min(gently.window + answers, windowShare.backlog) };
  const pauseMs = random * Math.min(2 * giveWayTimes * tookMs, giveWayMsMax);
  return { ...gently, fromMs: nowMs + pauseMs, window: 1 };
}

/** When an entry that is not answered goes again. */
const againIn: Readonly<Record<Lane, Bounds>> = {
  panic: panicBounds,
  live: wireBounds,
  backlog: backlogBounds,
};

/** After so many tries an entry no longer uses up its lane's share, so that one without an answer holds up nothing. */
const stalledTries = 4;

/** Yet there is a bound for those as well. */
const stalledShares = 8;

/** The next entry to send now, or null when every lane has to wait for answers or for time. */
export function nextToSend(
  flights: ReadonlyMap<number, Flight>,
  held: (lane: Lane) => Iterable<number>,
  nowMs: number,
  gently: Gently,
): { seq: number; lane: Lane } | null {
  for (const lane of lanes) {
    const window = lane === 'backlog' ? backlogWindow(gently, nowMs) : windowShare[lane];
    const seq = dueAgain(flights, lane, nowMs) ?? firstTime(flights, lane, held(lane), window);
    if (seq !== null) return { seq, lane };
  }
  return null;
}

/** The flight of an entry that is sent now. */
export function sent(before: Flight | undefined, lane: Lane, nowMs: number, random: number): Flight {
  const tries = (before?.tries ?? 0) + 1;
  return { lane, tries, sentAtMs: nowMs, dueAtMs: nowMs + backoffMs(tries - 1, random, againIn[lane]) };
}

/** When the next entry falls due, on the steady clock: again, or the first of the backlog; null when none will. */
export function nextDueAtMs(
  flights: ReadonlyMap<number, Flight>,
  nowMs: number,
  gently: Gently,
): number | null {
  let next = gently.fromMs > nowMs ? gently.fromMs : null;
  for (const { dueAtMs } of flights.values()) if (next === null || dueAtMs < next) next = dueAtMs;
  return next;
}

function backlogWindow({ fromMs, window }: Gently, nowMs: number): number {
  return nowMs < fromMs ? 0 : window;
}

function dueAgain(flights: ReadonlyMap<number, Flight>, lane: Lane, nowMs: number): number | null {
  let oldest: number | null = null;
  for (const [seq, flight] of flights) {
    if (flight.lane !== lane || flight.dueAtMs > nowMs) continue;
    if (oldest === null || seq < oldest) oldest = seq;
  }
  return oldest;
}

function firstTime(
  flights: ReadonlyMap<number, Flight>,
  lane: Lane,
  held: Iterable<number>,
  window: number,
): number | null {
  const ofLane = [...flights.values()].filter((flight) => flight.lane === lane);
  const fresh = ofLane.filter((flight) => flight.tries < stalledTries).length;
  if (fresh >= window || ofLane.length >= windowShare[lane] * stalledShares) return null;
  for (const seq of held) if (!flights.has(seq)) return seq;
  return null;
}
