// The numbers of a gap as a person reads them, and how long a proof of life is overdue.
import { expect, it } from 'vitest';
import { numbersOf, withoutProof } from './gap-numbers';

it('D5 one number, a run, and some among others are told apart', () => {
  expect(numbersOf({ fromSeq: 42, toSeq: 42, missing: 1 }).unit).toBe('gapOne');
  expect(numbersOf({ fromSeq: 41, toSeq: 43, missing: 3 }).unit).toBe('gapRun');
  expect(numbersOf({ fromSeq: 41, toSeq: 43, missing: 2 })).toEqual({ unit: 'gapAmong', from: 41, to: 43 });
});

it('P3 minutes without proof stay minutes for two hours', () => {
  expect(withoutProof(8 * 60_000 + 59_000)).toEqual({ unit: 'noProofMinutes', n: 8 });
  expect(withoutProof(119 * 60_000)).toEqual({ unit: 'noProofMinutes', n: 119 });
  expect(withoutProof(121 * 60_000)).toEqual({ unit: 'noProofHours', n: 2 });
});
