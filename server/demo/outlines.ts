// Outlines of the demo's communities, drawn by us and surveyed by nobody 示意: border lines, and the areas they enclose.

/** WGS-84 longitude and latitude in degrees. */
type Point = readonly [lon: number, lat: number];

/** Every border is written once and used by both its neighbours, so that no gap or overlap can come between them. */
export const borders = {
  northRing: [
    [119.52212, 26.67352],
    [119.52347, 26.67346],
    [119.52482, 26.67338],
    [119.52616, 26.67328],
    [119.5275, 26.67316],
    [119.52884, 26.67303],
    [119.53018, 26.67289],
    [119.53152, 26.67276],
  ],
  northEast: [
    [119.53152, 26.67276],
    [119.53282, 26.67264],
    [119.53413, 26.67253],
    [119.53543, 26.67243],
    [119.53674, 26.67232],
    [119.53804, 26.67221],
    [119.53934, 26.67208],
    [119.54012, 26.67113],
    [119.54087, 26.67018],
    [119.54074, 26.66894],
    [119.54059, 26.66771],
    [119.54043, 26.66649],
  ],
  southEast: [
    [119.54043, 26.66649],
    [119.54025, 26.66528],
    [119.54007, 26.66409],
    [119.53987, 26.66293],
    [119.53966, 26.6618],
    [119.53945, 26.66069],
    [119.53923, 26.65958],
    [119.53901, 26.65846],
    [119.53879, 26.65733],
    [119.53857, 26.65616],
    [119.5377, 26.65518],
    [119.53683, 26.65414],
    [119.53537, 26.65429],
    [119.53388, 26.65443],
    [119.53238, 26.65456],
    [119.53088, 26.65469],
    [119.52942, 26.65483],
    [119.52802, 26.65497],
  ],
  southRing: [
    [119.52802, 26.65497],
    [119.52671, 26.65511],
    [119.52546, 26.65524],
    [119.52425, 26.65536],
    [119.52304, 26.65546],
    [119.52181, 26.65554],
    [119.52055, 26.65559],
    [119.51926, 26.65564],
  ],
  bishanHill: [
    [119.51926, 26.65564],
    [119.5183, 26.65463],
    [119.51686, 26.65438],
    [119.51541, 26.65415],
    [119.51455, 26.65481],
    [119.51369, 26.65547],
    [119.51283, 26.65615],
    [119.51291, 26.65733],
    [119.51298, 26.65853],
    [119.51306, 26.65974],
    [119.51369, 26.66102],
    [119.51432, 26.66227],
  ],
  westRing: [
    [119.51432, 26.66227],
    [119.51451, 26.6634],
    [119.51469, 26.6645],
    [119.51487, 26.66558],
    [119.51503, 26.66664],
    [119.51519, 26.66769],
    [119.51534, 26.66875],
  ],
  hefengHill: [
    [119.51534, 26.66875],
    [119.51506, 26.66998],
    [119.51476, 26.67122],
    [119.51525, 26.67217],
    [119.51574, 26.67316],
    [119.51623, 26.67418],
    [119.51738, 26.67448],
    [119.51852, 26.6748],
    [119.51966, 26.67512],
    [119.52089, 26.67432],
    [119.52212, 26.67352],
  ],
  hefengPeiying: [
    [119.52212, 26.67352],
    [119.522, 26.6722],
    [119.52185, 26.67085],
    [119.5217, 26.6695],
    [119.52152, 26.66815],
  ],
  hefengChongwen: [
    [119.52152, 26.66815],
    [119.52135, 26.66697],
    [119.52117, 26.66581],
  ],
  sanyuanChongwen: [
    [119.52117, 26.66581],
    [119.52097, 26.66468],
    [119.52077, 26.66358],
  ],
  sanyuanJiguang: [
    [119.52077, 26.66358],
    [119.52058, 26.66256],
    [119.52038, 26.66155],
    [119.52018, 26.66055],
    [119.51998, 26.65953],
  ],
  bishanJiguang: [
    [119.51998, 26.65953],
    [119.51973, 26.65827],
    [119.51949, 26.65697],
    [119.51926, 26.65564],
  ],
  hefengSanyuan: [
    [119.51534, 26.66875],
    [119.51686, 26.66851],
    [119.51839, 26.66833],
    [119.51823, 26.66721],
    [119.51806, 26.66611],
    [119.5196, 26.66593],
    [119.52117, 26.66581],
  ],
  sanyuanBishan: [
    [119.51432, 26.66227],
    [119.51584, 26.6621],
    [119.51735, 26.66192],
    [119.51717, 26.66087],
    [119.51698, 26.65981],
    [119.51849, 26.65967],
    [119.51998, 26.65953],
  ],
  peiyingChongwen: [
    [119.52152, 26.66815],
    [119.52306, 26.66813],
    [119.52464, 26.66813],
    [119.52625, 26.66811],
    [119.52788, 26.66808],
    [119.5277, 26.6669],
    [119.52746, 26.66571],
    [119.52877, 26.66569],
    [119.53006, 26.66566],
    [119.53129, 26.66559],
  ],
  chongwenJiguang: [
    [119.52077, 26.66358],
    [119.52225, 26.66346],
    [119.52376, 26.66338],
    [119.52527, 26.66335],
    [119.5268, 26.66333],
    [119.52645, 26.66223],
    [119.52609, 26.66115],
    [119.52727, 26.66112],
    [119.52847, 26.66111],
    [119.52968, 26.66109],
  ],
  peiyingDanshibei: [
    [119.53152, 26.67276],
    [119.53166, 26.67154],
    [119.53176, 26.67035],
    [119.53179, 26.66917],
    [119.53173, 26.66799],
    [119.53156, 26.6668],
    [119.53129, 26.66559],
  ],
  chongwenDanshibei: [
    [119.53129, 26.66559],
    [119.53094, 26.66445],
    [119.53053, 26.6633],
  ],
  chongwenLingxiu: [
    [119.53053, 26.6633],
    [119.53011, 26.6622],
    [119.52968, 26.66109],
  ],
  jiguangLingxiu: [
    [119.52968, 26.66109],
    [119.5292, 26.65984],
    [119.52877, 26.6586],
    [119.52843, 26.65737],
    [119.52817, 26.65616],
    [119.52802, 26.65497],
  ],
  danshibeiLingxiu: [
    [119.53053, 26.6633],
    [119.53176, 26.66324],
    [119.53295, 26.66315],
    [119.53413, 26.66302],
    [119.53529, 26.66285],
    [119.53559, 26.66393],
    [119.53584, 26.66499],
    [119.53605, 26.66606],
    [119.53621, 26.66715],
    [119.53724, 26.66698],
    [119.53828, 26.66681],
    [119.53934, 26.66665],
    [119.54043, 26.66649],
  ],
} as const satisfies Record<string, readonly Point[]>;

export type Border = keyof typeof borders;

/** One border as it is walked round an area: in its own direction, or backwards with a `-` before it. */
export type Walk = Border | `-${Border}`;

/** For each area its borders, clockwise. */
export const walks: Readonly<Record<string, readonly Walk[]>> = {
  '350902002': ['northRing', 'northEast', 'southEast', 'southRing', 'bishanHill', 'westRing', 'hefengHill'],
  '350902002001': ['hefengHill', 'hefengPeiying', 'hefengChongwen', '-hefengSanyuan'],
  '350902002002': ['northRing', 'peiyingDanshibei', '-peiyingChongwen', '-hefengPeiying'],
  '350902002003': ['hefengSanyuan', 'sanyuanChongwen', 'sanyuanJiguang', '-sanyuanBishan', 'westRing'],
  '350902002004': [
    'peiyingChongwen',
    'chongwenDanshibei',
    'chongwenLingxiu',
    '-chongwenJiguang',
    '-sanyuanChongwen',
    '-hefengChongwen',
  ],
  '350902002005': ['chongwenJiguang', 'jiguangLingxiu', 'southRing', '-bishanJiguang', '-sanyuanJiguang'],
  '350902002006': ['sanyuanBishan', 'bishanJiguang', 'bishanHill'],
  '350902002007': ['northEast', '-danshibeiLingxiu', '-chongwenDanshibei', '-peiyingDanshibei'],
  '350902002008': ['danshibeiLingxiu', 'southEast', '-jiguangLingxiu', '-chongwenLingxiu'],
};

/** The ring of an area, clockwise; the first point is not repeated at the end. Throws for an area without borders. */
export function outlineOf(areaId: string): [number, number][] {
  const walk = walks[areaId];
  if (!walk) throw new Error(`area ${areaId} has no borders`);
  return walk.flatMap((step) => {
    const points = step.startsWith('-')
      ? [...borders[step.slice(1) as Border]].toReversed()
      : [...borders[step as Border]];
    // The last point of a border is the first of the next.
    return points.slice(0, -1).map(([lon, lat]): [number, number] => [lon, lat]);
  });
}
