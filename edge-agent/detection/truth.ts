// The truth that detection is measured on: every clip with what happens in it and when (data; drawn by ffmpeg elsewhere).
import type { CameraAlarmKind } from '../sources/camera/notice/noticed.js';

/** What an event is called in the report. The last ones are none: they must stay without an alarm. */
export type Part =
  | 'enters'
  | 'covered'
  | 'frozen'
  | 'lost'
  | 'turned'
  | 'outside'
  | 'light'
  | 'rain'
  | 'headlights'
  | 'noise'
  | 'leaves'
  | 'quiet';

/** One alarm that must come, once and within 3 s of `atS` (seconds of the clip). */
export interface Scripted {
  readonly kind: CameraAlarmKind;
  readonly atS: number;
}

/** A figure of 24×56 points that walks along: pixels of the 640×360 picture, `y` is where its feet are. */
export interface Walker {
  readonly fromS: number;
  readonly fromX: number;
  readonly y: number;
  /** Pixels a second to the right; 36 is a quiet walk at this size. */
  readonly speed: number;
  /** It stands still from here on, until it is gone. */
  readonly stopsX?: number;
  readonly untilS?: number;
}

export interface Clip {
  readonly name: string;
  readonly part: Part;
  readonly time: 'day' | 'night';
  readonly scene: 'street' | 'shop';
  readonly lengthS: number;
  readonly scripted: readonly Scripted[];
  readonly walkers?: readonly Walker[];
  readonly covered?: { readonly fromS: number; readonly untilS: number; readonly by: 'black' | 'cloth' };
  readonly frozen?: { readonly fromS: number; readonly untilS: number };
  /** The stream ends here; the clip goes on in silence. */
  readonly lostS?: number;
  /** The camera is knocked round by so many pixels of the world, within 0.6 s. */
  readonly turned?: { readonly atS: number; readonly byX: number };
  readonly dark?: readonly { readonly fromS: number; readonly untilS: number }[];
  readonly rain?: { readonly fromS: number; readonly untilS: number };
  /** A car's lights sweep through the picture within 3 s, each beginning at a second. */
  readonly headlightsS?: readonly number[];
  readonly leaves?: boolean;
  /** The lamp over the scene flickers and clouds pass. */
  readonly unsteady?: boolean;
  /** Sensor noise (0–100) and how hard it is compressed (x264's crf): night clips have much of both. */
  readonly noise: number;
  readonly crf: number;
  readonly clock: boolean;
}

/** The zone that is drawn in every clip: the pavement before the door, and a part of the road. */
export const zone = {
  name: 'forecourt',
  points: [
    [0.06, 0.52],
    [0.6, 0.52],
    [0.6, 0.98],
    [0.06, 0.98],
  ] as [number, number][],
};

/** Its right edge in pixels: a walker from the right enters when its middle crosses it. */
const zoneRightX = 384;
const zoneLeftX = 38;
const halfWide = 8;

const day = { time: 'day', noise: 6, crf: 26, clock: true } as const;
const night = { time: 'night', noise: 14, crf: 34, clock: true } as const;
const street = { scene: 'street', scripted: [] } as const;
const shop = { scene: 'shop', scripted: [] } as const;

/** From the right into the zone, along the pavement, at 36 pixels a second. */
const visitor = (fromS: number, y: number): Walker => ({ fromS, fromX: 560, y, speed: -36 });
/** When its foremost point touches the zone. */
const entersS = ({ fromS, fromX, speed }: Walker): number =>
  fromS + (speed < 0 ? fromX - halfWide - zoneRightX : zoneLeftX - fromX - halfWide) / Math.abs(speed);

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

const again = visitor(52, 250);

/** Somebody comes twice: both programs see both, so that what they take for it can be compared. */
export const costClips: readonly Clip[] = [day, night].map((time) => ({
  ...time,
  ...street,
  name: `twice-${time.time}`,
  part: 'enters',
  lengthS: 70,
  walkers: [
    { ...quick, untilS: 30 },
    { ...again, untilS: 70 },
  ],
  scripted: [quick, again].map((walker) => ({ kind: 'motion', atS: entersS(walker) })),
}));
