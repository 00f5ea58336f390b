// Tickets by their hash: for one camera, once, for half a minute.
import { expect, test } from 'vitest';
import { ticketLastsMs, Tickets } from './tickets.js';

const door = { siteId: 'shop-01', sourceId: 'camera-1' };
const yard = { siteId: 'shop-01', sourceId: 'camera-2' };
const t0 = 1_800_000_000_000;

test('V4 a ticket is for its camera alone, once, and not for long', () => {
  const tickets = new Tickets();
  tickets.give('a', door, t0);
  expect(tickets.use('a', yard, t0)).toBe(false);
  expect(tickets.use('a', { ...door, siteId: 'shop-02' }, t0)).toBe(false);
  expect(tickets.use('b', door, t0)).toBe(false);
  expect(tickets.use('a', door, t0 + ticketLastsMs)).toBe(false);
  expect(tickets.use('a', door, t0 + ticketLastsMs - 1)).toBe(true);
  expect(tickets.use('a', door, t0 + 1)).toBe(false);
});

test('V4 the newer ticket takes the older one’s place, and leaves other cameras theirs', () => {
  const tickets = new Tickets();
  tickets.give('old', door, t0);
  tickets.give('other', yard, t0);
  tickets.give('new', door, t0);
  expect(tickets.use('new', door, t0)).toBe(true);
  expect(tickets.use('old', door, t0)).toBe(false);
  expect(tickets.use('other', yard, t0)).toBe(true);
  tickets.give('late', door, t0);
  tickets.takeBack(door);
  expect(tickets.use('late', door, t0)).toBe(false);
});
