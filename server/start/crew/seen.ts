// What the demo's colleagues see: the live picture of one line, kept by the same fold as every screen's.
import { type ServerToClient, framesToClient } from '@haixi/proto/live/frames';
import type { LogEvent } from '@haixi/proto/live/events';
import { applyEvents, type Latest, type Picture } from '@haixi/proto/live/picture';
import { veiledType } from '@haixi/proto/live/reads';
import type { LiveLine } from './live-line.js';

type Frame<N extends keyof ServerToClient> = Parameters<ServerToClient[N]>[0];

export class Seen {
  picture: Picture | null = null;
  private readonly positions = new Map<string, Latest['positions'][number]>();
  private readonly tabletsOf = new Map<string, Latest['tablets'][number]>();

  get latest(): Pick<Latest, 'positions' | 'tablets'> {
    return { positions: [...this.positions.values()], tablets: [...this.tabletsOf.values()] };
  }

  /** Takes a frame in; what can't be followed is asked for anew on the line. */
  take(name: keyof typeof framesToClient, payload: unknown, line: LiveLine): void {
    if (name === 'snapshot') {
      const { picture, latest } = payload as Frame<'snapshot'>;
      this.picture = picture;
      this.merge(latest);
    } else if (name === 'latest') this.merge(payload as Frame<'latest'>);
    else if (name === 'events') {
      if (!this.follow((payload as Frame<'events'>).events)) this.askAnew(line);
    } else if (name === 'tick') {
      const { heads } = payload as Frame<'tick'>;
      const has = this.picture?.vector ?? {};
      // Ticks come every few seconds: one event that is still on its way is no loss, and a whole snapshot is cheap.
      if (Object.entries(heads).some(([areaId, n]) => n > (has[areaId] ?? 0) + 1)) this.askAnew(line);
    }
  }

  private askAnew(line: LiveLine): void {
    this.picture = null;
    line.watch({});
  }

  private follow(events: Frame<'events'>['events']): boolean {
    try {
      for (const event of events) {
        if (!this.picture) return true;
        if (event.type === veiledType) {
          const vector = { ...this.picture.vector, [event.areaId]: event.n };
          if (event.n > (this.picture.vector[event.areaId] ?? 0)) this.picture = { ...this.picture, vector };
          continue;
        }
        const applied = applyEvents(this.picture, [event as LogEvent]);
        if (!applied.ok) return false;
        this.picture = applied.picture;
      }
      return true;
    } catch {
      // An event of something that is not in the picture: begun anew, it is.
      return false;
    }
  }

  private merge({ positions, tablets }: Latest): void {
    for (const each of positions) this.positions.set(each.unitId, each);
    for (const each of tablets) this.tabletsOf.set(`${each.unitId}/${each.personId}`, each);
  }
}
