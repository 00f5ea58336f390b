// What is shown before the answer: waiting steps over the picture, never beyond what the table of moves allows.
import type { Assignment } from '@haixi/proto/incident/incident';
import type { Unit } from '@haixi/proto/live/picture';
import type { AssignmentState } from '@haixi/proto/vocabulary';
import { expect, test } from 'vitest';
import { asksForMove, foreseeAssignment, foreseeDuty, nextMove } from './foresee';
import type { CommandEntry, PatrolCommand } from './outbox/entry';
import type { OutboxState } from './outbox/outbox.service';

const startMs = 1_790_000_000_000;

test('T1 steps that wait are shown one after another, from what the picture has', () => {
  const outbox = outboxOf([step('assignment.sign', 'sent'), step('assignment.setOut', 'signed')]);
  const foreseen = foreseeAssignment(assignment('sent'), outbox);
  expect(foreseen.state).toBe('setOut');
  expect(foreseen.steps.map((one) => one.state)).toEqual(['signed', 'setOut']);
  expect(nextMove(foreseen.state)).toBe('arrive');
});

test('T1 a step whose answer was lost, but which the picture already has, is not counted twice', () => {
  const outbox = outboxOf([step('assignment.sign', 'sent'), step('assignment.setOut', 'signed')]);
  const foreseen = foreseeAssignment(assignment('signed'), outbox);
  expect(foreseen.state).toBe('setOut');
  expect(foreseen.steps.map((one) => one.state)).toEqual(['setOut']);
});

test('T1 a delivered step holds until the picture has caught up, and no longer', () => {
  const signed = { entry: step('assignment.sign', 'sent'), atMs: startMs, incidentId: 'i-1' };
  const outbox = { ...outboxOf([]), delivered: [signed] };
  expect(foreseeAssignment(assignment('sent'), outbox)).toMatchObject({
    state: 'signed',
    steps: [{ delivered: true }],
  });
  expect(foreseeAssignment(assignment('recalled'), outbox)).toMatchObject({ state: 'recalled', steps: [] });
});

test('T2 what waits never covers a recall', () => {
  const outbox = outboxOf([step('assignment.arrive', 'setOut')]);
  expect(foreseeAssignment(assignment('recalled'), outbox).state).toBe('recalled');
  expect(asksForMove(assignment('recalled'), outbox)).toBe(false);
});

test('I1 the large button follows the table, and after the feedback it is the operator’s turn', () => {
  const states: AssignmentState[] = ['sent', 'signed', 'setOut', 'arrived', 'fedBack', 'declined'];
  expect(states.map(nextMove)).toEqual(['sign', 'setOut', 'arrive', 'feedBack', null, null]);
});

test('T1 the last press of the duty switch counts until the picture is newer than its answer', () => {
  const pressed = duty(true);
  expect(foreseeDuty(unit(false, null), outboxOf([pressed]))).toEqual({ onDuty: true, waits: true });
  const delivered = { ...outboxOf([]), delivered: [{ entry: pressed, atMs: startMs, incidentId: null }] };
  expect(foreseeDuty(unit(false, startMs - 5), delivered)).toEqual({ onDuty: true, waits: false });
  expect(foreseeDuty(unit(false, startMs + 5), delivered)).toEqual({ onDuty: false, waits: false });
});

function outboxOf(entries: CommandEntry[]): OutboxState {
  return { entries, delivered: [], held: { urgent: null, ordinary: null } };
}

function assignment(state: AssignmentState): Assignment {
  return {
    assignmentId: 'as-1',
    unitId: 'unit-01',
    state,
    atMs: { sent: startMs },
    note: '',
    marks: {},
    messages: [],
  };
}

function unit(onDuty: boolean, dutyAtMs: number | null): Unit {
  const names = { name: '巡逻一组', nameEn: 'Patrol 1', personIds: ['po-wang'] };
  return { unitId: 'unit-01', areaId: '350902002', kind: 'patrol', ...names, onDuty, dutyAtMs };
}

let seq = 0;

function step(name: 'assignment.sign' | 'assignment.setOut' | 'assignment.arrive', expects: AssignmentState) {
  return entry({ name, body: { incidentId: 'i-1', assignmentId: 'as-1', expects } });
}

function duty(onDuty: boolean): CommandEntry {
  return entry({ name: 'unit.duty', body: { unitId: 'unit-01', onDuty } });
}

function entry(command: PatrolCommand): CommandEntry {
  seq += 1;
  const about = { incidentId: 'i-1', assignmentId: 'as-1', address: '示意路 1 号' };
  const head = {
    key: `key-${seq}`,
    personId: 'po-wang',
    seq,
    lane: 'ordinary',
    pressedAtMs: startMs,
  } as const;
  return { ...head, about, answer: null, type: 'command', command, after: null };
}
