// What a filter of the queue shows and counts, and what it can never hide.
import { describe, expect, it } from 'vitest';
import { anIncident } from '../store/incident.fixture';
import { filtered, isFiltering, noFilter, type QueueFilter, toggled } from './queue-filter';

const open = [
  anIncident({ incidentId: 'panic', priority: 1, areaId: 'a' }),
  anIncident({ incidentId: 'help', priority: 2, kind: 'help', areaId: 'a' }),
  anIncident({
    incidentId: 'mine',
    priority: 3,
    kind: 'motion',
    areaId: 'b',
    stage: 'received',
    receivedBy: 'op-lin',
  }),
  anIncident({
    incidentId: 'hers',
    priority: 3,
    kind: 'sound',
    areaId: 'b',
    stage: 'received',
    receivedBy: 'op-chen',
  }),
];
const seen = (filter: Partial<QueueFilter>, isToMe = (): boolean => false) => {
  const { shown, hidden, hiddenUnreceived } = filtered(open, { ...noFilter, ...filter }, 'op-lin', isToMe);
  return [shown.map(({ incidentId }) => incidentId), hidden, hiddenUnreceived];
};

describe('queue filter', () => {
  it('by area, kind, priority, mine and unreceived, with a count of what it hides', () => {
    expect(seen({})).toEqual([['panic', 'help', 'mine', 'hers'], 0, 0]);
    expect(seen({ areaIds: ['b'] })).toEqual([['panic', 'mine', 'hers'], 1, 1]);
    expect(seen({ kinds: ['motion'] })).toEqual([['panic', 'mine'], 2, 1]);
    expect(seen({ priorities: [2] })).toEqual([['panic', 'help'], 2, 0]);
    expect(seen({ whose: 'mine' })).toEqual([['panic', 'mine'], 2, 1]);
    expect(seen({ whose: 'unreceived' })).toEqual([['panic', 'help'], 2, 0]);
  });

  it('never hides a priority 1, nor what calls the person at this screen', () => {
    const nothing = { areaIds: ['nowhere'] };
    expect(seen(nothing)).toEqual([['panic'], 3, 1]);
    expect(seen(nothing, () => true)).toEqual([['panic', 'help', 'mine', 'hers'], 0, 0]);
  });

  it('tells whether it is on', () => {
    expect(isFiltering(noFilter)).toBe(false);
    expect(isFiltering({ ...noFilter, whose: 'mine' })).toBe(true);
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});
