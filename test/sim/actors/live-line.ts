// The live socket over a simulated line: at the page what socket.io's client is there, at the server what the gateway is.
import type { ServerToClient } from '@haixi/proto/live/frames';
import type { FrameName, Heard, LiveSocket } from '@haixi/dashboard/live/live';
import type { Rooms, Screen, ScreenSocket } from '@haixi/server/live/screen';
import type { Screens } from '@haixi/server/live/screens.service';
import type { End } from '../engine/line';
import type { Network } from '../engine/network';
import type { Process } from '../engine/process';

/** From the page: the cookie of its handshake, then what it asks. As text, as on the wire. */
type Upward = { kind: 'hello'; token: string } | { kind: 'said'; text: string };
/** From the server: that it is let in, then frames, each serialised once for whoever gets it. */
type Downward = { kind: 'welcome' } | { kind: 'frame'; name: FrameName; text: string };

/** A socket that is dead without a word is noticed by its pings. */
const noticedMs = { a: [25_000, 45_000], b: [25_000, 45_000] } as const;

/** A server that pages can connect to. */
export interface LiveDoor {
  readonly process: Process;
  letIn(end: End<Downward, Upward>): void;
}

/** The page's socket, for the live picture to run on. */
export function pageSocket(
  network: Network,
  page: Process,
  door: () => LiveDoor | null,
  token: string,
): (heard: Heard) => LiveSocket {
  return (heard) => {
    let end: End<Upward, Downward> | null = null;
    let cancelTry = () => {};
    const letGo = () => {
      cancelTry();
      end?.close();
      end = null;
    };
    return {
      connect() {
        letGo();
        const to = door();
        const ends =
          to &&
          network.open<Upward, Downward>(page, to.process, {
            noticedMs,
            bytesOf: (message) => ('text' in message ? message.text.length : 0),
          });
        if (!to || !ends) {
          cancelTry = page.after(page.chance.wait(300), heard.lost, 'finds no server');
          return;
        }
        end = ends.a;
        end.ended = () => {
          end = null;
          heard.lost();
        };
        end.received = (message) => {
          if (message.kind === 'welcome') heard.connected();
          else heard.frame(message.name, JSON.parse(message.text));
        };
        to.letIn(ends.b);
        end.send({ kind: 'hello', token });
      },
      disconnect: letGo,
      watch: (watch) => end?.send({ kind: 'said', text: JSON.stringify(watch) }),
      // No page here says what it is.
      tablet: () => {},
    };
  };
}

/** The sockets of one server, and its rooms by area and sight. */
export class LiveSockets implements Rooms {
  private readonly rooms = new Map<string, Set<End<Downward, Upward>>>();

  constructor(private readonly screens: () => Screens) {}

  /** Serves this end of a new line: who it is by the cookie, then a screen like any other. */
  letIn(end: End<Downward, Upward>): void {
    let screen: Screen | null = null;
    const leave = () => {
      for (const room of this.rooms.values()) room.delete(end);
      if (screen) this.screens().leave(screen);
    };
    const close = () => {
      end.close();
      leave();
    };
    const enter = async (token: string) => {
      const holder = await this.screens().recognise(token);
      if (!end.isOpen) return;
      end.send({ kind: 'welcome' });
      screen = this.screens().enter(this.socketOf(end, close), holder);
    };
    end.ended = leave;
    end.received = (message) => {
      // The store can't be asked: the page tries again.
      if (message.kind === 'hello') enter(message.token).catch(close);
      else if (screen) this.screens().hear(screen, 'watch', JSON.parse(message.text));
    };
  }

  send<N extends 'events' | 'latest'>(room: string, name: N, frame: Parameters<ServerToClient[N]>[0]): void {
    const text = JSON.stringify(frame);
    for (const end of this.rooms.get(room) ?? []) end.send({ kind: 'frame', name, text });
  }

  hasAnybody(room: string): boolean {
    return (this.rooms.get(room)?.size ?? 0) > 0;
  }

  private socketOf(end: End<Downward, Upward>, close: () => void): ScreenSocket {
    const { rooms: ends } = this;
    return {
      get connected() {
        return end.isOpen;
      },
      get unsentBytes() {
        return end.unsentBytes;
      },
      emit: (name, frame) => end.send({ kind: 'frame', name, text: JSON.stringify(frame) }),
      join: (rooms) => {
        for (const room of rooms) ends.set(room, (ends.get(room) ?? new Set()).add(end));
      },
      leave: (rooms) => {
        for (const room of rooms) ends.get(room)?.delete(end);
      },
      cut: close,
      finish: close,
      disconnect: close,
    };
  }
}
