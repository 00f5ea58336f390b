// What an officer hears, and what silences it.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Priority } from '@haixi/proto/vocabulary';
import { expect, test } from 'vitest';
import type { Card } from './cards';
import type { Entry } from './outbox/entry';
import type { OutboxState } from './outbox/outbox.service';
import { toneOf, unsignedOf } from './tone';

const quiet: OutboxState = { entries: [], delivered: [], held: { urgent: null, ordinary: null } };

test('T3 what was sent rings until 签收 is pressed, even if the press still waits to be delivered', () => {
  expect(toneOf(unsignedOf([card(2)], quiet), false)).toBe('high');
  expect(toneOf(unsignedOf([card(2)], { ...quiet, entries: [signing] }), false)).toBe(null);
});

test('I5 priority 1, a sign clock run out and a colleague in need are urgent', () => {
  expect(toneOf([card(1), card(3)], false)).toBe('urgent');
  expect(toneOf([card(3, true)], false)).toBe('urgent');
  expect(toneOf([], true)).toBe('urgent');
  expect(toneOf([], false)).toBe(null);
});

const signing: Entry = {
  type: 'command',
  key: 'key-00001',
  personId: 'po-wang',
  seq: 1,
  lane: 'ordinary',
  about: { incidentId: 'i-1', assignmentId: 'as-1', address: '' },
  pressedAtMs: 1,
  answer: null,
  command: {
    name: 'assignment.sign',
    body: { incidentId: 'i-1', assignmentId: 'as-1', expects: 'sent' },
  },
  after: null,
};

function card(priority: Priority, overdue = false): Card {
  const to = { role: 'operator', personId: null } as const;
  const clock = { step: 'sign', assignmentId: 'as-1', dueAtMs: 1, atMs: 1, to } as const;
  const incident = { priority, overdue: overdue ? [clock] : [] } as Partial<Incident> as Incident;
  const sent = { assignmentId: 'as-1', unitId: 'unit-01', state: 'sent', atMs: {}, note: '' } as const;
  const assignment = { ...sent, marks: {}, messages: [] };
  return { incident, assignment };
}
