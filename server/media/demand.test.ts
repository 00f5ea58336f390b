// When an agent is asked, when viewers are told that nothing comes, and when a stream is let go.
import { streamLingersMs } from '@haixi/proto/media/media';
import { expect, test } from 'vitest';
import { joined, left, newDemand, published, unpublished, wishOf } from './demand.js';

const t0 = 1_800_000_000_000;

test('V1 the first viewer has the agent asked, again after 3 s, and later if it said that it begins', () => {
  const demand = newDemand();
  joined(demand, 1, t0);
  expect(wishOf(demand, t0)).toBe('ask');
  demand.askedAtMs = t0;
  joined(demand, 2, t0 + 10);
  expect(wishOf(demand, t0 + 2_999)).toBe('none');
  expect(wishOf(demand, t0 + 3_000)).toBe('ask');
  demand.isPromised = true;
  expect(wishOf(demand, t0 + 5_999)).toBe('none');
  expect(wishOf(demand, t0 + 6_000)).toBe('ask');
});

test('V1 viewers do not wait longer than 10 s for a stream that does not come', () => {
  const demand = newDemand();
  joined(demand, 1, t0);
  demand.askedAtMs = t0 + 9_000;
  expect(wishOf(demand, t0 + 9_999)).toBe('none');
  expect(wishOf(demand, t0 + 10_000)).toBe('give-up');
  demand.isPromised = true;
  expect(wishOf(demand, t0 + 14_999)).toBe('none');
  expect(wishOf(demand, t0 + 15_000)).toBe('give-up');
  published(demand, 7);
  expect(wishOf(demand, t0 + 60_000)).toBe('none');
});

test('V1 a stream lingers after its last viewer, and one who comes back in time finds it', () => {
  const demand = newDemand();
  joined(demand, 1, t0);
  joined(demand, 2, t0);
  published(demand, 7);
  left(demand, 1, t0);
  expect(wishOf(demand, t0 + 60_000)).toBe('none');
  left(demand, 2, t0 + 1_000);
  expect(wishOf(demand, t0 + 999 + streamLingersMs)).toBe('none');
  joined(demand, 3, t0 + 1_000 + streamLingersMs);
  expect(wishOf(demand, t0 + 1_000 + streamLingersMs)).toBe('none');
  left(demand, 3, t0 + 20_000);
  expect(wishOf(demand, t0 + 20_000 + streamLingersMs)).toBe('let-go');
});

test('V1 after a stream has ended it is asked for at once, and the end of an older one changes nothing', () => {
  const demand = newDemand();
  joined(demand, 1, t0);
  demand.askedAtMs = t0;
  published(demand, 7);
  published(demand, 8);
  unpublished(demand, 7, t0 + 100);
  expect(demand.publisher).toBe(8);
  unpublished(demand, 8, t0 + 100);
  expect(wishOf(demand, t0 + 100)).toBe('ask');
});
