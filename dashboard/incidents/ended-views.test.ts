// V3 a look stands in the timeline once: while it lasts by its start, afterwards by its end.
import { expect, it } from 'vitest';
import { withoutEndedViews } from './ended-views';

const event = (n: number, type: string, viewId: string) => ({
  areaId: 'a',
  n,
  atMs: n,
  type,
  actor: { kind: 'person' as const, id: 'op-lin' },
  data: { viewId },
});

it('V3 a look that lasts is told by its start, one that is over by its end', () => {
  const events = [
    event(1, 'view.started', 'over'),
    event(2, 'view.started', 'lasts'),
    event(3, 'view.ended', 'over'),
    event(4, 'incident.noted', 'over'),
  ];
  expect(withoutEndedViews(events).map(({ n }) => n)).toEqual([2, 3, 4]);
});
