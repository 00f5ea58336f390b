// More truth, for the report alone: the same otherwise, what is compared with motion, and twenty quiet minutes (data).
import { type Clip, day, entersS, night, shop, street, visitor, type Walker } from './clip.js';

/** Up and down behind the zone and beside it, every so many seconds, for the whole of a long clip. */
const traffic = (everyS: number, lengthS: number): Walker[] =>
  Array.from({ length: Math.floor(lengthS / everyS) - 1 }, (_, index) => {
    const fromS = (index + 1) * everyS;
    const isLeft = index % 2 === 0;
    return isLeft
      ? { fromS, fromX: 660, y: 186, speed: -55, untilS: fromS + 13 }
      : { fromS, fromX: 410, y: 310, speed: 25, untilS: fromS + 11 };
  });

/** Ten minutes by day and ten by night in which nothing happens that is an alarm, but much that is none. */
export const quietClips: readonly Clip[] = [
  {
    ...day,
    ...street,
    name: 'quiet-day',
    part: 'quiet',
    lengthS: 600,
    leaves: true,
    unsteady: true,
    rain: { fromS: 240, untilS: 400 },
    walkers: traffic(45, 600),
  },
  {
    ...night,
    ...street,
    name: 'quiet-night',
    part: 'quiet',
    lengthS: 600,
    headlightsS: [40, 75, 100, 131, 180, 222, 260, 290, 333, 371, 420, 455, 501, 560],
    rain: { fromS: 300, untilS: 440 },
    walkers: traffic(60, 600),
  },
];

/** The same again otherwise: slower, faster, smaller lenses, worse pictures, more weather. Played by the report alone. */
export const moreClips: readonly Clip[] = [
  ...[
    { ...night, ...street, name: 'runs-night', from: { fromS: 13, fromX: 640, y: 320, speed: -95 } },
    { ...day, ...street, name: 'runs-day', from: { fromS: 13, fromX: 640, y: 320, speed: -95 } },
    { ...day, ...street, name: 'creeps-day', from: { fromS: 11, fromX: 430, y: 240, speed: -12 } },
    { ...night, ...shop, name: 'creeps-shop-night', from: { fromS: 11, fromX: 430, y: 290, speed: -12 } },
    {
      ...night,
      ...street,
      name: 'left-night',
      noise: 18,
      crf: 36,
      from: { fromS: 12, fromX: -20, y: 330, speed: 40 },
    },
    {
      ...day,
      ...street,
      name: 'left-day',
      noise: 2,
      crf: 20,
      from: { fromS: 12, fromX: -20, y: 330, speed: 40 },
    },
    { ...day, ...street, name: 'in-leaves-day', leaves: true, unsteady: true, from: visitor(12, 280) },
    { ...day, ...street, name: 'in-rain-day', rain: { fromS: 0, untilS: 30 }, from: visitor(12, 300) },
    { ...night, ...street, name: 'in-rain-night', rain: { fromS: 0, untilS: 30 }, from: visitor(12, 300) },
    { ...night, ...street, name: 'in-headlights-night', headlightsS: [12], from: visitor(13, 300) },
    {
      ...night,
      ...shop,
      name: 'after-light-night',
      dark: [{ fromS: 0, untilS: 11 }],
      from: visitor(13, 300),
    },
  ].map(({ from, ...clip }): Clip => ({
    ...clip,
    part: 'enters',
    lengthS: 26,
    walkers: [from],
    scripted: [{ kind: 'motion', atS: entersS(from) }],
  })),
  {
    ...night,
    ...shop,
    name: 'covered-shop-night',
    part: 'covered',
    lengthS: 26,
    covered: { fromS: 15, untilS: 21, by: 'cloth' },
    scripted: [{ kind: 'lens-covered', atS: 15 }],
  },
  {
    ...day,
    ...shop,
    name: 'covered-shop-day',
    part: 'covered',
    lengthS: 26,
    covered: { fromS: 15, untilS: 21, by: 'black' },
    scripted: [{ kind: 'lens-covered', atS: 15 }],
  },
  {
    ...night,
    ...shop,
    name: 'frozen-shop-night',
    part: 'frozen',
    lengthS: 28,
    clock: false,
    frozen: { fromS: 15.4, untilS: 24 },
    scripted: [{ kind: 'picture-frozen', atS: 15.4 }],
  },
  {
    ...day,
    ...shop,
    name: 'frozen-shop-day',
    part: 'frozen',
    lengthS: 28,
    noise: 3,
    crf: 30,
    frozen: { fromS: 15.4, untilS: 24 },
    scripted: [{ kind: 'picture-frozen', atS: 15.4 }],
  },
  {
    ...day,
    ...street,
    name: 'turned-left-day',
    part: 'turned',
    lengthS: 24,
    turned: { atS: 14.5, byX: -110 },
    scripted: [{ kind: 'scene-moved', atS: 14.5 }],
  },
  {
    ...day,
    ...shop,
    name: 'turned-shop-day',
    part: 'turned',
    lengthS: 24,
    turned: { atS: 14.5, byX: 300 },
    scripted: [{ kind: 'scene-moved', atS: 14.5 }],
  },
  {
    ...night,
    ...shop,
    name: 'turned-shop-night',
    part: 'turned',
    lengthS: 24,
    turned: { atS: 14.5, byX: 170 },
    scripted: [{ kind: 'scene-moved', atS: 14.5 }],
  },
  {
    ...day,
    ...street,
    name: 'light-street-day',
    part: 'light',
    lengthS: 26,
    dark: [
      { fromS: 13, untilS: 15 },
      { fromS: 18, untilS: 22 },
    ],
  },
  {
    ...night,
    ...street,
    name: 'headlights-rain-night',
    part: 'headlights',
    lengthS: 40,
    headlightsS: [12, 16, 21, 27, 33],
    rain: { fromS: 0, untilS: 40 },
  },
  {
    ...night,
    ...shop,
    name: 'noise-shop-night',
    part: 'noise',
    lengthS: 40,
    noise: 40,
    crf: 38,
    clock: false,
  },
  {
    ...night,
    ...street,
    name: 'noise-clock-night',
    part: 'noise',
    lengthS: 40,
    noise: 22,
    crf: 42,
    clock: true,
  },
  { ...day, ...street, name: 'still-day', part: 'noise', lengthS: 60, noise: 0, crf: 30, clock: true },
  { ...night, ...street, name: 'still-night', part: 'noise', lengthS: 60, noise: 4, crf: 38, clock: false },
];

const once = visitor(12, 250);
const again = visitor(52, 250);

/** Somebody comes twice: both programs see both, so that what they take for it can be compared. */
export const costClips: readonly Clip[] = [day, night].map((time) => ({
  ...time,
  ...street,
  name: `twice-${time.time}`,
  part: 'enters',
  lengthS: 70,
  walkers: [
    { ...once, untilS: 30 },
    { ...again, untilS: 70 },
  ],
  scripted: [once, again].map((walker) => ({ kind: 'motion', atS: entersS(walker) })),
}));
