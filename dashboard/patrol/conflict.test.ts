// What an officer reads when the server did not take an action as it was meant.
import { expect, test } from 'vitest';
import { conflictsOf } from './conflict';
import type { Answer, CommandEntry, Entry } from './outbox/entry';

test('T2 a recall is told as a recall, a close as a close, whichever reason the server gave', () => {
  expect(stands({ ...refused, state: 'recalled', stage: 'assisting' })).toBe('recalled');
  expect(stands({ ...refused, state: 'released', stage: 'closed' })).toBe('closed');
  expect(stands({ ...refused, state: null, stage: 'closed' })).toBe('closed');
  expect(stands({ ...refused, state: 'arrived', stage: 'handling' })).toBe('stage_gone');
});

test('T2 what is in the log as reported late says so', () => {
  expect(conflictsOf([entry(1, { ...refused, late: true })])[0]?.late).toBe(true);
  const late: Answer = { kind: 'done', late: true, atMs: 1, incidentId: 'i-1' };
  expect(conflictsOf([entry(1, late)])[0]).toMatchObject({ late: true, stands: 'stage_gone' });
});

test('T2 only what is answered is told, the newest first', () => {
  const all = [entry(1, refused), entry(2, null), entry(3, refused)];
  expect(conflictsOf(all).map(({ key }) => key)).toEqual(['key-3', 'key-1']);
});

test('T2 the words that did not reach the log are there to be read out, and those that did are not', () => {
  const spoken = entry(1, refused) as CommandEntry;
  const about = { incidentId: 'i-1', assignmentId: 'as-1', expects: 'arrived' } as const;
  const body = { ...about, note: '已劝离', photoIds: [] };
  const fedBack: CommandEntry = { ...spoken, command: { name: 'assignment.feedBack', body } };
  expect(conflictsOf([fedBack])[0]?.words).toBe('已劝离');
  expect(conflictsOf([{ ...fedBack, answer: { ...refused, late: true } }])[0]?.words).toBe('');
  expect(conflictsOf([spoken])[0]?.words).toBe('');
});

const refused: Answer & { kind: 'refused' } = {
  kind: 'refused',
  reason: 'stage_gone',
  late: false,
  stage: 'assisting',
  state: 'sent',
};

function stands(answer: Answer): string | undefined {
  return conflictsOf([entry(1, answer)])[0]?.stands;
}

function entry(seq: number, answer: Answer | null): Entry {
  const about = { incidentId: 'i-1', assignmentId: 'as-1', address: '示意路 1 号' };
  const body = { incidentId: 'i-1', assignmentId: 'as-1', expects: 'sent' } as const;
  const head = {
    key: `key-${seq}`,
    personId: 'po-wang',
    seq,
    lane: 'ordinary',
    about,
    pressedAtMs: 1,
  } as const;
  return { ...head, answer, type: 'command', command: { name: 'assignment.sign', body }, after: null };
}
