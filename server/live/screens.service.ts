// All live screens of this server: lets them in by their session, hears what they ask, and keeps watch over them (rules L3–L6).
import { liveProtocol, tabletStateToldSchema, tickEveryMs, watchSchema } from '@haixi/proto/live/frames';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { callerOfPass, callersOfPasses } from '../accounts/passes.store.js';
import { sightOf } from '../accounts/sight.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { CatchUp } from './catch-up.service.js';
import { FanOut } from './fan-out.service.js';
import { look } from './flow.js';
import { type Holder, type Rooms, roomsOf, Screen, type ScreenSocket } from './screen.js';
import { Tablets } from './tablets.service.js';
import type { Sights } from './veil.js';
import { saveSeen } from './watches.store.js';

const lookEveryMs = 250;
const seenEveryMs = 20_000;
/** A store that does not answer one question in time may answer the next, by another connection. */
const answersWithinMs = 15_000;

@Injectable()
export class Screens {
  private readonly screens = new Set<Screen>();
  private readonly tablets: Tablets;
  private stops: (() => Promise<void>)[] = [];

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly fanOut: FanOut,
    private readonly catchUp: CatchUp,
  ) {
    this.tablets = new Tablets(db, world);
  }

  /** Begins to watch over screens and to send to these rooms; called once, before the first screen enters. */
  start(rooms: Rooms): void {
    this.fanOut.sendBy(rooms);
    this.tablets.start();
    this.stops = [
      this.world.every(lookEveryMs, 'live: flows', () => this.lookAtFlows()),
      this.world.every(tickEveryMs, 'live: tick', () => this.tick()),
      this.world.every(seenEveryMs, 'live: watches', () => this.note([...this.screens])),
    ];
  }

  /** Lets every screen go, so that it comes back by itself when the server does. */
  async stop(): Promise<void> {
    const stopped = this.stops.map((stop) => stop());
    for (const { socket } of this.screens) {
      socket.emit('goodbye', { reason: 'restarting' });
      socket.finish();
    }
    await Promise.all(stopped);
    await this.tablets.settled();
  }

  /**
   * Who holds this session's token, or this secret of another system's, and may watch something; null where nobody does.
   * Throws where the store can't be asked.
   */
  async recognise(pass: string): Promise<Holder | null> {
    const caller = await callerOfPass(this.db, pass, this.world.nowMs());
    if (!caller) return null;
    const sights = sightsOf(caller);
    if (sights.size === 0) return null;
    return { passId: caller.passId, personId: caller.personId, sights };
  }

  /** A screen has come. Without a holder it is told so and let go, and there is none. */
  enter(socket: ScreenSocket, holder: Holder | null): Screen | null {
    if (!holder) {
      socket.emit('goodbye', { reason: 'signed_out' });
      socket.disconnect();
      return null;
    }
    const screen = new Screen(socket, holder, this.world.steadyMs());
    this.screens.add(screen);
    this.note([screen]).catch((error: Error) => this.world.say(`live: watches: ${error.message}`));
    return screen;
  }

  /** The screen's connection is gone. */
  leave(screen: Screen): void {
    this.screens.delete(screen);
    this.tablets.leaves(screen);
  }

  /** A screen says something; whatever it is, nothing is thrown. */
  hear(screen: Screen, name: string, message: unknown): void {
    // What was under way when it was let go, as after a wrong protocol: nobody would ever take it back.
    if (!this.screens.has(screen)) return;
    const tablet = name === 'tablet' ? tabletStateToldSchema.safeParse(message) : null;
    if (tablet?.success) return this.tablets.tells(screen, tablet.data.state);
    const watch = watchSchema.safeParse(message);
    if (name !== 'watch' || !watch.success) screen.goodbye('bad_message');
    else if (watch.data.protocol !== liveProtocol) screen.goodbye('reload');
    else {
      // A screen that is behind gets its fresh start as soon as it has drained; asking again can't hasten it.
      if (screen.flow.state === 'behind') return;
      // While one question is being answered only the latest of the next ones counts.
      screen.asked = watch.data;
      void this.catchUp.bring(screen);
    }
  }

  /** A session that ended, or a right that was given or taken, closes the socket within a tick (L5, W6). */
  private async tick(): Promise<void> {
    const screens = [...this.screens];
    const passIds = [...new Set(screens.map(({ holder }) => holder.passId))];
    const asking = callersOfPasses(this.db, passIds, this.world.nowMs());
    const callers = await this.world.inTime(answersWithinMs, asking);
    const rooms = new Map([...callers].map(([id, caller]) => [id, roomsOf(sightsOf(caller)).join()]));
    for (const screen of screens) {
      const now = rooms.get(screen.holder.passId) ?? '';
      if (now === '') screen.goodbye('signed_out');
      // What was seen by another right stays on the page until its fresh start, which the register's number brings.
      else if (now !== screen.rooms.join()) screen.comeAgain();
      else if (screen.flow.state === 'flowing') this.catchUp.sendTick(screen);
    }
  }

  private lookAtFlows(): void {
    for (const screen of this.screens) {
      const { flow, step } = look(screen.flow, screen.socket.unsentBytes, this.world.steadyMs());
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
    await saveSeen(this.db, [...new Set(screens.map(({ holder }) => holder.personId))], this.world.nowMs());
  }
}

/** What this caller sees of each area that they may watch. */
function sightsOf(caller: Caller): Sights {
  return new Map(caller.areasFor('live.watch').map((areaId) => [areaId, sightOf(caller, areaId)]));
}
