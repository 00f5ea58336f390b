// The live picture over hours of bad lines and closed lids: it comes back right by itself, or says what to do.
import { type Watch, liveProtocol, staleAfterMs, tickEveryMs } from '@haixi/proto/live/frames';
import { type Picture, applyEvents } from '@haixi/proto/live/picture';
import { describe, expect, it } from 'vitest';
import { emptyPicture, history } from './history.fixture';
import { type Heard, startLive } from './live';

const bootMs = 1_800_000_000_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Time that runs by hand, on both sides of the line; a closed lid lets it jump over the screen's timers. */
class Clock {
  nowMs = 5_000;
  private timers: { atMs: number; run: () => void }[] = [];

  readonly after = (ms: number, run: () => void) => {
    const timer = { atMs: this.nowMs + ms, run };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((one) => one !== timer));
  };

  run(forMs: number) {
    const untilMs = this.nowMs + forMs;
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > untilMs) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
    }
    this.nowMs = untilMs;
  }
}

/** A server with a log, and the one line of one screen to it. */
class Server {
  readonly clock = new Clock();
  /** `away`: no try gets through; `dumb`: it takes the connection and says nothing. */
  mode: 'well' | 'away' | 'dumb' = 'well';
  tries = 0;
  readonly asked: Watch[] = [];
  private readonly log = history(60);
  private appended = 0;
  private heard: Heard | null = null;
  private linked = false;

  readonly live = startLive({
    monoMs: () => this.clock.nowMs,
    random: () => 0.5,
    after: this.clock.after,
    openSocket: (heard) => {
      this.heard = heard;
      return {
        connect: () => this.tried(),
        disconnect: () => this.unlink(),
        watch: (watch) => this.watched(watch),
        tablet: () => {},
      };
    },
  });

  get picture(): Picture {
    const applied = applyEvents(emptyPicture, this.log.slice(0, this.appended));
    if (!applied.ok) throw new Error('the history itself has a gap');
    return applied.picture;
  }

  append(count: number) {
    const news = this.log.slice(this.appended, this.appended + count);
    this.appended += count;
    for (const event of news) this.say('events', { areaId: event.areaId, events: [event] });
  }

  /** Time goes on; the server ticks as long as it is well. */
  run(forMs: number) {
    for (let leftMs = forMs; leftMs > 0; leftMs -= tickEveryMs) {
      this.say('tick', { nowMs: bootMs + this.clock.nowMs, heads: this.picture.vector, register: 0 });
      this.clock.run(Math.min(tickEveryMs, leftMs));
    }
  }

  /** The line is gone, and nobody is told: what is said by it vanishes, as after a sleep. */
  dieSilently() {
    this.unlink();
  }

  lose() {
    this.unlink();
    this.heard?.lost();
  }

  say(name: Parameters<Heard['frame']>[0], payload: unknown) {
    if (this.linked && this.mode === 'well') this.heard?.frame(name, payload);
  }

  private unlink() {
    this.linked = false;
  }

  private tried() {
    this.tries += 1;
    this.clock.after(20, () => {
      if (this.mode === 'away') return this.heard?.lost();
      this.linked = true;
      this.heard?.connected();
    });
  }

  private watched(watch: Watch) {
    this.asked.push(watch);
    const nowMs = bootMs + this.clock.nowMs;
    this.clock.after(10, () =>
      this.say('snapshot', {
        nowMs,
        register: 0,
        picture: this.picture,
        latest: { positions: [], sites: [], tablets: [] },
      }),
    );
  }
}

function shown(): Server {
  const server = new Server();
  server.append(5);
  server.run(10_000);
  expect(server.live.state().picture).toEqual(server.picture);
  return server;
}

describe('startLive', () => {
  it('L2 an hour without network ends in the server’s picture, and the hour is told as stale', () => {
    const server = shown();
    server.mode = 'away';
    server.lose();
    server.append(20);
    server.run(hourMs);
    const sinceMs = server.live.staleSinceMs()!;
    expect(server.live.nowMs() - sinceMs).toBeGreaterThan(hourMs - minuteMs);
    // About one try in three seconds: neither a hammer nor a screen that has given up.
    expect(server.tries).toBeGreaterThan(hourMs / 6_000);
    expect(server.tries).toBeLessThan(hourMs / 2_000);
    server.mode = 'well';
    server.run(10_000);
    expect(server.live.state().picture).toEqual(server.picture);
    expect(server.live.staleSinceMs()).toBeNull();
    expect(server.asked.at(-1)).toMatchObject({ protocol: liveProtocol });
  });

  it('L2 network that is back is used at once, not at the next try', () => {
    const server = shown();
    server.mode = 'away';
    server.lose();
    server.run(minuteMs);
    server.mode = 'well';
    server.live.awake();
    server.clock.run(100);
    expect(server.live.state().connected).toBe(true);
  });

  it('L3 a lid that was closed for hours: stale at the first look, and a dead line is made anew', () => {
    const server = shown();
    server.dieSilently();
    server.append(20);
    server.clock.nowMs += 7 * hourMs;
    expect(server.live.nowMs() - server.live.staleSinceMs()!).toBeGreaterThan(7 * hourMs - minuteMs);
    server.clock.run(2_000);
    expect(server.tries).toBe(2);
    server.run(10_000);
    expect(server.live.state().picture).toEqual(server.picture);
    expect(server.live.staleSinceMs()).toBeNull();
  });

  it('L3 where even the steady clock slept, the line of before is not believed in', () => {
    const server = shown();
    server.dieSilently();
    server.append(20);
    server.live.slept();
    server.clock.run(100);
    expect(server.live.state().picture).toEqual(server.picture);
  });

  it('L2 a restart that was said or not, and a log that grew meanwhile, end in the same picture', () => {
    const server = shown();
    server.say('goodbye', { reason: 'restarting' });
    expect(server.live.state().ended).toBeNull();
    server.lose();
    server.mode = 'away';
    server.append(10);
    server.run(30_000);
    server.mode = 'well';
    server.run(10_000);
    expect(server.live.state().picture).toEqual(server.picture);
    expect(server.live.state().ended).toBeNull();
  });

  it('L3 a server that takes the connection and says nothing is left and tried again, ever more seldom', () => {
    const server = new Server();
    server.mode = 'dumb';
    server.run(5 * minuteMs);
    expect(server.live.state().picture).toBeNull();
    expect(server.tries).toBeGreaterThan((5 * minuteMs) / (staleAfterMs + 6_000));
    expect(server.tries).toBeLessThan((5 * minuteMs) / staleAfterMs);
    server.mode = 'well';
    server.append(5);
    server.run(20_000);
    expect(server.live.state().picture).toEqual(server.picture);
  });

  it('L6 a server of another release is told to the screen, and is not besieged', () => {
    const server = shown();
    for (let i = 0; i < 20; i += 1) {
      server.say('goodbye', { reason: 'reload' });
      server.lose();
      server.clock.run(3_000);
    }
    expect(server.live.state().ended).toMatchObject({ why: 'reload' });
    const { tries } = server;
    expect(tries).toBeLessThan(25);
  });

  it('a session that has ended is left for good', () => {
    const server = shown();
    server.say('goodbye', { reason: 'signed_out' });
    const { tries } = server;
    server.run(hourMs);
    server.live.awake();
    expect(server.tries).toBe(tries);
    expect(server.live.state()).toMatchObject({ connected: false, ended: { why: 'signed_out' } });
  });
});
