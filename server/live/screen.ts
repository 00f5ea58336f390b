// One screen on the live socket: whose it is, which areas it may watch, and how much it has not taken yet.
import type { ClientToServer, Goodbye, ServerToClient, Watch } from '@haixi/proto/live/frames';
import type { Latest } from '@haixi/proto/live/picture';
import type { Server, Socket } from 'socket.io';
import type { Flow } from './flow.js';

/** What a socket has shown at its handshake; null where its session is none. */
export interface SocketData {
  holder?: {
    readonly tokenHash: string;
    readonly personId: string;
    readonly areaIds: readonly string[];
  } | null;
}
export type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** The room that gets an area's frames. */
export function roomOf(areaId: string): string {
  return `area:${areaId}`;
}

export class Screen {
  flow: Flow;
  /** What the screen asked last and has not been answered; null where nothing is open. */
  asked: Watch | null = null;
  isAnswering = false;
  private queuedBytes = 0;

  constructor(
    readonly socket: LiveSocket,
    readonly tokenHash: string,
    readonly personId: string,
    readonly areaIds: readonly string[],
    nowMs: number,
  ) {
    this.flow = startingAt(nowMs);
    // engine.io queues packets of its own while the socket has not taken the last ones, and hands all over at once.
    socket.conn.on('packetCreate', (packet) => {
      if (typeof packet.data === 'string') this.queuedBytes += packet.data.length;
    });
    socket.conn.on('drain', () => {
      this.queuedBytes = 0;
    });
  }

  /** Bytes on their way to this screen that its connection has not taken: engine.io's queue and the socket's. */
  get unsentBytes(): number {
    return this.queuedBytes + (this.socket.request.socket?.writableLength ?? 0);
  }

  /** Nothing comes by itself until it has been brought up to date. */
  starts(nowMs: number): void {
    this.flow = startingAt(nowMs);
    this.leaveRooms();
  }

  /** From now on frames of its areas come by themselves. Nothing more is read for one that has left. */
  flows(nowMs: number, snapshotBytes: number): void {
    if (!this.socket.connected) return;
    this.flow = { state: 'flowing', sinceMs: nowMs, snapshotBytes };
    void this.socket.join(this.areaIds.map(roomOf));
  }

  /** Sends it all latest values of its areas; like its snapshot they are large at once, and don't make it behind. */
  takesLatest(latest: Latest): void {
    const before = this.unsentBytes;
    this.socket.emit('latest', latest);
    const snapshotBytes = this.flow.snapshotBytes + this.unsentBytes - before;
    this.flow = { ...this.flow, snapshotBytes };
  }

  leaveRooms(): void {
    for (const areaId of this.areaIds) void this.socket.leave(roomOf(areaId));
  }

  /** Ends it for good: the page says why and does not come back by itself. */
  goodbye(reason: Goodbye['reason']): void {
    this.socket.emit('goodbye', { reason });
    this.socket.disconnect(true);
  }

  /** Lets it go so that it comes back at once by itself, as after a broken connection. */
  comeAgain(): void {
    this.socket.conn.close(true);
  }
}

function startingAt(nowMs: number): Flow {
  return { state: 'starting', sinceMs: nowMs, snapshotBytes: 0 };
}
