// Cuts the cells between the through streets into blocks by lanes, with the numbers it is handed. Pure; draw.ts fills them.
import { spots, type Point, type Spot, type Street } from './plan';

export interface Cell {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

export interface Block extends Cell {
  readonly kind: 'houses' | 'field' | Spot['kind'];
}

/** Half of a lane with its pavement: how far houses stand back from the cut. */
const setbackM = 7;

const words: readonly (readonly [name: string, nameEn: string])[] = [
  ['桂花', 'Guihua'],
  ['榕树', 'Rongshu'],
  ['井头', 'Jingtou'],
  ['朝阳', 'Chaoyang'],
  ['向阳', 'Xiangyang'],
  ['金溪', 'Jinxi'],
  ['塔山', 'Tashan'],
  ['石桥', 'Shiqiao'],
  ['竹林', 'Zhulin'],
  ['莲池', 'Lianchi'],
  ['文峰', 'Wenfeng'],
  ['仓前', 'Cangqian'],
  ['米市', 'Mishi'],
  ['鼓楼', 'Gulou'],
  ['书院', 'Shuyuan'],
  ['水门', 'Shuimen'],
  ['西埕', 'Xicheng'],
  ['茶亭', 'Chating'],
  ['海棠', 'Haitang'],
  ['松岭', 'Songling'],
];
const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/**
 * Blocks no longer than about `leafM` on a side, and the streets between them; a cut through less than `laneBelowM`
 * is a lane 巷, else a street.
 */
export function blocksOf(
  cells: readonly Cell[],
  random: () => number,
  { leafM, laneBelowM }: { leafM: number; laneBelowM: number },
): { blocks: Block[]; streets: Street[] } {
  const blocks: Block[] = [];
  const streets: Street[] = [];

  const cut = (cell: Cell): void => {
    const [wide, high] = [cell.east - cell.west, cell.north - cell.south];
    const spot = spots.find(
      ({ at: [u, v] }) => u > cell.west && u < cell.east && v > cell.south && v < cell.north,
    );
    const longest = Math.max(wide, high);
    // A spot keeps a larger block whole, so that a park is more than a corner.
    if (longest <= (spot ? Math.max(leafM, 250) : leafM * (0.85 + 0.4 * random()))) {
      blocks.push({
        ...inset(cell),
        kind:
          spot?.kind ??
          (laneBelowM === 0 && random() < 0.5 ? 'field' : random() < 0.05 ? 'square' : 'houses'),
      });
      return;
    }
    const share = 0.4 + 0.2 * random();
    const rank = longest > laneBelowM ? 'street' : 'lane';
    if (wide >= high) {
      const u = cell.west + wide * share;
      streets.push(
        named(streets.length, rank, [
          [u, cell.south],
          [u, cell.north],
        ]),
      );
      cut({ ...cell, east: u });
      cut({ ...cell, west: u });
    } else {
      const v = cell.south + high * share;
      streets.push(
        named(streets.length, rank, [
          [cell.west, v],
          [cell.east, v],
        ]),
      );
      cut({ ...cell, north: v });
      cut({ ...cell, south: v });
    }
  };

  cells.forEach(cut);
  return { blocks, streets };
}

function inset({ west, east, south, north }: Cell): Cell {
  return { west: west + setbackM, east: east - setbackM, south: south + setbackM, north: north - setbackM };
}

function named(n: number, rank: 'street' | 'lane', path: Point[]): Street {
  const [name, nameEn] = words[n % words.length]!;
  const number = Math.floor(n / words.length) % numerals.length;
  return rank === 'street'
    ? { rank, name: `${name}${numerals[number]}路`, nameEn: `${nameEn} Road ${number + 1}`, path }
    : { rank, name: `${name}${numerals[number]}巷`, nameEn: `${nameEn} Lane ${number + 1}`, path };
}
