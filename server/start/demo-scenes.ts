// The scenes that the demo's cameras see, as ffmpeg's filters draw them: two streets, a shop from inside, a school's yard.

/** Something that goes through the picture; `x` is ffmpeg's expression of the time `t` in seconds. */
interface Mover {
  readonly colour: string;
  readonly w: number;
  readonly h: number;
  readonly x: string;
  readonly y: number;
}

interface Scene {
  /** What stands still: a ground of one colour and boxes on it, 640 × 360. */
  readonly ground: string;
  readonly boxes: readonly string[];
  readonly movers: readonly Mover[];
  readonly roundS: number;
  /** When in its round the lens is covered; null for one that never is. */
  readonly coverAtS: number | null;
}

const coveredS = 12;

/**
 * The first is covered soon, so that a newcomer sees it happen; the second in the middle of its round. The others are
 * second cameras of the same sites, and short, because they are drawn before the cameras start.
 */
export const scenes: Readonly<Record<string, Scene>> = {
  shop: { ...street(0), roundS: 300, coverAtS: 35 },
  gate: { ...street(1), roundS: 310, coverAtS: 165 },
  inside: { ...shopInside(), roundS: 60, coverAtS: null },
  yard: { ...schoolYard(), roundS: 70, coverAtS: null },
};

/** The filter graph of a scene at `fps` pictures a second, with a clock where a font is there to write it. */
export function filtersOf(scene: Scene, fps: number, clock: boolean): string {
  const { ground, boxes, movers, coverAtS } = scene;
  const still = [
    `color=c=${ground}:s=640x360:r=${fps}`,
    ...boxes,
    // Drawn once and repeated: it is most of the picture, and drawing it anew would take most of the time.
    `trim=end_frame=1,loop=-1:1,setpts=N/${fps}/TB`,
    ...(clock
      ? [`drawtext=text='%{pts\\:hms}':x=18:y=14:fontsize=22:fontcolor=white:box=1:boxcolor=black@0.5`]
      : []),
  ].join(',');
  const covered =
    coverAtS === null
      ? ''
      : `drawbox=c=0x0a0a0a:t=fill:enable='between(t,${coverAtS},${coverAtS + coveredS})',`;
  return [
    `${still}[scene0]`,
    ...movers.map(({ colour, w, h }, at) => `color=c=${colour}:s=${w}x${h}:r=${fps}[mover${at}]`),
    ...movers.map(({ x, y }, at) => `[scene${at}][mover${at}]overlay=x='${x}':y=${y}[scene${at + 1}]`),
    // Sensor noise: a real camera's picture is never quite still, and a covered lens is dark, not empty.
    `[scene${movers.length}]${covered}noise=alls=4:allf=t`,
  ].join(';');
}

type Drawn = Pick<Scene, 'ground' | 'boxes' | 'movers'>;

/** Houses with windows, a pavement, a road with its line; a car, a van and somebody on foot. */
function street(seed: number): Drawn {
  const house = (n: number) => {
    const colour = ['0xb79b7f', '0x9d8f86', '0xc2b49a'][(n + seed) % 3]!;
    return box(n * 132 + 8, 70 + ((n * 37 + seed * 23) % 60), 116, 170, colour);
  };
  return {
    ground: '0x8fa3ad',
    boxes: [
      ...times(5, house),
      ...times(10, (n) => box(n * 66 + 22, 150, 22, 30, '0x4c5a66')),
      box(0, 232, 640, 22, '0x9a9a95'),
      box(0, 254, 640, 106, '0x55585c'),
      ...times(7, (n) => box(n * 100 + 10, 302, 50, 5, '0xd8d8c8')),
    ],
    movers: [
      { colour: '0xb03a2e', w: 64, h: 26, x: `mod(t*${74 + seed * 9},760)-80`, y: 268 },
      { colour: '0x2e5a88', w: 78, h: 30, x: `640-mod(t*${52 + seed * 7}+300,800)`, y: 316 },
      { colour: '0x333333', w: 9, h: 26, x: `mod(t*21+${seed * 200},700)-20`, y: 222 },
    ],
  };
}

/** Shelves with goods, a floor, a counter, and two customers going about. */
function shopInside(): Drawn {
  const goods = ['0xb5523b', '0xd1a33c', '0x4f7f5b', '0x4a6d92', '0x8c5a86'];
  const shelf = (row: number) => [
    ...times(13, (n) => box(n * 46 + 26, 82 + row * 52, 34, 30, goods[(n * 3 + row * 2) % 5]!)),
    box(18, 112 + row * 52, 604, 7, '0x6f6256'),
  ];
  return {
    ground: '0xd5cdbd',
    boxes: [
      box(210, 18, 220, 10, '0xf4f1e6'),
      ...times(3, shelf).flat(),
      box(0, 232, 640, 128, '0x9a8c7b'),
      ...times(5, (n) => box(0, 250 + n * 26, 640, 2, '0x8a7d6d')),
      box(430, 246, 190, 90, '0x6b4f3a'),
      box(424, 238, 202, 10, '0x8a6a4d'),
    ],
    movers: [
      { colour: '0x3a4657', w: 26, h: 84, x: '70+150*(1+sin(t/7))', y: 212 },
      { colour: '0x7a3b3b', w: 28, h: 92, x: '40+180*(1+sin(t/11+2))', y: 236 },
    ],
  };
}

/** A school behind its yard: a lawn, a running track, and children at play. */
function schoolYard(): Drawn {
  return {
    ground: '0xa9c0cc',
    boxes: [
      box(30, 50, 580, 120, '0xd8c9a9'),
      ...times(3, (row) => times(14, (n) => box(n * 40 + 48, 62 + row * 36, 24, 20, '0x5b6b78'))).flat(),
      box(0, 170, 640, 190, '0x6f9a58'),
      box(0, 196, 640, 34, '0xa2583f'),
      ...times(2, (n) => box(0, 206 + n * 12, 640, 2, '0xe3d6c6')),
      box(556, 80, 4, 130, '0xcfd2d4'),
    ],
    movers: [
      { colour: '0xc23b32', w: 10, h: 24, x: 'mod(t*46,700)-30', y: 190 },
      { colour: '0x2d4f8e', w: 12, h: 28, x: '640-mod(t*38+200,720)', y: 258 },
      { colour: '0xe0b23c', w: 13, h: 30, x: '180+120*sin(t/3)', y: 300 },
    ],
  };
}

function box(x: number, y: number, w: number, h: number, colour: string): string {
  return `drawbox=x=${x}:y=${y}:w=${w}:h=${h}:c=${colour}:t=fill`;
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
