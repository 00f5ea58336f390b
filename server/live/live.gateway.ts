// The live socket: lets screens in by their session, hears what they ask, and keeps watch over them (rules L3–L6).
import { type Goodbye, livePath, liveProtocol, tickEveryMs, watchSchema } from '@haixi/proto/live/frames';
import { type BeforeApplicationShutdown, Inject } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { sessionToken } from '../accounts/cookie.js';
import { isSameOrigin } from '../accounts/same-origin.js';
import { hashOfSecret } from '../accounts/secret.js';
import { callersOf } from '../accounts/sessions.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { CatchUp } from './catch-up.service.js';
import { FanOut } from './fan-out.service.js';
import { look } from './flow.js';
import { type LiveServer, type LiveSocket, Screen } from './screen.js';
import { saveSeen } from './watches.store.js';

const lookEveryMs = 250;
const seenEveryMs = 20_000;

@WebSocketGateway({
  path: livePath,
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
  private readonly screens = new Map<string, Screen>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly fanOut: FanOut,
    private readonly catchUp: CatchUp,
  ) {}

  afterInit(server: LiveServer): void {
    this.fanOut.sendBy(server);
    server.use(
      (socket, next) =>
        void this.recognise(socket).then(
          () => next(),
          () => socket.conn.close(true),
        ),
    );
    this.every(lookEveryMs, () => this.lookAtFlows());
    this.every(tickEveryMs, () => this.tick());
    this.every(seenEveryMs, () => this.note([...this.screens.values()]));
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    for (const screen of this.screens.values()) {
      screen.socket.emit('goodbye', { reason: 'restarting' });
      // Not a disconnect by name, so that the page comes back by itself when the server does.
      screen.socket.conn.close();
    }
  }

  async handleConnection(socket: LiveSocket): Promise<void> {
    const { holder } = socket.data;
    if (!holder) {
      sayGoodbye(socket, 'signed_out');
      return;
    }
    const { tokenHash, personId, areaIds } = holder;
    const screen = new Screen(socket, tokenHash, personId, areaIds, this.world.nowMs());
    this.screens.set(socket.id, screen);
    socket.onAny((name: string) => {
      if (name !== 'watch') screen.goodbye('bad_message');
    });
    await this.note([screen]).catch(() => {});
  }

  handleDisconnect(socket: LiveSocket): void {
    this.screens.delete(socket.id);
  }

  @SubscribeMessage('watch')
  watch(@ConnectedSocket() socket: LiveSocket, @MessageBody() message: unknown): void {
    const screen = this.screens.get(socket.id);
    if (!screen) return;
    const watch = watchSchema.safeParse(message);
    if (!watch.success) screen.goodbye('bad_message');
    else if (watch.data.protocol !== liveProtocol) screen.goodbye('reload');
    else {
      // A screen that is behind gets its fresh start as soon as it has drained; asking again can't hasten it.
      if (screen.flow.state === 'behind') return;
      // While one question is being answered only the latest of the next ones counts.
      screen.asked = watch.data;
      void this.catchUp.bring(screen);
    }
  }

  /** Who a socket belongs to, by its cookie; throws where the store can't be asked, and the page tries again. */
  private async recognise(socket: LiveSocket): Promise<void> {
    const token = sessionToken(socket.request.headers.cookie);
    const tokenHash = hashOfSecret(token ?? '');
    const caller = (await callersOf(this.db, [tokenHash], this.world.nowMs())).get(tokenHash);
    const areaIds = caller?.areasFor('live.watch') ?? [];
    socket.data.holder =
      caller && areaIds.length > 0 ? { tokenHash, personId: caller.personId, areaIds } : null;
  }

  /** A session that ended, or a role that was given or taken, closes the socket within a tick (L5). */
  private async tick(): Promise<void> {
    const screens = [...this.screens.values()];
    const hashes = [...new Set(screens.map((screen) => screen.tokenHash))];
    const callers = await callersOf(this.db, hashes, this.world.nowMs());
    for (const screen of screens) {
      const areaIds = callers.get(screen.tokenHash)?.areasFor('live.watch') ?? [];
      if (areaIds.length === 0) screen.goodbye('signed_out');
      else if (areaIds.join() !== screen.areaIds.join()) screen.comeAgain();
      else if (screen.flow.state === 'flowing') this.catchUp.sendTick(screen);
    }
  }

  private lookAtFlows(): void {
    for (const screen of this.screens.values()) {
      const { flow, step } = look(screen.flow, screen.unsentBytes, this.world.nowMs());
      screen.flow = flow;
      if (step === 'leaveRooms') screen.leaveRooms();
      else if (step === 'letGo') screen.comeAgain();
      else if (step === 'startAfresh') {
        screen.asked = { protocol: liveProtocol, vector: {} };
        void this.catchUp.bring(screen);
      }
    }
  }

  /** Who is at a live screen now: an overdue clock goes to one of them. */
  private async note(screens: readonly Screen[]): Promise<void> {
    await saveSeen(this.db, [...new Set(screens.map((screen) => screen.personId))], this.world.nowMs());
  }

  private every(ms: number, run: () => void | Promise<void>): void {
    let running = false;
    const timer = setInterval(() => {
      if (running) return;
      running = true;
      Promise.resolve()
        .then(run)
        .catch((error: Error) => void process.stdout.write(`live: tries again: ${error.message}\n`))
        .finally(() => {
          running = false;
        });
    }, ms);
    this.timers.push(timer);
  }
}

function sayGoodbye(socket: LiveSocket, reason: Goodbye['reason']): void {
  socket.emit('goodbye', { reason });
  socket.disconnect(true);
}
