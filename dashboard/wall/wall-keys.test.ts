// The keyboard of the wall: what a key does, and to whom it belongs.
import { expect, it } from 'vitest';
import { wallDeedOf } from './wall-keys';

const press = (key: string, focus: 'text' | 'button' | 'page' = 'page', withShift = false) =>
  wallDeedOf({ key, withShift, withOther: false, focus });

it('arrows go and, with shift, carry; numbers open saved walls', () => {
  expect([press('ArrowUp'), press('ArrowUp', 'page', true)]).toEqual([
    { do: 'go', direction: 'up' },
    { do: 'carry', direction: 'up' },
  ]);
  expect(press('3')).toEqual({ do: 'open', nth: 3 });
  expect([press('0'), press('x')]).toEqual([null, null]);
});

it('a place to write in keeps its keys, a button those that press it, the browser its own', () => {
  expect(['1', 's', '/', 'ArrowLeft', 'Enter'].map((key) => press(key, 'text'))).toEqual(Array(5).fill(null));
  expect(press('Escape', 'text')).toEqual({ do: 'back' });
  expect(['Enter', ' ', 'ArrowLeft'].map((key) => press(key, 'button'))).toEqual(Array(3).fill(null));
  expect(press('s', 'button')).toEqual({ do: 'save' });
  expect(wallDeedOf({ key: 'f', withShift: false, withOther: true, focus: 'page' })).toBeNull();
});
