// The live picture against a server made of a list of events: whatever is lost, doubled or late, both end up the same.
import * as fc from 'fast-check';
import type { Watch } from '@haixi/proto/live/frames';
import { liveProtocol, staleAfterMs } from '@haixi/proto/live/frames';
import { type Picture, applyEvents } from '@haixi/proto/live/picture';
import { describe, expect, it } from 'vitest';
import { type Following, type Input, behindMsMax, follow, nothingYet, staleSinceMs } from './follow';
import { areaIds, emptyPicture, history } from './history.fixture';
import { serverNowMs } from './server-clock';

const noLatest = { positions: [], sites: [], tablets: [] };
const bootMs = 1_800_000_000_000;

/** A server that holds the log and answers `watch` as the real one does; its frames go over a line that may fail. */
class Line {
  state: Following = nothingYet;
  monoMs = 1_000;
  readonly queue: Input[] = [];
  /** The register as it stands at the server; and what of it no event tells, here an area's name. */
  register = 0;
  areaName = '崇文';
  private appended = 0;

  constructor(private readonly log: ReturnType<typeof history>) {}

  get picture(): Picture {
    const applied = applyEvents(emptyPicture, this.log.slice(0, this.appended));
    if (!applied.ok) throw new Error('the history itself has a gap');
    const [areaId] = areaIds;
    const area = {
      areaId,
      parentId: null,
      name: this.areaName,
      nameEn: '',
      outline: null,
      illustrative: true,
    };
    return { ...applied.picture, areas: { [areaId]: area } };
  }

  append(count: number) {
    const news = this.log.slice(this.appended, this.appended + count);
    this.appended += news.length;
    for (const event of news)
      this.queue.push({ type: 'events', frame: { areaId: event.areaId, events: [event] } });
  }

  tick() {
    this.queue.push({
      type: 'tick',
      tick: { nowMs: bootMs + this.monoMs, heads: this.picture.vector, register: this.register },
    });
  }

  deliver(input: Input) {
    const { state, ask, renew } = follow(this.state, input, this.monoMs);
    this.state = state;
    if (ask !== null) this.watched(ask);
    if (renew) {
      this.deliver({ type: 'disconnected' });
      this.deliver({ type: 'connected' });
    }
  }

  deliverAll() {
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) this.deliver(next);
  }

  /** Time goes on in half seconds with a tick every five seconds, and nothing on the line is lost any more. */
  calm(forMs: number) {
    for (let pastMs = 0; pastMs < forMs; pastMs += 500) {
      this.monoMs += 500;
      if (pastMs % 5_000 === 0) this.tick();
      this.deliver({ type: 'time' });
      this.deliverAll();
    }
  }

  private watched({ protocol, vector }: Watch) {
    if (protocol !== liveProtocol) throw new Error(`asked in protocol ${protocol}`);
    if (Object.keys(vector).length === 0) {
      const { register, picture } = this;
      const snapshot = { nowMs: bootMs + this.monoMs, register, picture, latest: noLatest };
      this.queue.push({ type: 'snapshot', snapshot });
      return;
    }
    for (const areaId of areaIds) {
      const events = this.log
        .slice(0, this.appended)
        .filter((event) => event.areaId === areaId && event.n > (vector[areaId] ?? 0));
      if (events.length > 0) this.queue.push({ type: 'events', frame: { areaId, events } });
    }
  }
}

function connected(log = history(20)): Line {
  const line = new Line(log);
  line.append(5);
  line.queue.length = 0;
  line.deliver({ type: 'connected' });
  line.deliverAll();
  return line;
}

describe('follow', () => {
  it('L2 a new screen asks with an empty vector and shows the snapshot', () => {
    const line = connected();
    expect(line.state.picture).toEqual(line.picture);
    expect(Object.keys(line.picture.incidents).length).toBeGreaterThan(0);
  });

  it('L2 frames that overtake the snapshot are kept and applied after it', () => {
    const line = new Line(history(20));
    line.append(5);
    line.queue.length = 0;
    line.deliver({ type: 'connected' });
    const [snapshot] = line.queue.splice(0);
    line.append(3);
    line.deliverAll();
    expect(line.state.picture).toBeNull();
    line.deliver(snapshot!);
    expect(line.state.picture).toEqual(line.picture);
  });

  it('L2 a snapshot that arrives late does not take the screen back in time', () => {
    const line = connected();
    const late = { nowMs: bootMs, register: 0, picture: line.picture, latest: noLatest };
    line.append(10);
    line.deliverAll();
    const newest = line.state.picture;
    line.deliver({ type: 'snapshot', snapshot: late });
    expect(line.state.picture).toEqual(newest);
  });

  it('L2 a register that has changed is asked for afresh once, shows the old picture until it is there, and then the new', () => {
    const line = connected();
    line.append(5);
    line.deliverAll();
    [line.register, line.areaName] = [7, '崇文东'];
    line.tick();
    line.deliverAll();
    const before = line.state.picture;
    const first = follow(line.state, { type: 'time' }, line.monoMs);
    expect(first.ask).toEqual({ protocol: liveProtocol, vector: {} });
    // Another tick and further events come before the answer: it is waited for.
    line.state = first.state;
    line.append(2);
    line.tick();
    line.deliverAll();
    expect(follow(line.state, { type: 'time' }, line.monoMs + 1_000).ask).toBeNull();
    expect(line.state.picture?.areas).toEqual(before?.areas);
    line.calm(10_000);
    expect(line.state.picture).toEqual(line.picture);
    expect(line.state.picture?.areas[areaIds[0]]?.name).toBe('崇文东');
    expect(follow(line.state, { type: 'time' }, line.monoMs).ask).toBeNull();
  });

  it('W6 a snapshot without an area that may not be watched any more is taken, though nobody asked for a fresh start', () => {
    const line = connected();
    line.append(12);
    line.deliverAll();
    const { picture } = line;
    const { [areaIds[1]]: _gone, ...vector } = picture.vector;
    const snapshot = { nowMs: bootMs, register: 1, picture: { ...picture, vector }, latest: noLatest };
    line.deliver({ type: 'snapshot', snapshot });
    expect(line.state.picture?.vector).toEqual(vector);
  });

  it('L1 a missing number is asked for from our vector on, once, and nothing after it is shown before', () => {
    const line = connected();
    const before = line.state.picture!;
    line.append(10);
    const [lost, ...others] = line.queue
      .splice(0)
      .filter((input) => input.type === 'events' && input.frame.areaId === areaIds[0]);
    expect(lost).toBeDefined();
    const asks = others.map((input) => {
      const followed = follow(line.state, input, line.monoMs);
      line.state = followed.state;
      return followed.ask;
    });
    expect(asks[0]).toEqual({ protocol: liveProtocol, vector: before.vector });
    expect(asks.slice(1).every((ask) => ask === null)).toBe(true);
    expect(line.state.picture).toEqual(before);
  });

  it('L1 heads ahead of ours for more than two seconds are asked for, though no frame follows', () => {
    const line = connected();
    line.append(4);
    line.queue.length = 0;
    line.tick();
    line.deliverAll();
    expect(line.state.picture).not.toEqual(line.picture);
    line.monoMs += behindMsMax + 1;
    line.deliver({ type: 'time' });
    line.deliverAll();
    expect(line.state.picture).toEqual(line.picture);
  });

  it('L3 after twelve seconds without a frame the screen is stale since the last one, in the server’s time', () => {
    const line = connected();
    const lastMs = bootMs + line.monoMs;
    expect(staleSinceMs(line.state, line.monoMs + staleAfterMs)).toBeNull();
    expect(staleSinceMs(line.state, line.monoMs + staleAfterMs + 1)).toBe(lastMs);
  });

  it('L3 frames that come while something is missing don’t make it fresh', () => {
    const line = connected();
    const sinceMs = bootMs + line.monoMs;
    line.append(4);
    line.queue.length = 0;
    for (let i = 0; i < 4; i += 1) {
      line.monoMs += 5_000;
      line.tick();
      const tick = line.queue.pop()!;
      line.state = follow(line.state, tick, line.monoMs).state;
    }
    expect(staleSinceMs(line.state, line.monoMs)).toBe(sinceMs);
  });

  it('L3 frames that come half a minute late don’t make it fresh: it is as old as what they say', () => {
    const line = connected();
    const saidMs: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      line.monoMs += 5_000;
      saidMs.push(bootMs + line.monoMs);
      if (i < 6) continue;
      const tick = { nowMs: saidMs[i - 6]!, heads: line.picture.vector, register: 0 };
      line.deliver({ type: 'tick', tick });
      expect(staleSinceMs(line.state, line.monoMs)).toBe(saidMs[i - 6]);
    }
    line.tick();
    line.deliverAll();
    expect(staleSinceMs(line.state, line.monoMs)).toBeNull();
  });

  it('L3 a server whose clock was set back by a day is believed at once', () => {
    const line = connected();
    line.monoMs += 5_000;
    const nowMs = bootMs + line.monoMs - 86_400_000;
    line.deliver({ type: 'tick', tick: { nowMs, heads: line.picture.vector, register: 0 } });
    expect(staleSinceMs(line.state, line.monoMs)).toBeNull();
    expect(serverNowMs(line.state.clock, line.monoMs)).toBe(nowMs);
  });

  it('L3 a line that says nothing for twelve seconds is made anew', () => {
    const line = connected();
    const silentMs = line.monoMs + staleAfterMs + 1;
    expect(follow(line.state, { type: 'time' }, silentMs).renew).toBe(true);
  });

  it('L6 an unknown event type is stepped over and said; what follows is still shown', () => {
    const line = connected();
    const [areaId] = areaIds;
    const have = line.state.picture!.vector[areaId] ?? 0;
    const strange = {
      areaId,
      n: have + 1,
      atMs: 1,
      type: 'drone.launched',
      actor: { kind: 'system' as const },
      data: {},
    };
    const dark = {
      areaId,
      n: have + 2,
      atMs: 2,
      type: 'site.dark',
      actor: { kind: 'system' as const },
      data: { siteId: 'shop-01', lastHeardAtMs: 1, because: 'will' },
    };
    line.deliver({ type: 'events', frame: { areaId, events: [strange, dark] } });
    expect(line.state.ended).toEqual({ why: 'reload', what: 'drone.launched' });
    expect(line.state.picture!.sites['shop-01']!.presence).toBe('dark');
  });

  it('L6 a known event with a field of a later release is said, not thrown', () => {
    const line = connected();
    const [areaId] = areaIds;
    const n = (line.state.picture!.vector[areaId] ?? 0) + 1;
    const data = { siteId: 'shop-01', weather: 'rain' };
    const event = { areaId, n, atMs: 1, type: 'site.online', actor: { kind: 'system' as const }, data };
    line.deliver({ type: 'events', frame: { areaId, events: [event] } });
    expect(line.state.ended).toEqual({ why: 'reload', what: 'site.online' });
  });

  it('L2 a log that is shorter than ours is another log: the screen starts anew', () => {
    const line = connected();
    const other = new Line(history(20));
    other.append(2);
    other.queue.length = 0;
    other.state = line.state;
    other.monoMs = line.monoMs;
    other.calm(20_000);
    expect(other.state.picture).toEqual(other.picture);
  });

  it('the server’s time is taken from the frame that was least delayed', () => {
    const line = connected();
    line.monoMs += 1_000;
    const late = {
      type: 'tick',
      tick: { nowMs: bootMs + line.monoMs - 700, heads: {}, register: 0 },
    } as const;
    line.deliver(late);
    expect(serverNowMs(line.state.clock, line.monoMs)).toBe(bootMs + line.monoMs);
  });

  it('somebody signed out elsewhere sees nothing more', () => {
    const line = connected();
    line.deliver({ type: 'goodbye', goodbye: { reason: 'signed_out' } });
    const { picture } = line.state;
    line.append(5);
    line.deliverAll();
    expect(line.state.ended).toEqual({ why: 'signed_out' });
    expect(line.state.picture).toBe(picture);
  });

  it('L2 any loss, doubling, disorder and cut of frames ends in the server’s picture once the line is calm', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ do: fc.constantFrom('tick', 'cut', 'drop', 'double', 'time') }),
      fc.record({ do: fc.constantFrom('deliver', 'swap'), at: fc.nat({ max: 6 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const line = new Line(history(60));
        line.deliver({ type: 'connected' });
        for (const what of steps) {
          line.monoMs += 100;
          disturb(line, what);
        }
        line.calm(30_000);
        expect(line.state.picture).toEqual(line.picture);
        expect(line.state.ended).toBeNull();
        expect(staleSinceMs(line.state, line.monoMs)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});

function disturb(line: Line, step: { do: string; count?: number; at?: number }) {
  const { queue } = line;
  const at = Math.min(step.at ?? 0, queue.length - 1);
  if (step.do === 'append') line.append(step.count ?? 1);
  if (step.do === 'tick') line.tick();
  if (step.do === 'time') line.deliver({ type: 'time' });
  if (step.do === 'drop') queue.shift();
  if (step.do === 'double' && queue[0]) queue.push(queue[0]);
  if (step.do === 'swap' && queue[at]) queue.push(...queue.splice(at, 1));
  if (step.do === 'deliver' && queue[at]) line.deliver(queue.splice(at, 1)[0]!);
  if (step.do === 'cut') {
    queue.length = 0;
    line.deliver({ type: 'disconnected' });
    line.deliver({ type: 'connected' });
  }
}
