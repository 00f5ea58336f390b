// What is heard at whose screen, and that nothing urgent is drowned by something less urgent.
import { describe, expect, it } from 'vitest';
import type { Incident } from '@haixi/proto/incident/incident';
import { anIncident } from '../store/incident.fixture';
import { type Listener, toneNow } from './bell';
import { patterns } from './tones';

const operator: Listener = {
  personId: 'op-lin',
  receives: () => true,
  isToMe: (to) => to.role === 'operator' && to.personId === 'op-lin',
};
const leader: Listener = {
  personId: 'sl-huang',
  receives: () => false,
  isToMe: (to) => to.role === 'leader',
};
const incident = (otherwise: Partial<Incident>) => anIncident({ priority: 2, ...otherwise });
const overdue = (role: 'operator' | 'leader', personId: string | null) => [
  { step: 'receive' as const, assignmentId: null, dueAtMs: 1, atMs: 2, to: { role, personId } },
];

describe('bell', () => {
  it('rings for what nobody has received, the most urgent first, until it is received', () => {
    const two = [incident({ priority: 3 }), incident({ priority: 1 })];
    expect(toneNow(two, operator, {})).toBe('urgent');
    expect(toneNow([incident({ priority: 2 })], operator, {})).toBe('high');
    expect(toneNow([incident({ stage: 'received', receivedBy: 'op-chen' })], operator, {})).toBeNull();
  });

  it('I4 an overdue clock rings for whom it goes to, and for nobody else', () => {
    const toLeader = incident({ stage: 'reported', overdue: overdue('leader', null) });
    expect(toneNow([toLeader], leader, {})).toBe('overdue');
    const toChen = incident({
      stage: 'received',
      receivedBy: 'op-lin',
      overdue: overdue('operator', 'op-chen'),
    });
    expect(toneNow([toChen], operator, {})).toBeNull();
    expect(
      toneNow([toChen], { ...operator, personId: 'op-chen', isToMe: (to) => to.personId === 'op-chen' }, {}),
    ).toBe('overdue');
  });

  it('a leader is not called for what an operator still has time to receive', () => {
    expect(toneNow([incident({ priority: 1 })], leader, {})).toBeNull();
  });

  it('a button pressed again rings for whoever has the incident, until they have looked', () => {
    const again = incident({ stage: 'received', receivedBy: 'op-lin', priority: 1, rings: 2 });
    expect(toneNow([again], operator, { 'inc-1': 1 })).toBe('urgent');
    expect(toneNow([again], operator, { 'inc-1': 2 })).toBeNull();
    expect(toneNow([again], { ...operator, personId: 'op-chen' }, {})).toBeNull();
  });

  it('each priority has a sound of its own, told by its rhythm alone, and heard out before it comes again', () => {
    const tones = ([1, 2, 3, 4] as const).map((priority) => toneNow([incident({ priority })], operator, {}));
    expect(tones).toEqual(['urgent', 'high', 'normal', 'low']);
    const rhythms = Object.values(patterns).map(({ beeps }) =>
      JSON.stringify(beeps.map(({ atMs, forMs }) => [atMs, forMs])),
    );
    expect(new Set(rhythms).size).toBe(5);
    for (const { beeps, everyMs } of Object.values(patterns))
      expect(Math.max(...beeps.map(({ atMs, forMs }) => atMs + forMs))).toBeLessThan(everyMs);
  });

  it('rings until somebody has received it', () => {
    const low = incident({ priority: 4 });
    expect(toneNow([low], operator, {})).toBe('low');
    expect(toneNow([{ ...low, stage: 'received', receivedBy: 'op-chen' }], operator, {})).toBeNull();
  });
});
