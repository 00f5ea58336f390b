// V3 a look stands in the timeline once: while it lasts by its start, afterwards by its end.
import { expect, it } from 'vitest';
import { looksOnce } from './ended-views';

const event = (n: number, type: string, viewId: string, bytes = 1_000) => ({
  areaId: 'a',
  n,
  atMs: n,
  type,
  actor: type === 'view.ended' ? { kind: 'system' as const } : { kind: 'person' as const, id: 'op-lin' },
  data: { viewId, bytes },
});

it('V3 a look that lasts is told by its start, one that is over by its end, as the one who looked', () => {
  const events = [
    event(1, 'view.started', 'over'),
    event(2, 'view.started', 'lasts'),
    event(3, 'view.ended', 'over'),
    event(4, 'incident.noted', 'over'),
  ];
  const told = looksOnce(events);
  expect(told.map(({ n }) => n)).toEqual([2, 3, 4]);
  expect(told[1]!.actor).toEqual({ kind: 'person', id: 'op-lin' });
});

it('a look that showed nothing fills no timeline', () => {
  expect(looksOnce([event(1, 'view.started', 'none'), event(2, 'view.ended', 'none', 0)])).toEqual([]);
});
