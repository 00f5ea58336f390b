// How the looks of a round become the spans that its end tells.
import { eventSchemas } from '@haixi/proto/live/events';
import { expect, test } from 'vitest';
import { type RoundLook, spansOf } from './spans.js';

const look = (sourceId: string, fromMs: number, toMs: number): RoundLook => ({
  siteId: 'shop-01',
  sourceId,
  fromMs,
  toMs,
});

test('V3 a round tells each camera once, and looks less than a minute apart as one span', () => {
  const looks = [
    look('camera-2', 5_000, 9_000),
    look('camera-1', 200_000, 210_000),
    look('camera-1', 0, 10_000),
    look('camera-1', 69_999, 80_000),
    look('camera-1', 5_000, 6_000),
  ];
  expect(spansOf(looks)).toEqual([
    {
      siteId: 'shop-01',
      sourceId: 'camera-1',
      spans: [
        [0, 80_000],
        [200_000, 210_000],
      ],
    },
    { siteId: 'shop-01', sourceId: 'camera-2', spans: [[5_000, 9_000]] },
  ]);
});

test('V3 of very many spans the later ones are drawn together, and none is left out', () => {
  const looks = Array.from({ length: 1_000 }, (_, n) => look('camera-1', n * 100_000, n * 100_000 + 1_000));
  const [camera] = spansOf(looks);
  expect(camera!.spans).toHaveLength(200);
  expect(camera!.spans.at(-1)).toEqual([199 * 100_000, 999 * 100_000 + 1_000]);
  const data = { roundId: 'r-1', because: 'viewer-left', lastedMs: 1, looks: [camera] };
  expect(eventSchemas['round.ended'].safeParse(data).success).toBe(true);
});
