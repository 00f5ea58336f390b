// The looks of a round as its end tells them: camera by camera, with the spans in which it was looked at. Pure.
import type { EventDraft } from '@haixi/proto/live/events';

/** Looks less than this apart are one span. */
const apartMs = 60_000;
/** Of more spans than this of one camera the later ones are drawn together. */
const spansMax = 200;

export interface RoundLook {
  readonly siteId: string;
  readonly sourceId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export type CameraSpans = (EventDraft & { type: 'round.ended' })['data']['looks'][number];

/** Each camera once, in the order of their ids; its spans in order of time. */
export function spansOf(looks: readonly RoundLook[]): CameraSpans[] {
  const cameras = Map.groupBy(looks, ({ siteId, sourceId }) => `${siteId}/${sourceId}`);
  return [...cameras]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ofCamera]) => {
      const { siteId, sourceId } = ofCamera[0]!;
      return { siteId, sourceId, spans: drawnTogether(ofCamera) };
    });
}

function drawnTogether(looks: readonly RoundLook[]): [number, number][] {
  const spans: [number, number][] = [];
  for (const { fromMs, toMs } of looks.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = spans.at(-1);
    if (last && (fromMs - last[1] < apartMs || spans.length === spansMax)) last[1] = Math.max(last[1], toMs);
    else spans.push([fromMs, Math.max(fromMs, toMs)]);
  }
  return spans;
}
