// A round of the story: one thing after another, of every kind there is, at places that have it, and again alike by its seed.
import { siteAlarmKinds } from '@haixi/proto/vocabulary';
import { expect, test } from 'vitest';
import { demoAgents } from './district.js';
import { type Happening, roundOf } from './story.js';

const sources = demoAgents.flatMap(({ sites }) => sites);

/** What alarm it comes to. */
function kindOf(happens: Happening): string {
  switch (happens.what) {
    case 'press': {
      const button = sources.find(({ siteId }) => siteId === happens.siteId)!.sources[0]!;
      return button.type === 'button' ? button.kind : '';
    }
    case 'notice':
      return happens.kind;
    case 'box':
      return happens.does === 'babbles' ? 'technical' : happens.does;
    default:
      return happens.what;
  }
}

test.each([0, 1, 7])(
  'round %i has every kind of alarm, something new each half minute, at sources that are there',
  (round) => {
    for (const seed of ['a', 'b', 'c']) {
      const { beats, lastsS } = roundOf(seed, round);
      const told = new Set(beats.map(({ happens }) => kindOf(happens)));
      for (const kind of [
        ...siteAlarmKinds,
        'call',
        'sos',
        'technical',
        'outage',
        'loses',
        'ends-gap',
        'comes',
        'goes',
      ])
        expect([seed, kind, told.has(kind)]).toEqual([seed, kind, true]);
      expect(lastsS).toBeGreaterThan(15 * 60);
      expect(lastsS).toBeLessThan(24 * 60);
      const pauses = beats.slice(1).map(({ atS }, at) => atS - beats[at]!.atS);
      expect(Math.max(...pauses)).toBeLessThan(40);
      for (const { happens } of beats) {
        if (happens.what !== 'notice') continue;
        const site = sources.find(({ siteId }) => siteId === happens.siteId);
        const source = site?.sources.find(({ id }) => id === happens.sourceId);
        expect(source).toMatchObject({ type: 'camera', light: expect.any(String) });
      }
    }
  },
);

test('the same seed tells the same, another one or another round something else', () => {
  expect(roundOf('a', 1)).toEqual(roundOf('a', 1));
  expect(roundOf('a', 1).beats).not.toEqual(roundOf('b', 1).beats);
  expect(roundOf('a', 1).beats).not.toEqual(roundOf('a', 2).beats);
});

test('the very first minute has a call that is handled at once and a press that waits for the visitor', () => {
  const first = roundOf('any', 0).beats.filter(({ atS }) => atS < 60);
  expect(first.slice(0, 2).map(({ happens }) => kindOf(happens))).toEqual(['call', 'panic']);
  expect(first[1]!.atS).toBeLessThan(15);
});
