// A live connection of the demo's people: socket.io's protocol over one websocket, made anew whenever it breaks.
import {
  type ClientToServer,
  framesToClient,
  livePath,
  liveProtocol,
  type TabletStateTold,
} from '@haixi/proto/live/frames';
import type { Vector } from '@haixi/proto/live/picture';
import { WebSocket } from 'ws';

type FrameName = keyof typeof framesToClient;

export interface LineParts {
  readonly url: string;
  /** The session to come by; null where there is none now, which is asked again later. */
  readonly pass: () => string | null;
  /** It is open: now something may be said. */
  readonly opened: (line: LiveLine) => void;
  /** A frame has come; its payload has the shape of the contract, or the server would not be ours. */
  readonly heard: (name: FrameName, payload: unknown) => void;
  /** Whether frames are read at all. */
  readonly listens: boolean;
}

const againMs = [1_000, 2_000, 5_000] as const;
/** engine.io's server pings each 25 s and gives up after 20 s more. */
const silentMsMax = 50_000;

/** What engine.io and socket.io write before a packet: open, ping, pong; connected, event. */
const packets = { open: '0', ping: '2', pong: '3', connect: '40', event: '42' } as const;

export class LiveLine {
  private socket: WebSocket | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private tries = 0;
  private joined = false;

  constructor(private readonly parts: LineParts) {
    this.connect();
  }

  get isOpen(): boolean {
    return this.joined;
  }

  watch(vector: Vector): void {
    this.say('watch', { protocol: liveProtocol, vector });
  }

  tablet(state: TabletStateTold['state']): void {
    this.say('tablet', { state });
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private say<N extends keyof ClientToServer>(name: N, payload: Parameters<ClientToServer[N]>[0]): void {
    if (this.joined) this.socket?.send(packets.event + JSON.stringify([name, payload]));
  }

  private connect(): void {
    const cookie = this.parts.pass();
    if (cookie === null) return this.later();
    const address = `${this.parts.url.replace('http', 'ws')}${livePath}/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { headers: { cookie }, handshakeTimeout: 5_000 });
    this.socket = socket;
    socket.on('message', (data) => this.take(socket, String(data)));
    // What went wrong is followed by the end.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.joined = false;
      this.later();
    });
    this.listen(socket);
  }

  private take(socket: WebSocket, packet: string): void {
    this.listen(socket);
    if (packet.startsWith(packets.open)) return socket.send(packets.connect);
    if (packet.startsWith(packets.ping)) return socket.send(packets.pong);
    if (packet.startsWith(packets.connect)) {
      this.joined = true;
      this.tries = 0;
      return this.parts.opened(this);
    }
    if (!packet.startsWith(packets.event)) return;
    const isGoodbye = packet.startsWith(`${packets.event}["goodbye"`);
    if (!this.parts.listens && !isGoodbye) return;
    try {
      const [name, payload] = JSON.parse(packet.slice(packets.event.length)) as [FrameName, unknown];
      if (Object.hasOwn(framesToClient, name)) this.parts.heard(name, payload);
    } catch {
      // The demo must not end by a frame that it can't read: it begins anew.
      socket.terminate();
    }
  }

  /** A line that has died without a word is noticed by its silence. */
  private listen(socket: WebSocket): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => socket.terminate(), silentMsMax);
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    const pauseMs = againMs[Math.min(this.tries, againMs.length - 1)]!;
    this.tries += 1;
    this.timer = setTimeout(() => this.connect(), pauseMs);
  }
}
