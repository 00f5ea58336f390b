// Whether a camera's stream is wanted, and what to do about it now: ask the agent, wait, give up, or let it go. Pure; times are of the steady clock.
import { streamLingersMs } from '@haixi/proto/media/media';

/** An agent that brings nothing is asked again after this; one that said it would, only after the longer time. */
const askEveryMs = 3_000;
const promisedWithinMs = 6_000;
/** Viewers that have waited so long are told that there is no picture; an agent that begins may wait for a key frame. */
const patienceMs = 10_000;
const promisedPatienceMs = 15_000;

export interface Demand {
  /** Numbers of those who watch or wait. */
  readonly viewers: Set<number>;
  /** The number of the connection that brings the stream; null while there is none. */
  publisher: number | null;
  /** Since when viewers have waited without a stream; null while none does. */
  waitingSinceMs: number | null;
  askedAtMs: number | null;
  /** Whether the agent has said that it begins. */
  isPromised: boolean;
  /** Since when nobody has watched; null while somebody does. */
  emptySinceMs: number | null;
}

export type Wish = 'ask' | 'give-up' | 'let-go' | 'none';

export function newDemand(): Demand {
  const nothing = { publisher: null, waitingSinceMs: null, askedAtMs: null, emptySinceMs: null };
  return { viewers: new Set(), isPromised: false, ...nothing };
}

/** A viewer has come. */
export function joined(demand: Demand, n: number, steadyMs: number): void {
  demand.viewers.add(n);
  demand.emptySinceMs = null;
  if (demand.publisher === null) demand.waitingSinceMs ??= steadyMs;
}

/** A viewer has gone. */
export function left(demand: Demand, n: number, steadyMs: number): void {
  if (!demand.viewers.delete(n) || demand.viewers.size > 0) return;
  demand.emptySinceMs = steadyMs;
  demand.waitingSinceMs = null;
}

/** The stream comes, by this connection. */
export function published(demand: Demand, n: number): void {
  demand.publisher = n;
  demand.waitingSinceMs = null;
}

/** The stream has ended: whoever wants it next asks at once. */
export function unpublished(demand: Demand, n: number, steadyMs: number): void {
  if (demand.publisher !== n) return;
  demand.publisher = null;
  demand.askedAtMs = null;
  demand.isPromised = false;
  if (demand.viewers.size > 0) demand.waitingSinceMs = steadyMs;
}

/** What is to be done now; whoever asks for `ask` notes it in `askedAtMs`. */
export function wishOf(demand: Demand, steadyMs: number): Wish {
  const { viewers, publisher, waitingSinceMs, askedAtMs, emptySinceMs } = demand;
  if (viewers.size === 0)
    return emptySinceMs === null || steadyMs - emptySinceMs >= streamLingersMs ? 'let-go' : 'none';
  if (publisher !== null) return 'none';
  const patientMs = demand.isPromised ? promisedPatienceMs : patienceMs;
  if (waitingSinceMs !== null && steadyMs - waitingSinceMs >= patientMs) return 'give-up';
  const againAfterMs = demand.isPromised ? promisedWithinMs : askEveryMs;
  return askedAtMs === null || steadyMs - askedAtMs >= againAfterMs ? 'ask' : 'none';
}
