// What goes first, and how long an entry without an answer waits.
import { describe, expect, it } from 'vitest';
import { backoffMs, wireBounds } from '../retry.js';
import type { Lane } from './held.js';
import { type Flight, nextDueAtMs, nextToSend, sent, windowShare } from './schedule.js';

function seqs(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

/** Sends until every lane waits; answers the order. */
function sendAll(held: Record<Lane, number[]>, flights: Map<number, Flight>, nowMs: number): number[] {
  const order: number[] = [];
  for (;;) {
    const next = nextToSend(flights, (lane) => held[lane], nowMs);
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
    expect(nextToSend(flights, (lane) => held[lane], 1)).toEqual({ seq: 2_000, lane: 'panic' });
  });

  it('D2 an entry without an answer goes again after 1 s … 60 s, doubling, for ever', () => {
    const flights = new Map<number, Flight>();
    const held = { panic: [7], live: [], backlog: [] };
    let nowMs = 0;
    const waitsMs: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      expect(sendAll(held, flights, nowMs)).toEqual([7]);
      const dueAtMs = nextDueAtMs(flights) ?? 0;
      expect(sendAll(held, flights, dueAtMs - 1)).toEqual([]);
      waitsMs.push(dueAtMs - nowMs);
      nowMs = dueAtMs;
    }
    expect(waitsMs).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000, 45_000, 45_000]);
  });

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
