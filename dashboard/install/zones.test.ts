// Drawing a privacy zone: corner by corner, closed, moved, taken back, deleted; what is kept fits the contract.
import { privacySchema } from '@haixi/proto/devices/site-config';
import { expect, it } from 'vitest';
import { type Corner, draw, drawingOf, heldCorner, privacyOf, type Stroke } from './zones';

const corners: Corner[] = [
  [0.1, 0.1],
  [0.4, 0.1],
  [0.4, 0.5],
];
const triangle: Stroke[] = [...corners.map((at): Stroke => ({ do: 'add', at })), { do: 'close' }];
const after = (...strokes: Stroke[]) => strokes.reduce(draw, drawingOf([]));

it('N4 three taps and a close make a zone; two do not', () => {
  expect(privacyOf(after(...triangle))).toEqual([corners]);
  expect(privacyOf(after(...triangle.slice(0, 2), { do: 'close' }))).toEqual([]);
});

it('N4 a corner that is drawn past the edge stays on it, and what is kept is what the contract takes', () => {
  const drawn = after({ do: 'add', at: [-0.2, 1.7] }, ...triangle.slice(1));
  expect(privacyOf(drawn)[0]![0]).toEqual([0, 1]);
  expect(privacySchema.safeParse(privacyOf(drawn)).success).toBe(true);
});

it('a drag of many moves is taken back as one', () => {
  const dragged = after(
    ...triangle,
    { do: 'hold', zone: 0, corner: 2 },
    { do: 'move', to: [0.5, 0.5], first: true },
    { do: 'move', to: [0.6, 0.6], first: false },
  );
  expect(heldCorner(dragged)).toEqual([0.6, 0.6]);
  expect(privacyOf(draw(dragged, { do: 'undo' }))).toEqual([corners]);
});

it('taking back goes corner by corner to the beginning and no further', () => {
  const back = triangle.map((): Stroke => ({ do: 'undo' }));
  expect(after(...triangle, ...back, { do: 'undo' })).toEqual(drawingOf([]));
});

it('a deleted zone can be taken back; a zone by keys has corners to move', () => {
  const gone = after(...triangle, { do: 'delete', zone: 0 });
  expect(privacyOf(gone)).toEqual([]);
  expect(privacyOf(draw(gone, { do: 'undo' }))).toEqual([corners]);
  expect(heldCorner(after({ do: 'box' }))).toEqual([0.35, 0.35]);
});

it('no more zones and corners are drawn than the contract takes', () => {
  const many = Array.from({ length: 40 }, (): Stroke => ({ do: 'box' }));
  expect(privacySchema.safeParse(privacyOf(after(...many))).success).toBe(true);
  const corner = Array.from({ length: 40 }, (_, i): Stroke => ({ do: 'add', at: [i / 40, 0.5] }));
  expect(privacySchema.safeParse(privacyOf(after(...corner, { do: 'close' }))).success).toBe(true);
});
