// What goes first, and how long an entry without an answer waits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, wireBounds } from '../retry.js';
import type { Lane } from './held.js';
import {
  backlogWaitMsMax,
  beginGently,
  type Flight,
  type Gently,
  giveWayMsMax,
  nextDueAtMs,
  nextToSend,
  sent,
  widened,
  windowShare,
} from './schedule.js';

function seqs(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

/** A link that has been open for long and has had its answers. */
const longOpen: Gently = { fromMs: 0, window: windowShare.backlog, givesWayUntilMs: 0 };

/** Sends until every lane waits; answers the order. */
function sendAll(
  held: Record<Lane, number[]>,
  flights: Map<number, Flight>,
  nowMs: number,
  gently = longOpen,
): number[] {
  const order: number[] = [];
  for (;;) {
    const next = nextToSend(flights, (lane) => held[lane], nowMs, gently);
    if (next === null) return order;
    order.push(next.seq);
    flights.set(next.seq, sent(flights.get(next.seq), next.lane, nowMs, 0.5));
  }
}

describe('what goes first', () => {
  it('D7 panics, then what is of now, then the backlog oldest first', () => {
    const order = sendAll({ panic: [40, 50], live: [60, 61], backlog: [1, 2, 3] }, new Map(), 0);
    expect(order).toEqual([40, 50, 60, 61, 1, 2, 3]);
  });

  it('D7 no lane takes more than its share of the window, however much it holds', () => {
    const held = { panic: [], live: seqs(1_000, 500), backlog: seqs(0, 900) };
    const order = sendAll(held, new Map(), 0);
    expect(order.filter((seq) => seq >= 1_000)).toHaveLength(windowShare.live);
    expect(order.filter((seq) => seq < 1_000)).toHaveLength(windowShare.backlog);
  });

  it('D7 a panic goes at once though the window is full of others', () => {
    const flights = new Map<number, Flight>();
    const held = { panic: [] as number[], live: seqs(1_000, 500), backlog: seqs(0, 900) };
    sendAll(held, flights, 0);
    held.panic.push(2_000);
    expect(nextToSend(flights, (lane) => held[lane], 1, longOpen)).toEqual({ seq: 2_000, lane: 'panic' });
  });

  it.each<[Lane, number[]]>([
    ['panic', [1_500, 3_000, 4_500, 4_500, 4_500]],
    ['live', [1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000, 45_000, 45_000]],
    ['backlog', [15_000, 30_000, 45_000, 45_000, 45_000]],
  ])(
    'D2 one of %s without an answer goes again after its time, then ever later, for ever',
    (lane, expected) => {
      const flights = new Map<number, Flight>();
      const held = { panic: [], live: [], backlog: [], [lane]: [7] };
      let nowMs = 0;
      const waitsMs: number[] = [];
      while (waitsMs.length < expected.length) {
        expect(sendAll(held, flights, nowMs)).toEqual([7]);
        const dueAtMs = nextDueAtMs(flights, nowMs, longOpen) ?? 0;
        expect(sendAll(held, flights, dueAtMs - 1)).toEqual([]);
        waitsMs.push(dueAtMs - nowMs);
        nowMs = dueAtMs;
      }
      expect(waitsMs).toEqual(expected);
    },
  );

  it('D6 entries that are never answered stop using up their lane’s share', () => {
    const flights = new Map<number, Flight>();
    const held = { panic: [], live: [], backlog: seqs(0, 100) };
    let nowMs = 0;
    const first = new Set(sendAll(held, flights, nowMs));
    for (let count = 0; count < 4; count += 1) {
      nowMs += 60_000;
      for (const seq of sendAll(held, flights, nowMs)) first.add(seq);
    }
    expect(first.size).toBeGreaterThan(windowShare.backlog);
  });
});

describe('a backlog that comes back', () => {
  const anyLane = fc.uniqueArray(fc.nat({ max: 400 }), { maxLength: 120 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('P1 D7 waits for its random moment of the first 5 s, while panics and what is of now go at once', () => {
    const property = fc.property(anyLane, chance, fc.nat({ max: 6_000 }), (all, random, nowMs) => {
      const held = {
        panic: all.filter((seq) => seq % 3 === 0),
        live: all.filter((seq) => seq % 3 === 1),
        backlog: all.filter((seq) => seq % 3 === 2),
      };
      const gently = beginGently(0, random);
      const order = sendAll(held, new Map(), nowMs, gently);
      expect(gently.fromMs).toBeLessThanOrEqual(backlogWaitMsMax);
      expect(order.filter((seq) => seq % 3 === 0)).toEqual(held.panic.slice(0, windowShare.panic));
      expect(order.filter((seq) => seq % 3 === 1)).toEqual(held.live.slice(0, windowShare.live));
      const ofBacklog = order.filter((seq) => seq % 3 === 2);
      expect(ofBacklog).toEqual(held.backlog.slice(0, nowMs < gently.fromMs ? 0 : 1));
    });
    fc.assert(property);
  });

  it('D2 never has more under way than answers have made room for, and all of it goes in the end', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.infiniteStream(chance),
      (count, chances) => {
        const random = () => chances.next().value ?? 0;
        const held: Record<Lane, number[]> = { panic: [], live: [], backlog: seqs(0, count) };
        const flights = new Map<number, Flight>();
        let gently = beginGently(0, random());
        let nowMs = gently.fromMs;
        let answered = 0;
        for (let round = 0; held.backlog.length > 0; round += 1) {
          expect(round).toBeLessThan(10 * count);
          sendAll(held, flights, nowMs, gently);
          expect(flights.size).toBeLessThanOrEqual(Math.min(1 + answered, windowShare.backlog));
          // At least one is answered each time; an entry without an answer is a matter of another rule.
          const gone = [...flights.keys()].filter((_, index) => index === 0 || random() < 0.5);
          for (const seq of gone) flights.delete(seq);
          held.backlog = held.backlog.filter((seq) => !gone.includes(seq));
          gently = widened(gently, gone.length, 20, nowMs, random());
          answered += gone.length;
          nowMs += 10;
        }
      },
    );
    fc.assert(property);
  });

  it('D7 gives way to others while answers are slow, and comes on again when they are not', () => {
    const wide: Gently = { fromMs: 0, window: 32, givesWayUntilMs: 100_000 };
    const slow = widened(wide, 5, 2_000, 10_000, 0.5);
    expect(slow).toEqual({ ...wide, fromMs: 18_000, window: 1 });
    expect(sendAll({ panic: [], live: [], backlog: seqs(0, 9) }, new Map(), 17_999, slow)).toEqual([]);
    expect(sendAll({ panic: [], live: [], backlog: seqs(0, 9) }, new Map(), 18_000, slow)).toEqual([0]);
    expect(widened(slow, 1, 100, 18_100, 0.5).window).toBe(2);
    // A slow line is slow for good: once the others are back, its backlog is sent as fast as it bears.
    expect(widened(slow, 1, 2_000, 100_000, 0.5)).toEqual({ ...slow, window: 2 });
  });

  it('D7 gives way for seconds and not for minutes, however long the server stood still', () => {
    const stood = widened({ fromMs: 0, window: 32, givesWayUntilMs: 200_000 }, 1, 60_000, 100_000, 0.99);
    expect(stood.fromMs).toBeLessThanOrEqual(100_000 + giveWayMsMax);
  });

  it('D7 thousands of backlogs keep the queue before the server short, and still use it', () => {
    // A server that answers one at a time, each after 0.5 ms, and 5,000 agents with 5 entries each.
    const random = seeded(7);
    const agents = Array.from({ length: 5_000 }, () => ({
      gently: beginGently(0, random()),
      left: 5,
      sentAtMs: -1,
    }));
    const queue: (typeof agents)[number][] = [];
    const waits: number[] = [];
    let nowMs = 0;
    let served = 0;
    for (; served < 25_000 && nowMs < 120_000; nowMs += 0.5) {
      if (Number.isInteger(nowMs / 10))
        for (const agent of agents) {
          if (agent.left === 0 || agent.sentAtMs >= 0 || nowMs < agent.gently.fromMs) continue;
          agent.sentAtMs = nowMs;
          queue.push(agent);
        }
      const agent = queue.shift();
      if (!agent) continue;
      const tookMs = nowMs - agent.sentAtMs;
      waits.push(tookMs);
      agent.left -= 1;
      agent.sentAtMs = -1;
      agent.gently = { ...widened(agent.gently, 1, tookMs, nowMs, random()), window: 1 };
      served += 1;
    }
    expect(served).toBe(25_000);
    expect(Math.max(...waits)).toBeLessThan(1_500);
    expect(nowMs).toBeLessThan(3 * 25_000 * 0.5);
  });

  it('D2 is woken for its moment though nothing is under way', () => {
    const gently = beginGently(1_000, 0.5);
    expect(nextDueAtMs(new Map(), 1_000, gently)).toBe(3_500);
    expect(nextDueAtMs(new Map(), 3_500, gently)).toBe(null);
  });
});

describe('the back-off', () => {
  it('stays between its bounds and spreads', () => {
    for (let tries = 0; tries < 40; tries += 1) {
      const least = backoffMs(tries, 0, wireBounds);
      const most = backoffMs(tries, 0.999, wireBounds);
      expect(least).toBeGreaterThanOrEqual(1_000);
      expect(most).toBeLessThanOrEqual(60_000);
      expect(most).toBeGreaterThan(least);
    }
  });
});

/** Lehmer's generator: the same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
