// The live socket's door: socket.io's sockets become screens, its rooms theirs; what happens to them stands in Screens.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { livePath } from '@haixi/proto/live/frames';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { sessionToken } from '../accounts/cookie.js';
import { isOwnHost } from '../accounts/own-host.js';
import { Rate } from '../accounts/rate.js';
import { isSameOrigin } from '../accounts/same-origin.js';
import { addressOf, networkOf } from '../accounts/visitor.js';
import { bearerSecret } from '../accounts/tokens.store.js';
import { Environment } from '../environment.js';
import { World } from '../world.js';
import type { Holder, Rooms, Screen, ScreenSocket } from './screen.js';
import { Screens } from './screens.service.js';

/** From one address: a control room behind one line comes back within a minute after the server was started again. */
const comingsAMinute = 600;

/** What a socket has shown at its handshake, null where its session is none; and the screen it has become. */
interface SocketData {
  holder?: Holder | null;
  screen?: Screen | null;
}
/** What goes by which name is said by `ScreenSocket` and `Rooms`: nothing is sent but through them. */
type Frames = Record<string, (frame: unknown) => void>;
type LiveServer = Server<Frames, Frames, Record<string, never>, SocketData>;
type LiveSocket = Socket<Frames, Frames, Record<string, never>, SocketData>;

@WebSocketGateway({
  path: livePath,
  // A tablet that has gone without a word, out of reach or out of power, is told as closed within 25 s (T3).
  pingInterval: 5_000,
  pingTimeout: 20_000,
  transports: ['websocket'],
  serveClient: false,
  // Unknown upgrades are turned away by http/upgrades.service, which knows all paths.
  destroyUpgrade: false,
  maxHttpBufferSize: 64 * 1024,
  perMessageDeflate: false,
  allowRequest: (request, answer) => answer(null, isSameOrigin(request.headers)),
})
export class LiveGateway
  implements
    OnGatewayInit<LiveServer>,
    OnGatewayConnection<LiveSocket>,
    OnGatewayDisconnect<LiveSocket>,
    BeforeApplicationShutdown
{
  private readonly comings: Rate;

  constructor(
    private readonly screens: Screens,
    private readonly environment: Environment,
    private readonly world: World,
  ) {
    this.comings = new Rate(comingsAMinute * environment.rateFactor);
  }

  afterInit(server: LiveServer): void {
    this.screens.start(roomsOf(server));
    server.use((socket, next) => {
      if (!this.letsCome(socket.request)) return socket.conn.close(true);
      this.screens.recognise(passIn(socket.request.headers)).then(
        (holder) => {
          socket.data.holder = holder;
          next();
        },
        // The store can't be asked: the page tries again.
        () => socket.conn.close(true),
      );
    });
  }

  /** By our own name, and not too often: whoever is cut off comes again by itself, later each time. */
  private letsCome({ headers, socket }: IncomingMessage): boolean {
    const address = addressOf(socket.remoteAddress, [headers['x-forwarded-for']].flat().at(-1));
    const isInTime = this.comings.take(networkOf(address), this.world.steadyMs());
    return isInTime && isOwnHost(headers.host, this.environment.origin);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.screens.stop();
  }

  handleConnection(socket: LiveSocket): void {
    const screen = this.screens.enter(screenSocketOf(socket), socket.data.holder ?? null);
    if (!screen) return;
    socket.data.screen = screen;
    socket.onAny((name: string, message: unknown) => this.screens.hear(screen, name, message));
  }

  handleDisconnect(socket: LiveSocket): void {
    if (socket.data.screen) this.screens.leave(socket.data.screen);
  }
}

/** Another system shows its token; a browser sends the cookie. */
function passIn({ authorization, cookie }: IncomingHttpHeaders): string {
  return bearerSecret(authorization) ?? sessionToken(cookie) ?? '';
}

function roomsOf(server: LiveServer): Rooms {
  return {
    send: (room, name, frame) => void server.to(nameOf(room)).emit(name, frame),
    hasAnybody: (room) => server.sockets.adapter.rooms.has(nameOf(room)),
  };
}

function screenSocketOf(socket: LiveSocket): ScreenSocket {
  // engine.io queues packets of its own while the socket has not taken the last ones, and hands all over at once.
  let queuedBytes = 0;
  socket.conn.on('packetCreate', (packet) => {
    if (typeof packet.data === 'string') queuedBytes += packet.data.length;
  });
  socket.conn.on('drain', () => {
    queuedBytes = 0;
  });
  return {
    get connected() {
      return socket.connected;
    },
    get unsentBytes() {
      return queuedBytes + (socket.request.socket?.writableLength ?? 0);
    },
    emit: (name, frame) => void socket.emit(name, frame),
    join: (rooms) => void socket.join(rooms.map(nameOf)),
    leave: (rooms) => {
      for (const room of rooms) void socket.leave(nameOf(room));
    },
    cut: () => void socket.conn.close(true),
    finish: () => void socket.conn.close(),
    disconnect: () => void socket.disconnect(true),
  };
}

/** Socket.io gives each socket a room of its own, by its id: ours are told apart. */
function nameOf(room: string): string {
  return `area:${room}`;
}
