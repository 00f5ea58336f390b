// The open round 值守巡视 that covers an area: a round covers its own and all below it. Pure.
import type { Picture } from '@haixi/proto/live/picture';
import type { Round } from '@haixi/proto/media/media';
import { lineage } from './may';

/** The round over this area or one above it; null where none of them is. */
export function roundOver(
  rounds: readonly Round[],
  areaId: string,
  areas: Picture['areas'],
  nowMs: number,
): Round | null {
  const above = lineage(areaId, areas);
  return rounds.find((round) => above.includes(round.areaId) && round.untilMs > nowMs) ?? null;
}
