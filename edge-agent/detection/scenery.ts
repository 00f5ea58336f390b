// The places of the clips, drawn once each as a still: filter graphs of ffmpeg for a street, a shop, figures and lights.

export type Still =
  'street' | 'shop' | 'walker-a' | 'walker-b' | 'lamps' | 'beam' | 'rain' | 'leaves' | 'cloth';

/** The world is wider than the camera's picture, so that the camera can turn in it. */
export const world = { width: 1280, height: 480 };
export const picture = { width: 640, height: 360 };

/** Where the camera looks before it is turned. */
export const view = { x: 120, y: 110 };

/** The graph that draws one picture; `format` is the pixel format of the file. */
export const stills: Readonly<Record<Still, string>> = {
  street: textured(streetBoxes()),
  shop: textured(shopBoxes()),
  'walker-a': walker('between(abs(X-12),0,4)'),
  'walker-b': walker('between(abs(X-12)-(Y-32)*0.22,-2.5,2.5)'),
  // Ambient light of a street at night with two lamps; white is full daylight.
  lamps: still(
    640,
    360,
    '72+110*exp(-pow((X-184)/105,2)-pow((Y-230)/120,2))+90*exp(-pow((X-560)/100,2)-pow((Y-220)/120,2))',
  ),
  // A car's light: a wide soft pool, brightest along the road, on black. Cut out of it moving.
  beam: still(
    1920,
    360,
    '150*exp(-pow((X-960)/110,2)-pow((Y-250)/75,2))+90*exp(-pow((X-1010)/45,2)-pow((Y-215)/30,2))',
  ),
  rain: `${flat(1280, 1440, 0)},geq=lum='255*lt(random(1),0.0016)',avgblur=sizeX=1:sizeY=11,lutyuv=y='clip(val*16,0,255)'`,
  leaves:
    `${flat(150, 120, 128)},noise=c0s=100:c0_seed=21,gblur=sigma=2.2,lutyuv=y='clip((val-128)*5+80,20,170)',format=rgba,` +
    "geq=r='r(X,Y)*0.8':g='g(X,Y)':b='b(X,Y)*0.6':a='255*lt(pow((X-75)/72,2)+pow((Y-60)/56,2),1+0.25*sin(X/5)*cos(Y/4))'",
  // A cloth close to the lens: out of focus, a little light through it.
  cloth: still(640, 360, '70+18*sin(X/260)+10*cos(Y/190)'),
};

/** A grey picture after an expression of X and Y. */
function still(width: number, height: number, lum: string): string {
  return `${flat(width, height, 0)},geq=lum='${lum}'`;
}

function flat(width: number, height: number, level: number): string {
  return `nullsrc=s=${width}x${height},format=gray,geq=lum=${level}`;
}

/** Boxes over a sky, with plaster, stains and asphalt of four sizes laid over. */
function textured(boxes: readonly string[]): string {
  const size = `${world.width}x${world.height}`;
  const sky = `gradients=s=${size}:n=2:c0=0xaabfd0:c1=0xdfe4e6:x0=640:y0=0:x1=640:y1=170:d=1`;
  const grain = (width: number, height: number, seed: number, strength: number): string =>
    `${flat(width, height, 128)},noise=c0s=${strength}:c0_seed=${seed},` +
    `scale=${world.width}:${world.height}:flags=bicubic`;
  return [
    `${[sky, ...boxes].join(',')},format=yuv444p[drawn]`,
    `${grain(40, 15, 3, 60)}[a]`,
    `${grain(160, 60, 5, 60)}[b]`,
    `${grain(640, 240, 7, 50)}[c]`,
    `${grain(1280, 480, 9, 30)}[d]`,
    '[a][b]blend=all_mode=average[ab]',
    '[c][d]blend=all_mode=average[cd]',
    '[ab][cd]blend=all_mode=average,format=yuv444p,lutyuv=u=128:v=128[grain]',
    '[drawn][grain]blend=c0_mode=overlay:c1_mode=normal:c2_mode=normal',
  ].join(';');
}

function streetBoxes(): string[] {
  const walls = ['0xb79b7f', '0x9d8f86', '0xc2b49a', '0x8a7466'];
  const houses = range(8).flatMap((house) => {
    const left = house * 165 - 20;
    const top = 60 + ((house * 37) % 70);
    const windows = range(6).flatMap((index) => {
      const x = left + 15 + (index % 3) * 45;
      const y = 140 + Math.floor(index / 3) * 62;
      return [box(x, y, 24, 34, '0x3c4a56'), box(x - 2, y + 36, 28, 4, '0xd9d2c6')];
    });
    return [box(left, top, 150, 260, walls[house % 4] ?? ''), ...windows];
  });
  return [
    ...houses,
    box(0, 270, 1280, 34, '0x9b9a92'),
    box(0, 304, 1280, 5, '0x6e6e68'),
    box(0, 309, 1280, 171, '0x585b5e'),
    ...range(13).map((dash) => box(dash * 100 + 10, 400, 52, 6, '0xd5d5c5')),
    box(300, 180, 8, 130, '0x2f2f2f'),
    box(860, 180, 8, 130, '0x2f2f2f'),
    box(560, 250, 70, 55, '0x3f5d3a'),
    box(1010, 240, 90, 65, '0x3f5d3a'),
  ];
}

function shopBoxes(): string[] {
  const goods = ['0xa03c30', '0x2f5f8f', '0xd8c060', '0x4f7f4f', '0xe6e2d8', '0x6f4f7f'];
  const shelves = range(4).flatMap((row) => {
    const y = 130 + row * 48;
    const packs = range(40).map((pack) =>
      box(
        pack * 32 + ((pack * row * 7) % 9),
        y + ((pack * 5) % 9),
        26,
        36 - ((pack * 5) % 9),
        goods[(pack * 3 + row * 5) % 6] ?? '',
      ),
    );
    return [...packs, box(0, y + 36, 1280, 6, '0x8c8478')];
  });
  return [
    box(0, 0, 1280, 480, '0xc9c5ba'),
    ...shelves,
    box(0, 322, 1280, 158, '0xa39c90'),
    ...range(17).map((tile) => box(tile * 80, 322, 2, 158, '0x857f75')),
    ...range(4).map((tile) => box(0, 330 + tile * 36, 1280, 2, '0x857f75')),
    box(500, 110, 120, 230, '0x5b4a3a'),
    box(930, 250, 210, 110, '0x7a5c40'),
    box(930, 244, 210, 8, '0xcbb089'),
  ];
}

/** Head, jacket, trousers; `legs` says where the trousers are. */
function walker(legs: string): string {
  const shape = `lt(hypot(X-12,Y-5),4.6)+between(Y,9,33)*lt(abs(X-12),7-0.06*(Y-9))+between(Y,33,55)*${legs}`;
  const level = 'if(lt(Y,9),165,if(lt(Y,33),62,38))';
  return `nullsrc=s=24x56,format=rgba,geq=r='${level}':g='${level}':b='${level}+8':a='255*gte(${shape},1)'`;
}

function box(x: number, y: number, width: number, height: number, colour: string): string {
  return `drawbox=x=${x}:y=${y}:w=${width}:h=${height}:c=${colour}:t=fill`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
