// The live picture's state machine: what came by the socket in, the picture and what to ask next out (rules L1–L3, L6).
import {
  type EventsFrame,
  type Goodbye,
  type Snapshot,
  type Tick,
  type Watch,
  liveProtocol,
  staleAfterMs,
} from '@haixi/proto/live/frames';
import type { Latest, Picture, Vector } from '@haixi/proto/live/picture';
import { applyFrame } from './apply-frame';
import { mergeLatest, noLatest } from './latest';
import { type ServerClock, hear, noClock, saidAtMonoMs, serverNowMs } from './server-clock';

/** How long the log may be ahead of us before we ask again, and how long an answer to `watch` may take. */
export const behindMsMax = 2_000;
export const watchAnswerMsMax = 5_000;

/** Frames kept while no snapshot is there yet; what is more than that is asked for again. */
const heldFramesMax = 500;

/** Ticks in a row that must tell a log shorter than ours before we believe that it is another log. */
const shorterTicksMin = 2;

/** Nobody is signed in any more, or this page is too old for what it is sent (rule L6). */
export type Ended = { why: 'signed_out' } | { why: 'reload'; what: string };

/** What a screen knows. All `…MonoMs` are the screen's own monotonic clock, handed in with every input. */
export interface Following {
  readonly connected: boolean;
  /** Null until the first snapshot. */
  readonly picture: Picture | null;
  readonly latest: Latest;
  readonly clock: ServerClock;
  /** The last moment at which the server told how far its log is, and nothing was known to be missing. */
  readonly vouchedMonoMs: number | null;
  readonly ended: Ended | null;
  readonly held: readonly EventsFrame[];
  readonly heads: Vector;
  readonly shorterTicks: number;
  /** The register's number at our fresh start, and the highest that was told since: then it has changed. */
  readonly register: number;
  readonly toldRegister: number;
  readonly behindSinceMonoMs: number | null;
  readonly asked: { readonly atMonoMs: number; readonly fresh: boolean } | null;
  readonly heardMonoMs: number;
}

export type Frame =
  | { type: 'snapshot'; snapshot: Snapshot }
  | { type: 'events'; frame: EventsFrame }
  | { type: 'latest'; latest: Latest }
  | { type: 'tick'; tick: Tick }
  | { type: 'goodbye'; goodbye: Goodbye }
  | { type: 'notUnderstood'; what: string };
export type Input = Frame | { type: 'connected' } | { type: 'disconnected' } | { type: 'time' };

/** `ask` is what to emit as `watch`; `renew` means that the connection is silent and has to be made anew. */
export interface Followed {
  readonly state: Following;
  readonly ask: Watch | null;
  readonly renew: boolean;
}

export const nothingYet: Following = {
  connected: false,
  picture: null,
  latest: noLatest,
  clock: noClock,
  vouchedMonoMs: null,
  ended: null,
  held: [],
  heads: {},
  shorterTicks: 0,
  register: 0,
  toldRegister: 0,
  behindSinceMonoMs: null,
  asked: null,
  heardMonoMs: 0,
};

/** The state after this input at `monoMs`, and what to tell the server. Never throws, whatever comes (rule L6). */
export function follow(before: Following, input: Input, monoMs: number): Followed {
  if (before.ended?.why === 'signed_out') return only(before);
  switch (input.type) {
    case 'connected':
      return ask({ ...before, connected: true, heardMonoMs: monoMs, behindSinceMonoMs: null }, monoMs);
    case 'disconnected':
      return only({ ...before, connected: false, asked: null });
    case 'time':
      return before.connected ? timePassed(before, monoMs) : only(before);
    default:
      return heard({ ...before, heardMonoMs: monoMs }, input, monoMs);
  }
}

/** Since when (server's time, ms) the screen can't vouch for what it shows, or null while it can (rule L3). */
export function staleSinceMs(state: Following, monoMs: number): number | null {
  if (state.vouchedMonoMs === null || monoMs - state.vouchedMonoMs <= staleAfterMs) return null;
  return serverNowMs(state.clock, state.vouchedMonoMs);
}

function heard(before: Following, input: Frame, monoMs: number): Followed {
  switch (input.type) {
    case 'snapshot':
      return began(before, input.snapshot, monoMs);
    case 'events':
      return went(before, input.frame, monoMs);
    case 'latest':
      return only({ ...before, latest: mergeLatest(before.latest, input.latest) });
    case 'tick':
      return only(ticked(before, input.tick, monoMs));
    case 'goodbye':
      return only(saidGoodbye(before, input.goodbye));
    case 'notUnderstood':
      return only(needsReload(before, input.what));
  }
}

function began(before: Following, snapshot: Snapshot, monoMs: number): Followed {
  const clock = hear(before.clock, snapshot.nowMs, monoMs);
  // One that arrives late would take the screen back in time; only where we asked for a new start is it taken.
  if (before.picture !== null && before.asked?.fresh !== true && goesBack(before.picture, snapshot.picture))
    return only(vouched(settled({ ...before, clock }, monoMs)));
  const { picture, latest, register } = snapshot;
  const known = { register, toldRegister: register };
  const start = { ...before, ...known, clock, picture, latest, asked: null, held: [], shorterTicks: 0 };
  let now: Followed = only(vouched(settled({ ...start, heads: {} }, monoMs)));
  for (const frame of before.held) {
    const next = went(now.state, frame, monoMs);
    now = { ...next, ask: next.ask ?? now.ask };
  }
  return now;
}

function went(before: Following, frame: EventsFrame, monoMs: number): Followed {
  if (before.picture === null)
    return only({ ...before, held: [...before.held, frame].slice(-heldFramesMax) });
  const { picture, gap, notUnderstood } = applyFrame(before.picture, frame.events);
  const after = notUnderstood === null ? before : needsReload(before, notUnderstood);
  const heads = { ...before.heads, [frame.areaId]: highest(before, picture, frame) };
  const asked = gap || before.asked?.fresh === true ? before.asked : null;
  const now = settled({ ...after, picture, heads, asked }, monoMs);
  return gap && now.asked === null ? ask(now, monoMs) : only(now);
}

function ticked(before: Following, tick: Tick, monoMs: number): Following {
  const clock = hear(before.clock, tick.nowMs, monoMs);
  const ours = before.picture?.vector ?? {};
  const told = Object.entries(tick.heads);
  const shorter = told.some(([areaId, n]) => n < (ours[areaId] ?? 0));
  const same = told.every(([areaId, n]) => n === (ours[areaId] ?? 0));
  const shorterTicks = shorter ? before.shorterTicks + 1 : 0;
  // A fresh start that was asked for is waited for, however little else is missing.
  const has = same && before.picture !== null && before.asked?.fresh !== true;
  const asked = has ? null : before.asked;
  const toldRegister = Math.max(before.toldRegister, tick.register);
  return vouched(settled({ ...before, clock, heads: tick.heads, shorterTicks, toldRegister, asked }, monoMs));
}

function timePassed(before: Following, monoMs: number): Followed {
  if (monoMs - before.heardMonoMs > staleAfterMs)
    return { ...only({ ...before, heardMonoMs: monoMs }), renew: true };
  if (before.asked !== null)
    return monoMs - before.asked.atMonoMs > watchAnswerMsMax ? ask(before, monoMs) : only(before);
  const behindMs = before.behindSinceMonoMs === null ? 0 : monoMs - before.behindSinceMonoMs;
  return behindMs > behindMsMax || needsFresh(before) ? ask(before, monoMs) : only(before);
}

/** Ask to go on from our vector; for a new start where we have nothing, or where going on would not be right. */
function ask(state: Following, monoMs: number): Followed {
  const fresh = state.picture === null || needsFresh(state);
  const vector = fresh ? {} : (state.picture?.vector ?? {});
  const asked = { atMonoMs: monoMs, fresh };
  return { state: { ...state, asked }, ask: { protocol: liveProtocol, vector }, renew: false };
}

/** The log is not the one we knew, or areas, sites, people or one's own rights have changed: no event brings those. */
function needsFresh({ shorterTicks, toldRegister, register }: Following): boolean {
  return shorterTicks >= shorterTicksMin || toldRegister > register;
}

/** Hold our vector against the heads: either nothing is known to be missing, or we are behind since now. */
function settled(state: Following, monoMs: number): Following {
  const { picture } = state;
  if (picture === null) return state;
  const behind = Object.entries(state.heads).some(([areaId, n]) => n > (picture.vector[areaId] ?? 0));
  return behind
    ? { ...state, behindSinceMonoMs: state.behindSinceMonoMs ?? monoMs }
    : { ...state, behindSinceMonoMs: null };
}

/** The server has told its time and how far it is: we vouch as of when it said so, however long that took to come. */
function vouched(state: Following): Following {
  if (state.picture === null || state.behindSinceMonoMs !== null) return state;
  return { ...state, vouchedMonoMs: saidAtMonoMs(state.clock) };
}

function highest(before: Following, picture: Picture, frame: EventsFrame): number {
  const numbers = frame.events.map((event) => event.n);
  return Math.max(before.heads[frame.areaId] ?? 0, picture.vector[frame.areaId] ?? 0, ...numbers);
}

/** An area that is not in theirs is one that may not be watched any more: it takes nothing back in time. */
function goesBack(ours: Picture, theirs: Picture): boolean {
  return Object.entries(theirs.vector).some(([areaId, n]) => n < (ours.vector[areaId] ?? 0));
}

function saidGoodbye(before: Following, { reason }: Goodbye): Following {
  if (reason === 'signed_out') return { ...before, connected: false, ended: { why: 'signed_out' } };
  return reason === 'restarting' ? before : needsReload(before, reason);
}

function needsReload(before: Following, what: string): Following {
  return before.ended === null ? { ...before, ended: { why: 'reload', what } } : before;
}

function only(state: Following): Followed {
  return { state, ask: null, renew: false };
}
