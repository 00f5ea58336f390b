// A camera's history: since when it is as it is, and lines that have gaps where nothing is known.
import type { HistoryPoint } from '@haixi/proto/commands/routes';
import { expect, it } from 'vitest';
import { lineOf, stateSinceMs } from './state-since';

const minute = 60_000;
const point = (minutes: number, state: HistoryPoint['state'], fps: number | null = 25): HistoryPoint => ({
  atMs: minutes * minute,
  state,
  fps,
  kbps: null,
  keyFrameEveryMs: null,
  soundDb: null,
  skewMs: 0,
  cpuPercent: null,
  memoryMb: null,
});

it('is as it is since the run at the end began, and not over a gap', () => {
  expect(stateSinceMs([point(1, 'ok'), point(2, 'lost'), point(3, 'lost')], 'lost')).toBe(2 * minute);
  expect(stateSinceMs([point(1, 'lost'), point(9, 'lost'), point(10, 'lost')], 'lost')).toBe(9 * minute);
  expect(stateSinceMs([point(1, 'lost'), point(2, 'ok')], 'lost')).toBeNull();
  expect(stateSinceMs([], 'ok')).toBeNull();
});

it('L3 a line is broken where points are missing, and where a value is not known', () => {
  const line = lineOf([point(1, 'ok'), point(2, 'ok', null), point(30, 'ok', 12)], ({ fps }) => fps);
  expect(line).toEqual([
    [minute, 25],
    [2 * minute, null],
    [2 * minute + 1, null],
    [30 * minute, 12],
  ]);
});
