// A screen that watches all the time: the dashboard's own live picture over a socket of ours, behind a wire.
import { type ClientToServer, type ServerToClient, framesToClient, livePath } from '@haixi/proto/live/frames';
import type { Picture } from '@haixi/proto/live/picture';
import {
  type FrameName,
  type Heard,
  type Live,
  type LiveSocket,
  startLive,
} from '@haixi/dashboard/live/live';
import { canonical } from '@haixi/server/log/chain';
import { type Socket, io } from 'socket.io-client';
import { snapshotOf } from '../e2e/harness/picture.js';
import type { Wire } from './wire.js';

/** So long a person who was signed out waits before trying again, in ms. */
const againMs = 1_000;

/** Where it is not the same, `told` says in words what is wrong, and `trying` whether it knows of that itself. */
export type Held = { same: true } | { same: false; trying: boolean; told: string };

export interface Screen {
  readonly name: string;
  readonly wire: Wire;
  picture(): Picture | null;
  /** Whether it shows what a fresh snapshot of the server has. */
  heldAgainstServer(): Promise<Held>;
  /** What ended it that no person's session explains, such as a page that is told to reload. */
  faults(): readonly string[];
  close(): void;
}

/** Opens it over the wire. `url` is the server's own, for the snapshot it is held against. */
export function openScreen(name: string, wire: Wire, url: string, cookie: string): Screen {
  const faults: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let live = follow();

  function follow(): Live {
    const opened = startLive({
      openSocket: (heard) => openSocket(`http://${wire.address}`, cookie, heard),
      monoMs: () => performance.now(),
      random: Math.random,
      after: (ms, run) => {
        const later = setTimeout(run, ms);
        return () => clearTimeout(later);
      },
    });
    opened.subscribe(() => {
      const { ended } = opened.state();
      if (ended === null || opened !== live) return;
      if (ended.why === 'reload') faults.push(`${name} was told to reload: ${ended.what}`);
      // A session ends where the server's clock jumps on; the person comes back.
      opened.close();
      clearTimeout(timer);
      timer = setTimeout(() => {
        live = follow();
      }, againMs);
    });
    return opened;
  }

  return {
    name,
    wire,
    picture: () => live.state().picture,
    async heldAgainstServer() {
      const snapshot = await snapshotOf(url, cookie).catch((error: Error) => error);
      if (snapshot instanceof Error) return unlike(true, `no snapshot for the ${name}: ${snapshot.message}`);
      const { connected, picture } = live.state();
      if (!connected || picture === null) return unlike(true, `the ${name} is not connected`);
      if (live.staleSinceMs() !== null) return unlike(true, `the ${name} is stale`);
      if (canonical(picture) === canonical(snapshot.picture)) return { same: true };
      return unlike(false, `the ${name} shows ${difference(picture, snapshot.picture)}`);
    },
    faults: () => faults,
    close() {
      clearTimeout(timer);
      live.close();
    },
  };
}

const unlike = (trying: boolean, told: string): Held => ({ same: false, trying, told });

/** Where two pictures first part, as a path with both values. */
function difference(ours: unknown, theirs: unknown, path = 'picture'): string {
  if (isRecord(ours) && isRecord(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].toSorted();
    const key = keys.find((each) => canonicalOf(ours[each]) !== canonicalOf(theirs[each]));
    if (key !== undefined) return difference(ours[key], theirs[key], `${path}.${key}`);
  }
  return `${path} ${cut(canonicalOf(ours))}, the server ${cut(canonicalOf(theirs))}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const canonicalOf = (value: unknown): string => (value === undefined ? 'nothing' : canonical(value));
const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** socket.io without its own reconnecting, as the page has it, with the session's cookie. */
function openSocket(url: string, cookie: string, heard: Heard): LiveSocket {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    path: livePath,
    transports: ['websocket'],
    extraHeaders: { cookie },
    autoConnect: false,
    reconnection: false,
    forceNew: true,
  });
  let letGo = false;
  socket.on('connect', () => heard.connected());
  socket.on('disconnect', () => {
    if (!letGo) heard.lost();
  });
  socket.on('connect_error', () => {
    if (!letGo) heard.lost();
  });
  for (const name of Object.keys(framesToClient) as FrameName[])
    socket.on(name, (payload: unknown) => heard.frame(name, payload));
  return {
    connect() {
      letGo = false;
      socket.connect();
    },
    disconnect() {
      letGo = true;
      socket.disconnect();
    },
    watch: (watch) => socket.emit('watch', watch),
    tablet: (told) => socket.emit('tablet', told),
  };
}
