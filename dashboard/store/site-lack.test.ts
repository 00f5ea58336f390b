// What a site lacks, as it is told: losses first, and nothing that a dark site could not tell anyway.
import type { OpenGap } from '@haixi/proto/live/picture';
import { expect, it } from 'vitest';
import { aSite } from './camera.fixture';
import { countIn, lacksOf } from './site-lack';

const gap = (fromSeq: number, missing: number, lostAtMs: number | null): OpenGap => ({
  gapId: `gap-${fromSeq}`,
  epoch: 'epoch-of-an-outbox-1',
  fromSeq,
  toSeq: fromSeq + missing - 1,
  missing,
  sinceMs: 0,
  lostAtMs,
});

it('D5 what is lost and what may still come are counted apart, the loss first', () => {
  const gaps = [gap(1, 2, null), gap(7, 1, 5), gap(9, 3, 6), gap(20, 1, null)];
  expect(lacksOf(aSite({ gaps }))).toEqual([
    { lack: 'lost', count: 4 },
    { lack: 'missing', count: 3 },
  ]);
  expect(lacksOf(aSite())).toEqual([]);
});

it('P3 an online site without proof of life says so; a dark one is dark, and keeps its gaps', () => {
  expect(lacksOf(aSite({ unprovenSinceMs: 1 }))).toEqual([{ lack: 'unproven', count: null }]);
  const dark = aSite({ unprovenSinceMs: 1, presence: 'dark', gaps: [gap(1, 1, null)] });
  expect(lacksOf(dark)).toEqual([{ lack: 'missing', count: 1 }]);
});

it('N5 a site on test calls nobody, whatever else it lacks, a loss alone standing before that', () => {
  expect(lacksOf(aSite({ onTestUntilMs: 1 }))).toEqual([{ lack: 'tested', count: null }]);
  const all = aSite({ onTestUntilMs: 1, gaps: [gap(1, 1, 5), gap(3, 1, null)], unprovenSinceMs: 1 });
  expect(lacksOf(all).map(({ lack }) => lack)).toEqual(['lost', 'tested', 'missing', 'unproven']);
});

it('a sign has room for two digits', () => {
  expect([1, 99, 100].map((count) => countIn({ lack: 'missing', count }))).toEqual(['1', '99', '99+']);
});
