// Folded sites: a stack with how many there are, a corner that is filled where one of them wants looking at.
import { IconLayer, TextLayer } from '@deck.gl/layers';
import { type Atlas, iconMapping } from '../icons/atlas';
import type { ClusterMark } from '../marks/clusters';
import { rgba } from '../palette';
import type { Obstacle } from './declutter';
import { textLook } from './text';

/** Larger the more it holds: 2 sites to hundreds. */
export function clusterPx({ sites }: ClusterMark): number {
  return Math.min(44, 26 + Math.log2(sites) * 3);
}

export function clusterLayers(
  marks: readonly ClusterMark[],
  atlas: Atlas,
): (IconLayer<ClusterMark> | TextLayer<ClusterMark>)[] {
  // A layer without words would make an empty texture.
  if (marks.length === 0) return [];
  return [
    new IconLayer<ClusterMark>({
      id: 'clusters',
      data: marks,
      iconAtlas: atlas,
      iconMapping,
      getIcon: ({ dark, troubled, lacking }) =>
        dark + troubled + lacking > 0 ? 'cluster-wrong' : 'cluster-ok',
      getPosition: ({ position }) => position,
      getSize: clusterPx,
      pickable: true,
    }),
    new TextLayer<ClusterMark>({
      ...textLook,
      id: 'cluster-counts',
      data: marks,
      fontWeight: 700,
      outlineWidth: 0,
      getText: ({ sites }) => String(sites),
      getPosition: ({ position }) => position,
      getSize: (mark) => clusterPx(mark) * 0.42,
      getColor: rgba('#d4f3ee'),
      getTextAnchor: 'middle',
      getAlignmentBaseline: 'center',
    }),
  ];
}

/** Where labels rather don't stand. */
export function clusterObstacles(marks: readonly ClusterMark[]): Obstacle[] {
  return marks.map((mark) => ({ position: mark.position, halfPx: clusterPx(mark) / 2, minor: true }));
}
