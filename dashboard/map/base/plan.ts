// The plan of an invented town under the demo district: streets as numbers in metres, and how they are bent into place.

/** A point of the plan: metres east (u) and north (v) of the middle, before bending. */
export type Point = readonly [u: number, v: number];
export type LonLat = [lon: number, lat: number];

const middle = { lon: 119.527, lat: 26.664 };
const metresPerDegree = { lon: 99_480, lat: 110_780 };

/** The river runs straight in the plan; bending gives it its meanders, and the streets beside it with it. */
export const riverU = 300;
export const riverWidthM = 46;

/** Bends the plan like grown streets, turns it by 7°, and puts it on the earth (WGS-84). */
export function place([u, v]: Point): LonLat {
  const nearRiver = Math.exp(-(((u - riverU) / 620) ** 2));
  const x = u + 80 * nearRiver * Math.sin(v / 390 + 0.6) + 35 * Math.sin(v / 900 + 1);
  const y = v + 42 * Math.sin(u / 560 + 0.4) + 18 * Math.sin((u + v) / 310);
  const turn = (-7 * Math.PI) / 180;
  const east = x * Math.cos(turn) - y * Math.sin(turn);
  const north = x * Math.sin(turn) + y * Math.cos(turn);
  return [middle.lon + east / metresPerDegree.lon, middle.lat + north / metresPerDegree.lat];
}

export type StreetRank = 'main' | 'collector' | 'street' | 'lane';

export interface Street {
  readonly rank: StreetRank;
  readonly name: string;
  readonly nameEn: string;
  readonly path: readonly Point[];
}

/** Streets through the whole town. All names are invented or so common that every town has them. */
export const throughStreets: readonly Street[] = [
  along('main', '环城北路', 'Huancheng North Road', 1000, [-1250, 2300]),
  along('main', '南漈路', 'Nanji Road', 430, [-1250, 3600]),
  along('main', '人民路', 'Renmin Road', -80, [-3600, 2300]),
  along('main', '解放路', 'Jiefang Road', -560, [-1250, 2300]),
  along('main', '环城南路', 'Huancheng South Road', -1000, [-1250, 2300]),
  across('main', '环城西路', 'Huancheng West Road', -1250, [-1000, 1000]),
  across('main', '鹤峰路', 'Hefeng Road', -640, [-1000, 1000]),
  across('main', '蕉北大道', 'Jiaobei Avenue', -60, [-3400, 3400]),
  across('main', '东门路', 'Dongmen Road', 790, [-1600, 1600]),
  across('main', '环城东路', 'Huancheng East Road', 1250, [-1600, 1600]),
  across('main', '沿海大道', 'Coast Avenue', 2300, [-3400, 3400]),
  across('collector', '滨河西路', 'Binhe West Road', 255, [-1500, 1600]),
  across('collector', '滨河东路', 'Binhe East Road', 345, [-1500, 1600]),
  along('collector', '培英街', 'Peiying Street', 715, [-640, 255]),
  along('collector', '单石碑路', 'Danshibei Road', 715, [345, 1250]),
  along('collector', '文昌街', 'Wenchang Street', 175, [-1250, 255]),
  along('collector', '育才路', 'Yucai Road', 175, [345, 1250]),
  along('collector', '继光街', 'Jiguang Street', -320, [-1250, 255]),
  along('collector', '灵秀路', 'Lingxiu Road', -320, [345, 1250]),
  across('collector', '三元路', 'Sanyuan Road', -945, [-1000, 1000]),
  across('collector', '崇文路', 'Chongwen Road', -350, [-1000, 1000]),
  across('collector', '新桥路', 'Xinqiao Road', 560, [-1000, 1000]),
];

/** Where the through streets cut the town into cells, west to east and south to north; `null` is the river's bed. */
export const columns: readonly (readonly [west: number, east: number])[] = [
  [-1250, -945],
  [-945, -640],
  [-640, -350],
  [-350, -60],
  [-60, 255],
  [345, 560],
  [560, 790],
  [790, 1250],
];
export const rows: readonly (readonly [south: number, north: number])[] = [
  [-1000, -560],
  [-560, -320],
  [-320, -80],
  [-80, 175],
  [175, 430],
  [430, 715],
  [715, 1000],
];

/** Cells outside the ring: looser, without lanes. */
export const outskirts: readonly {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}[] = [
  { west: -640, east: -60, south: 1000, north: 1500 },
  { west: -60, east: 255, south: 1000, north: 1600 },
  { west: 345, east: 790, south: 1000, north: 1600 },
  { west: 790, east: 1250, south: 1000, north: 1600 },
  { west: -640, east: -60, south: -1500, north: -1000 },
  { west: -60, east: 255, south: -1500, north: -1000 },
  { west: 345, east: 790, south: -1500, north: -1000 },
  { west: 790, east: 1250, south: -1600, north: -1000 },
  { west: 1250, east: 1800, south: -560, north: -80 },
  { west: 1250, east: 1800, south: -80, north: 430 },
  { west: 1250, east: 1800, south: 430, north: 1000 },
  { west: 1250, east: 1700, south: -1000, north: -560 },
  { west: 1800, east: 2300, south: -80, north: 430 },
];

/** Hills round the town: a middle, and how far the foot reaches. */
export const hills: readonly { readonly at: Point; readonly radiusM: number }[] = [
  { at: [-2150, 800], radiusM: 900 },
  { at: [-1300, 1950], radiusM: 800 },
  { at: [-1950, -1150], radiusM: 740 },
  { at: [-900, -2150], radiusM: 820 },
  { at: [700, 2600], radiusM: 700 },
  { at: [-3200, -1000], radiusM: 800 },
];

export interface Spot {
  readonly at: Point;
  readonly kind: 'park' | 'lake' | 'school' | 'square';
  readonly name: string;
  readonly nameEn: string;
}

/** Blocks that are something else than houses. */
export const spots: readonly Spot[] = [
  { at: [-300, 790], kind: 'school', name: '蕉北小学', nameEn: 'Jiaobei Primary School' },
  { at: [670, -440], kind: 'lake', name: '灵秀湖', nameEn: 'Lingxiu Lake' },
  { at: [-1120, 860], kind: 'park', name: '鹤峰公园', nameEn: 'Hefeng Park' },
  { at: [-130, 110], kind: 'square', name: '人民广场', nameEn: 'Renmin Square' },
  { at: [1000, 560], kind: 'park', name: '东门公园', nameEn: 'Dongmen Park' },
  { at: [-1120, -800], kind: 'park', name: '碧山公园', nameEn: 'Bishan Park' },
  { at: [-480, -660], kind: 'school', name: '继光中学', nameEn: 'Jiguang Middle School' },
];

function along(rank: StreetRank, name: string, nameEn: string, v: number, [from, to]: Point): Street {
  return {
    rank,
    name,
    nameEn,
    path: [
      [from, v],
      [to, v],
    ],
  };
}

function across(rank: StreetRank, name: string, nameEn: string, u: number, [from, to]: Point): Street {
  return {
    rank,
    name,
    nameEn,
    path: [
      [u, from],
      [u, to],
    ],
  };
}
