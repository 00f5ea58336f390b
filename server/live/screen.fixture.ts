// Screens and rooms without a socket, for tests: what is sent is kept, and how much is unsent is said by hand.
import { liveProtocol, type ServerToClient } from '@haixi/proto/live/frames';
import type { Vector } from '@haixi/proto/live/picture';
import { Hints } from '../log/hints.js';
import type { QuickWorld } from '../store/fresh.store.js';
import type { Db } from '../store/database.store.js';
import { CatchUp } from './catch-up.service.js';
import { FanOut } from './fan-out.service.js';
import type { Rooms, Screen, ScreenSocket } from './screen.js';
import { Screens } from './screens.service.js';

type Frames = { [N in keyof ServerToClient]: Parameters<ServerToClient[N]>[0][] };

/** Every hint is lost. */
export class LostHints extends Hints {
  listen(): () => Promise<void> {
    return () => Promise.resolve();
  }
}

export class TestRooms implements Rooms {
  readonly screens = new Set<TestScreen>();

  send: Rooms['send'] = (room, name, frame) => {
    for (const screen of this.screens) if (screen.rooms.has(room)) screen.emit(name, frame);
  };

  hasAnybody(room: string): boolean {
    return [...this.screens].some((screen) => screen.rooms.has(room));
  }
}

/** A page's connection that takes everything at once, until it is told how much of it is unsent. */
export class TestScreen implements ScreenSocket {
  connected = true;
  unsentBytes = 0;
  readonly got: Frames = { snapshot: [], events: [], latest: [], tick: [], goodbye: [] };
  readonly rooms = new Set<string>();

  emit<N extends keyof ServerToClient>(name: N, frame: Parameters<ServerToClient[N]>[0]): void {
    this.got[name].push(frame);
  }

  /** How many frames of any name. */
  get count(): number {
    return Object.values(this.got).reduce((sum, frames) => sum + frames.length, 0);
  }

  join(rooms: readonly string[]): void {
    for (const room of rooms) this.rooms.add(room);
  }

  leave(rooms: readonly string[]): void {
    for (const room of rooms) this.rooms.delete(room);
  }

  cut(): void {
    this.connected = false;
    this.rooms.clear();
  }

  finish(): void {
    this.cut();
  }

  disconnect(): void {
    this.cut();
  }
}

/** The live part of one server. */
export class LiveServer {
  readonly rooms = new TestRooms();
  readonly fanOut: FanOut;
  readonly screens: Screens;

  constructor(
    db: Db,
    readonly world: QuickWorld,
    hints: Hints = new LostHints(),
  ) {
    this.fanOut = new FanOut(db, world, hints);
    this.screens = new Screens(db, world, this.fanOut, new CatchUp(db, world, this.fanOut));
  }

  async start(): Promise<this> {
    await this.fanOut.onApplicationBootstrap();
    this.screens.start(this.rooms);
    return this;
  }

  async stop(): Promise<void> {
    await this.screens.stop();
    await this.fanOut.beforeApplicationShutdown();
  }

  /** A page of whoever holds this session comes and asks, from this vector on or for a snapshot. */
  async open(token: string, vector: Vector = {}): Promise<{ socket: TestScreen; screen: Screen }> {
    const socket = new TestScreen();
    this.rooms.screens.add(socket);
    const screen = this.screens.enter(socket, await this.screens.recognise(token));
    if (!screen) throw new Error('this session is none');
    this.ask(screen, vector);
    return { socket, screen };
  }

  ask(screen: Screen, vector: Vector): void {
    this.screens.hear(screen, 'watch', { protocol: liveProtocol, vector });
  }
}
