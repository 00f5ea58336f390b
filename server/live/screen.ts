// One screen on the live socket: whose it is, what of which areas it may see, and how much it has not taken yet.
import type { Goodbye, ServerToClient, Watch } from '@haixi/proto/live/frames';
import type { Latest } from '@haixi/proto/live/picture';
import type { Flow } from './flow.js';
import { roomOf, type Sights } from './veil.js';

/** The connection of one screen; the gateway makes one of a socket, a simulation brings its own. */
export interface ScreenSocket {
  readonly connected: boolean;
  /** Bytes on their way to the screen that its connection has not taken. */
  readonly unsentBytes: number;
  emit<N extends keyof ServerToClient>(name: N, frame: Parameters<ServerToClient[N]>[0]): void;
  /** Enters these rooms: nothing that is sent to them afterwards passes by. */
  join(rooms: readonly string[]): void;
  leave(rooms: readonly string[]): void;
  /** Ends it as a broken line would, so that the page comes back by itself: at once, what is unsent is lost … */
  cut(): void;
  /** … or once what was sent has gone out. */
  finish(): void;
  /** Ends it by name: the page does not come back by itself. */
  disconnect(): void;
}

/** All screens by room, one for each area and sight: whoever is in it gets what is sent to it, serialised once for all. */
export interface Rooms {
  send<N extends 'events' | 'latest'>(room: string, name: N, frame: Parameters<ServerToClient[N]>[0]): void;
  hasAnybody(room: string): boolean;
}

/** Who is at a screen, by a session or a token that holds. */
export interface Holder {
  readonly passId: string;
  readonly personId: string;
  /** What they may see, by area, in id order. */
  readonly sights: Sights;
}

/** The rooms of whoever has these sights. */
export function roomsOf(sights: Sights): string[] {
  return [...sights].map(([areaId, sight]) => roomOf(areaId, sight));
}

export class Screen {
  flow: Flow;
  /** What the screen asked last and has not been answered; null where nothing is open. */
  asked: Watch | null = null;
  isAnswering = false;
  readonly areaIds: readonly string[];
  readonly rooms: readonly string[];

  constructor(
    readonly socket: ScreenSocket,
    readonly holder: Holder,
    steadyMs: number,
  ) {
    this.areaIds = [...holder.sights.keys()];
    this.rooms = roomsOf(holder.sights);
    this.flow = startingAt(steadyMs);
  }

  /** Nothing comes by itself until it has been brought up to date. */
  starts(steadyMs: number): void {
    this.flow = startingAt(steadyMs);
    this.leaveRooms();
  }

  /** It gets nothing more until it has drained, and then a fresh start. */
  fallsBehind(steadyMs: number): void {
    this.flow = { state: 'behind', sinceMs: steadyMs, snapshotBytes: 0 };
    this.leaveRooms();
  }

  /** From now on frames of its areas come by themselves. Nothing more is read for one that has left. */
  flows(steadyMs: number, snapshotBytes: number): void {
    if (!this.socket.connected) return;
    this.flow = { state: 'flowing', sinceMs: steadyMs, snapshotBytes };
    this.socket.join(this.rooms);
  }

  /** Sends it all latest values of its areas; like its snapshot they are large at once, and don't make it behind. */
  takesLatest(latest: Latest): void {
    const before = this.socket.unsentBytes;
    this.socket.emit('latest', latest);
    const snapshotBytes = this.flow.snapshotBytes + this.socket.unsentBytes - before;
    this.flow = { ...this.flow, snapshotBytes };
  }

  leaveRooms(): void {
    this.socket.leave(this.rooms);
  }

  /** Ends it for good: the page says why and does not come back by itself. */
  goodbye(reason: Goodbye['reason']): void {
    this.socket.emit('goodbye', { reason });
    this.socket.disconnect();
  }

  /** Lets it go so that it comes back at once by itself, as after a broken connection. */
  comeAgain(): void {
    this.socket.cut();
  }
}

function startingAt(steadyMs: number): Flow {
  return { state: 'starting', sinceMs: steadyMs, snapshotBytes: 0 };
}
