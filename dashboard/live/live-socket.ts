// The one folder that touches the socket: frames into the state machine, its questions out, reconnecting for ever.
import { type ClientToServer, type ServerToClient, framesToClient, livePath } from '@haixi/proto/live/frames';
import { type Socket, io } from 'socket.io-client';
import type { ZodType } from 'zod';
import { retryDelayMs } from './backoff';
import { type Following, type Frame, type Input, follow, nothingYet, staleSinceMs } from './follow';
import { serverNowMs } from './server-clock';

/** How often the state machine is told that time passes, in ms. */
const timeEveryMs = 500;

/** How long one try to connect may take, in ms. */
const connectMsMax = 5_000;

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
  close(): void;
}

/** Follow the server at this page's own origin. `monoMs` and `random` are handed in. */
export function openLive(monoMs: () => number, random: () => number): Live {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: livePath,
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    timeout: connectMsMax,
  });
  const listeners = new Set<() => void>();
  let state = nothingYet;
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const take = (input: Input) => {
    const { state: after, ask, renew } = follow(state, input, monoMs());
    const changed = after !== state;
    state = after;
    if (changed) for (const listener of listeners) listener();
    if (state.ended?.why === 'signed_out') close();
    else if (renew) socket.disconnect();
    else if (ask !== null && socket.connected) socket.emit('watch', ask);
  };
  const connect = () => {
    clearTimeout(retry);
    if (closed || socket.connected) return;
    // A socket that was cut counts itself as active until it is told to let go.
    socket.disconnect();
    socket.connect();
  };
  const later = () => {
    clearTimeout(retry);
    attempt += 1;
    if (!closed) retry = setTimeout(connect, retryDelayMs(attempt, random()));
  };

  socket.on('connect', () => {
    attempt = 0;
    take({ type: 'connected' });
  });
  socket.on('disconnect', () => {
    take({ type: 'disconnected' });
    later();
  });
  socket.on('connect_error', () => {
    socket.disconnect();
    later();
  });
  for (const name of Object.keys(framesToClient) as (keyof typeof framesToClient)[])
    socket.on(name, (payload: unknown) => take(read(name, payload)));

  const clock = setInterval(() => take({ type: 'time' }), timeEveryMs);
  // A tablet that wakes up or gets its network back does not wait for the next try.
  const awake = () => {
    if (document.visibilityState === 'visible' && !state.connected) connect();
  };
  document.addEventListener('visibilitychange', awake);
  window.addEventListener('online', awake);

  function close() {
    closed = true;
    clearTimeout(retry);
    clearInterval(clock);
    document.removeEventListener('visibilitychange', awake);
    window.removeEventListener('online', awake);
    socket.disconnect();
  }

  connect();
  return {
    state: () => state,
    nowMs: () => serverNowMs(state.clock, monoMs()),
    asOfMs: () => (state.vouchedMonoMs === null ? null : serverNowMs(state.clock, state.vouchedMonoMs)),
    staleSinceMs: () => staleSinceMs(state, monoMs()),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close,
  };
}

/** A frame as the state machine takes it. */
function read(name: keyof typeof framesToClient, payload: unknown): Frame {
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
