// The live picture as it runs: frames into the state machine, its questions out, a silent line made anew, for ever.
import { type TabletStateTold, type Watch, framesToClient } from '@haixi/proto/live/frames';
import type { ZodType } from 'zod';
import { retryDelayMs } from './backoff';
import { type Following, type Frame, type Input, follow, nothingYet, staleSinceMs } from './follow';
import { serverNowMs } from './server-clock';

/** How often the state machine is told that time passes, in ms. */
const timeEveryMs = 500;

/** How long one try to connect may take, in ms; a server that answers nothing is left and tried again. */
const connectMsMax = 5_000;

export type FrameName = keyof typeof framesToClient;

/** One socket to the server, used again for every try. Nothing is called back out of its own methods. */
export interface LiveSocket {
  /** Begins one try; `connected` or `lost` of what is heard tells how it went. */
  connect(): void;
  /** Lets the connection or the try go; nothing more is heard of it. */
  disconnect(): void;
  watch(watch: Watch): void;
  /** Tells whether this tablet could ring. */
  tablet(told: TabletStateTold): void;
}

/** What a socket tells. */
export interface Heard {
  connected(): void;
  /** The connection was lost, or the try has failed. */
  lost(): void;
  frame(name: FrameName, payload: unknown): void;
}

/** What the live picture takes from outside. No wall clock is among it: the screen's own may be wrong by a day. */
export interface LiveParts {
  readonly openSocket: (heard: Heard) => LiveSocket;
  /** Milliseconds that only run forward. */
  readonly monoMs: () => number;
  /** 0 … 1. */
  readonly random: () => number;
  /** Runs once after so many ms; the answer cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** A live picture to read and to subscribe to. `close` ends it for good. */
export interface Live {
  state(): Following;
  /** The server's time now, ms; 0 while it was never heard. */
  nowMs(): number;
  /** Up to when the picture is vouched for, server's time in ms; null before the first snapshot. */
  asOfMs(): number | null;
  /** Since when the picture can't be vouched for, server's time in ms; null while it can (rule L3). */
  staleSinceMs(): number | null;
  subscribe(changed: () => void): () => void;
  /** The device is awake again or has network again: what has no connection tries at once. */
  awake(): void;
  /** Tells the server whether this tablet could ring, now and after every break; null: this page is none. */
  tellTablet(state: TabletStateTold['state'] | null): void;
  /** The device has slept, whatever its clocks say: the connection of before is not believed in any more. */
  slept(): void;
  close(): void;
}

/** Follow the server from now on. It never gives up; only a session that has ended, or `close`, ends it. */
export function startLive({ openSocket, monoMs, random, after }: LiveParts): Live {
  const listeners = new Set<() => void>();
  let state = nothingYet;
  let attempt = 0;
  let closed = false;
  let tablet: TabletStateTold['state'] | null = null;
  let cancelTry = () => {};
  let cancelTime = () => {};

  const take = (input: Input) => {
    const { state: now, ask, renew } = follow(state, input, monoMs());
    const changed = now !== state;
    state = now;
    if (changed) for (const listener of listeners) listener();
    if (state.ended?.why === 'signed_out') close();
    else if (renew) letGo();
    else if (ask !== null && state.connected && !closed) socket.watch(ask);
  };
  /** One try at a time; what is left of the one before is let go first. */
  const connect = () => {
    cancelTry();
    if (closed || state.connected) return;
    socket.disconnect();
    cancelTry = after(connectMsMax, letGo);
    socket.connect();
  };
  /** The next try, spread: at once after many losses in a row it would be one crowd at the server's door. */
  const later = () => {
    cancelTry();
    attempt += 1;
    if (!closed) cancelTry = after(retryDelayMs(attempt, random()), connect);
  };
  const lost = () => {
    if (state.connected) take({ type: 'disconnected' });
    later();
  };
  const letGo = () => {
    socket.disconnect();
    lost();
  };
  const timePasses = () => {
    take({ type: 'time' });
    if (!closed) cancelTime = after(timeEveryMs, timePasses);
  };

  const socket = openSocket({
    connected() {
      cancelTry();
      take({ type: 'connected' });
      if (tablet !== null) socket.tablet({ state: tablet });
    },
    lost,
    frame(name, payload) {
      // A server that connects and only says goodbye, or nothing, is still one that does not work.
      if (name !== 'goodbye') attempt = 0;
      take(read(name, payload));
    },
  });

  function close() {
    closed = true;
    cancelTry();
    cancelTime();
    socket.disconnect();
    if (state.connected) take({ type: 'disconnected' });
  }

  connect();
  cancelTime = after(timeEveryMs, timePasses);
  return {
    state: () => state,
    nowMs: () => serverNowMs(state.clock, monoMs()),
    asOfMs: () => (state.vouchedMonoMs === null ? null : serverNowMs(state.clock, state.vouchedMonoMs)),
    staleSinceMs: () => staleSinceMs(state, monoMs()),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    awake: () => {
      if (!state.connected) connect();
    },
    tellTablet: (told) => {
      tablet = told;
      if (told !== null && state.connected && !closed) socket.tablet({ state: told });
    },
    slept: () => {
      if (state.connected) take({ type: 'disconnected' });
      connect();
    },
    close,
  };
}

/** A frame as the state machine takes it. */
function read(name: FrameName, payload: unknown): Frame {
  switch (name) {
    case 'snapshot':
      return checked(name, framesToClient[name], payload, (snapshot) => ({ type: name, snapshot }));
    case 'events':
      return checked(name, framesToClient[name], payload, (frame) => ({ type: name, frame }));
    case 'latest':
      return checked(name, framesToClient[name], payload, (latest) => ({ type: name, latest }));
    case 'tick':
      return checked(name, framesToClient[name], payload, (tick) => ({ type: name, tick }));
    case 'goodbye':
      return checked(name, framesToClient[name], payload, (goodbye) => ({ type: name, goodbye }));
  }
}

/** One that breaks the contract says that this page is too old for its server (rule L6). */
function checked<T>(what: string, schema: ZodType<T>, payload: unknown, frame: (value: T) => Frame): Frame {
  const parsed = schema.safeParse(payload);
  return parsed.success ? frame(parsed.data) : { type: 'notUnderstood', what };
}
