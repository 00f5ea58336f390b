// What counts as the server's answer, and what only looks like one.
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import { expect, test } from 'vitest';
import type { Posted } from '../../api/post';
import type { CommandEntry } from './entry';
import { judge } from './verdict';

test('T1 no way, no session and "not now" keep the action', () => {
  const problem = { code: 'x', where: '', rule: '', todo: '' };
  const kept: Posted[] = [
    { kind: 'unreachable' },
    { kind: 'signedOut' },
    { kind: 'problem', status: 429, problem },
    { kind: 'problem', status: 503, problem },
  ];
  expect(kept.map((came) => judge(entry, came).kind)).toEqual(['keep', 'keep', 'keep', 'keep']);
});

test('T4 that the cookie is another officer’s by now keeps the action for its own', () => {
  const problem = { code: 'other_person', where: '', rule: '', todo: '' };
  expect(judge(entry, { kind: 'problem', status: 409, problem })).toEqual({
    kind: 'keep',
    because: 'other_person',
  });
});

test('T1 an answer to another key is no answer to this one', () => {
  const answer: CommandAnswer = { ...done, key: 'another-key' };
  expect(judge(entry, { kind: 'answered', answer })).toEqual({ kind: 'keep', because: 'unreachable' });
});

test('T1 a predecessor without an answer is no refusal', () => {
  const answer = refused('predecessor_unanswered');
  expect(judge(entry, { kind: 'answered', answer })).toEqual({ kind: 'keep', because: 'predecessor' });
});

test('T2 a refusal and a refusal at the door are the last word, and end the waiting', () => {
  const problem = { code: 'not_allowed', where: 'session', rule: '', todo: 'ask the leader' };
  expect(judge(entry, { kind: 'answered', answer: refused('stage_gone') })).toMatchObject({
    kind: 'answered',
    answer: { kind: 'refused', reason: 'stage_gone', late: true },
  });
  expect(judge(entry, { kind: 'problem', status: 403, problem })).toMatchObject({
    kind: 'answered',
    answer: { kind: 'problem', todo: 'ask the leader' },
  });
});

const done = {
  ok: true,
  key: 'key-00001',
  incidentId: 'i-1',
  assignmentId: 'as-1',
  atMs: 1,
  late: false,
} as const;

function refused(reason: 'stage_gone' | 'predecessor_unanswered'): CommandAnswer {
  return {
    ok: false,
    key: 'key-00001',
    reason,
    where: '',
    rule: '',
    present: null,
    holder: null,
    late: true,
  };
}

const entry: CommandEntry = {
  type: 'command',
  key: 'key-00001',
  personId: 'po-wang',
  seq: 1,
  lane: 'ordinary',
  about: { incidentId: 'i-1', assignmentId: 'as-1', address: '示意路 1 号' },
  pressedAtMs: 1,
  answer: null,
  command: {
    name: 'assignment.sign',
    body: { incidentId: 'i-1', assignmentId: 'as-1', expects: 'sent' },
  },
  after: null,
};
