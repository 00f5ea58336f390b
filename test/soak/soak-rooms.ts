// The soak's screens: sockets that take everything at once, in rooms by area and sight; what is sent is counted and let go.
import type { Rooms, Screen, ScreenSocket } from '@haixi/server/live/screen';
import type { Screens } from '@haixi/server/live/screens.service';

export class SoakRooms implements Rooms {
  framesSent = 0;
  readonly rooms = new Map<string, Set<SoakSocket>>();

  send(room: string): void {
    this.framesSent += this.rooms.get(room)?.size ?? 0;
  }

  hasAnybody(room: string): boolean {
    return this.rooms.has(room);
  }
}

export class SoakSocket implements ScreenSocket {
  connected = true;
  readonly unsentBytes = 0;
  private screen: Screen | null = null;

  constructor(
    private readonly screens: Screens,
    private readonly rooms: SoakRooms,
  ) {}

  /** Takes the place of a page's connection; false where the session is none. */
  async enter(token: string): Promise<boolean> {
    this.screen = this.screens.enter(this, await this.screens.recognise(token));
    return this.screen !== null;
  }

  /** The page says this. */
  say(name: string, message: unknown): void {
    if (this.screen && this.connected) this.screens.hear(this.screen, name, message);
  }

  emit(): void {
    this.rooms.framesSent += 1;
  }

  join(rooms: readonly string[]): void {
    for (const room of rooms) this.rooms.rooms.set(room, (this.rooms.rooms.get(room) ?? new Set()).add(this));
  }

  leave(rooms: readonly string[]): void {
    for (const name of rooms) {
      const room = this.rooms.rooms.get(name);
      room?.delete(this);
      if (room?.size === 0) this.rooms.rooms.delete(name);
    }
  }

  cut(): void {
    if (!this.connected) return;
    this.connected = false;
    this.leave([...this.rooms.rooms.keys()]);
    if (this.screen) this.screens.leave(this.screen);
  }

  finish(): void {
    this.cut();
  }

  disconnect(): void {
    this.cut();
  }
}
