// A tablet tells what is true of it and nothing more: delivered, rung only where sound goes out, seen only before eyes.
import { expect, test } from 'vitest';
import { anAssignment, anIncident } from '../store/incident.fixture';
import { marksDue, unseenMessages } from './marks-due';

const card = (otherwise: Parameters<typeof anAssignment>[0] = {}) => {
  const assignment = anAssignment(otherwise);
  return { incident: anIncident({ assignments: [assignment] }), assignment };
};
const none = new Set<string>();
const said = (...input: Parameters<typeof marksDue>) =>
  marksDue(...input).map(({ mark, message }) => (message === null ? mark : `${message} ${mark}`));

test('T3 what has come is delivered, and rung only while the sound goes out', () => {
  expect(said([card()], false, none)).toEqual(['delivered']);
  expect(said([card()], true, none)).toEqual(['delivered', 'rung']);
  expect(said([card({ marks: { delivered: 1, rung: 2 } })], true, none)).toEqual([]);
});

test('T3 what was seen without a sound does not say that it rang', () => {
  const seen = card({ marks: { delivered: 1 } });
  expect(said([seen], false, new Set(['as-1']))).toEqual(['seen']);
  expect(said([card({ marks: { delivered: 1, seen: 2 } })], true, new Set(['as-1']))).toEqual([]);
});

test('T3 a signed one rings no more, its messages do, until each was acknowledged', () => {
  const message = { text: '走东门', personId: 'op-lin', atMs: 1, marks: {} };
  const signed = { state: 'signed' as const, marks: { delivered: 1, seen: 2 } };
  const told = card({ ...signed, messages: [{ ...message, marks: { delivered: 1, seen: 2 } }, message] });
  expect(said([told], true, none)).toEqual(['1 delivered', '1 rung']);
  expect(unseenMessages(told.assignment, new Set())).toEqual([{ text: '走东门', message: 1 }]);
  // Acknowledged without network: it rings no more here, and the centre hears of it later.
  expect(unseenMessages(told.assignment, new Set([1]))).toEqual([]);
});
