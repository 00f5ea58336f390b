// The truth that every run of the tests is held against: one clip of each part by day and by night, with its moments (data).
import { type Clip, day, entersS, night, shop, street, visitor, type Walker } from './clip.js';

/** Behind the zone, to the right of it, up and down the street. */
const passers: readonly Walker[] = [
  { fromS: 11, fromX: 640, y: 190, speed: -60, untilS: 24 },
  { fromS: 14, fromX: 420, y: 300, speed: 30, untilS: 24 },
];

const quick = visitor(12, 250);
const slow: Walker = { fromS: 11, fromX: 470, y: 300, speed: -18, stopsX: 250 };

/** One clip of each part by day and by night, small enough for every run of the tests. */
export const shortClips: readonly Clip[] = [
  {
    ...day,
    ...street,
    name: 'enters-day',
    part: 'enters',
    lengthS: 26,
    walkers: [quick],
    scripted: [{ kind: 'motion', atS: entersS(quick) }],
  },
  {
    ...night,
    ...street,
    name: 'enters-night',
    part: 'enters',
    lengthS: 26,
    walkers: [quick],
    scripted: [{ kind: 'motion', atS: entersS(quick) }],
  },
  {
    ...day,
    ...shop,
    name: 'enters-shop-day',
    part: 'enters',
    lengthS: 28,
    walkers: [slow],
    scripted: [{ kind: 'motion', atS: entersS(slow) }],
  },
  { ...day, ...street, name: 'outside-day', part: 'outside', lengthS: 25, walkers: passers },
  { ...night, ...street, name: 'outside-night', part: 'outside', lengthS: 25, walkers: passers },
  {
    ...day,
    ...street,
    name: 'covered-day',
    part: 'covered',
    lengthS: 26,
    covered: { fromS: 14, untilS: 20, by: 'cloth' },
    scripted: [{ kind: 'lens-covered', atS: 14 }],
  },
  {
    ...night,
    ...street,
    name: 'covered-night',
    part: 'covered',
    lengthS: 26,
    covered: { fromS: 14, untilS: 20, by: 'black' },
    scripted: [{ kind: 'lens-covered', atS: 14 }],
  },
  {
    ...day,
    ...street,
    name: 'frozen-day',
    part: 'frozen',
    lengthS: 28,
    frozen: { fromS: 15, untilS: 23 },
    scripted: [{ kind: 'picture-frozen', atS: 15 }],
  },
  {
    ...night,
    ...street,
    name: 'frozen-night',
    part: 'frozen',
    lengthS: 28,
    frozen: { fromS: 15, untilS: 23 },
    scripted: [{ kind: 'picture-frozen', atS: 15 }],
  },
  {
    ...day,
    ...street,
    name: 'lost-day',
    part: 'lost',
    lengthS: 24,
    lostS: 14,
    scripted: [{ kind: 'picture-lost', atS: 14 }],
  },
  {
    ...night,
    ...street,
    name: 'lost-night',
    part: 'lost',
    lengthS: 24,
    lostS: 14,
    scripted: [{ kind: 'picture-lost', atS: 14 }],
  },
  {
    ...day,
    ...street,
    name: 'turned-day',
    part: 'turned',
    lengthS: 24,
    turned: { atS: 14, byX: 260 },
    scripted: [{ kind: 'scene-moved', atS: 14 }],
  },
  {
    ...night,
    ...street,
    name: 'turned-night',
    part: 'turned',
    lengthS: 24,
    turned: { atS: 14, byX: 90 },
    scripted: [{ kind: 'scene-moved', atS: 14 }],
  },
  { ...day, ...shop, name: 'light-day', part: 'light', lengthS: 26, dark: [{ fromS: 13, untilS: 19 }] },
  {
    ...night,
    ...shop,
    name: 'light-night',
    part: 'light',
    lengthS: 26,
    dark: [
      { fromS: 0, untilS: 12 },
      { fromS: 18, untilS: 26 },
    ],
  },
  { ...day, ...street, name: 'rain-day', part: 'rain', lengthS: 26, rain: { fromS: 13, untilS: 26 } },
  { ...night, ...street, name: 'rain-night', part: 'rain', lengthS: 26, rain: { fromS: 13, untilS: 26 } },
  { ...night, ...street, name: 'headlights-night', part: 'headlights', lengthS: 26, headlightsS: [13, 19] },
  { ...night, ...street, name: 'noise-night', part: 'noise', lengthS: 26, noise: 30, crf: 40, clock: false },
  { ...day, ...street, name: 'leaves-day', part: 'leaves', lengthS: 26, leaves: true, unsteady: true },
];
