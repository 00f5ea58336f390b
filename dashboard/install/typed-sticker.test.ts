// A sticker's text is read however it is typed, and nothing else is taken for one.
import { expect, it } from 'vitest';
import { lettersMissing, stickerIn } from './typed-sticker';

const text = 'HX1:7K3MPQ2R:0123456789ABCDEFGHJKMNPQRS';

it.each([
  ['as it is scanned', text],
  ['in lower case with spaces', 'hx1: 7k3m pq2r : 01234 56789 abcdefghjkmnpqrs'],
  ['without its head and colons', '7K3MPQ2R0123456789ABCDEFGHJKMNPQRS'],
  ['with its head but without colons', 'HX17K3MPQ2R 0123456789ABCDEFGHJKMNPQRS'],
  ['with letters that look like digits', 'HX1:7K3MPQ2R:O1234-56789-ABCDEFGHJKMNPQRS'],
])('N1 a sticker is read %s', (_how, typed) => {
  expect(stickerIn(typed)).toBe(text);
});

it.each(['', 'https://example.org', 'HX2:7K3MPQ2R:0123456789ABCDEFGHJKMNPQRS', '7K3MPQ2R0123456789'])(
  'N1 “%s” is no sticker',
  (typed) => expect(stickerIn(typed)).toBeNull(),
);

it('tells while typing how many letters are missing', () => {
  expect(['', '7K3M PQ2R', text, `${text}1`].map(lettersMissing)).toEqual([34, 26, 0, null]);
});
