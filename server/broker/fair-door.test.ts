// The door before the line to the server, where sites take turns.
import { expect, test } from 'vitest';
import { FairDoor, underWayMax } from './fair-door.js';

function flooded() {
  const door = new FairDoor();
  const passed: string[] = [];
  const enter = (siteId: string, times = 1) => {
    for (let at = 0; at < times; at += 1) door.enter(siteId, () => passed.push(siteId) > 0);
  };
  return { door, passed, enter };
}

test('D6 a calm site’s publish waits behind one of each site that floods, not behind the flood', () => {
  const { door, passed, enter } = flooded();
  enter('mad-1', 5_000);
  enter('mad-2', 5_000);
  expect(passed).toHaveLength(underWayMax);
  enter('calm');
  for (let at = 0; at < 3; at += 1) door.arrived();
  expect(passed.slice(underWayMax).toSorted()).toEqual(['calm', 'mad-1', 'mad-2']);
});

test('D4 what one site publishes passes in its order, and all of it passes', () => {
  const door = new FairDoor();
  const passed: number[] = [];
  for (let at = 0; at < 1_000; at += 1) door.enter('shop-01', () => passed.push(at) > 0);
  while (passed.length < 1_000) door.arrived();
  expect(passed).toEqual(Array.from({ length: 1_000 }, (_, at) => at));
});

test('D6 what never arrives keeps nobody waiting', () => {
  const { door, passed, enter } = flooded();
  enter('shop-01', underWayMax + 10);
  door.arrived();
  door.look();
  expect(passed).toHaveLength(underWayMax + 1);
  door.look();
  expect(passed).toHaveLength(underWayMax + 10);
});

test('D6 a new line to the server starts anew: what was under way on the old one holds up nothing', () => {
  const { door, passed, enter } = flooded();
  enter('shop-01', underWayMax + 10);
  expect(passed).toHaveLength(underWayMax);
  door.startAnew();
  expect(passed).toHaveLength(underWayMax + 10);
});

test('D6 publishes of a client that has gone are waited for by nobody, however many they are', () => {
  const { door, passed, enter } = flooded();
  enter('mad', underWayMax);
  for (let at = 0; at < 10 * underWayMax; at += 1) door.enter('mad', () => false);
  enter('calm', 2);
  door.arrived();
  door.arrived();
  expect(passed.slice(underWayMax)).toEqual(['calm', 'calm']);
});
