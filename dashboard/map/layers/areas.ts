// The outlines of the areas: the district's stronger than its communities'.
import { PathLayer } from '@deck.gl/layers';
import type { Area } from '@haixi/proto/live/picture';
import { type Ground, rgba } from '../palette';

type Outline = readonly [number, number][];

export interface AreaLine {
  readonly areaId: string;
  readonly outer: boolean;
  readonly path: [number, number][];
}

/** Closed lines round every area that has an outline, the district's last. */
export function areaLines(areas: Readonly<Record<string, Area>>): AreaLine[] {
  return Object.values(areas)
    .flatMap(({ areaId, parentId, outline }): AreaLine[] =>
      outline && outline.length > 2 ? [{ areaId, outer: parentId === null, path: closed(outline) }] : [],
    )
    .toSorted((a, b) => Number(a.outer) - Number(b.outer));
}

export function areasLayer(lines: readonly AreaLine[], on: Ground): PathLayer<AreaLine> {
  return new PathLayer<AreaLine>({
    id: 'areas',
    data: lines,
    getPath: ({ path }) => path,
    getColor: ({ outer }) => rgba(on.areaLine, outer ? 210 : 120),
    updateTriggers: { getColor: on },
    getWidth: ({ outer }) => (outer ? 2.6 : 1.4),
    widthUnits: 'pixels',
    jointRounded: true,
  });
}

function closed(outline: Outline): [number, number][] {
  const [first] = outline;
  return first ? [...outline, first] : [];
}
