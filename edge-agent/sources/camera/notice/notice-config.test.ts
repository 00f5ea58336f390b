// What people write under a camera's `notice:`, what it means without anything, and how a mistake is told.
import { describe, expect, it } from 'vitest';
import { noticeSchema } from './notice-config.js';

describe('what a camera is to notice', () => {
  it('is everything, in the whole picture, where nothing is written', () => {
    const config = noticeSchema.parse({});
    const { motion, covered, lost, frozen, moved, sound } = config;
    expect([motion, covered, lost, frozen, moved, sound].every(({ on }) => on)).toBe(true);
    expect(config).toMatchObject({ zones: [], ignore: [], motion: { quietS: 30 }, sound: { aboveDb: -15 } });
  });

  it('is drawn in zones by name, and each of it can be left out', () => {
    const door = {
      name: '后门',
      points: [
        [0.1, 0.2],
        [0.5, 0.2],
        [0.5, 0.9],
      ],
    };
    const config = noticeSchema.parse({ zones: [door], sound: { on: false }, motion: { quietS: 60 } });
    expect(config).toMatchObject({ zones: [door], sound: { on: false }, motion: { quietS: 60, forS: 0.8 } });
  });

  it.each([
    [
      {
        zones: [
          {
            name: 'door',
            points: [
              [0.1, 0.2],
              [0.5, 0.2],
            ],
          },
        ],
      },
      'a zone has at least 3 corners',
    ],
    [
      {
        zones: [
          {
            name: 'door',
            points: [
              [10, 20],
              [50, 20],
              [50, 90],
            ],
          },
        ],
      },
      'a point lies between 0 and 1',
    ],
    [
      {
        zones: [
          {
            name: 'door',
            points: [
              [0, 0],
              [0.5, 0.5],
              [1, 1],
            ],
          },
        ],
      },
      'this zone has no area',
    ],
    [{ zones: [{ name: '', points: [] }] }, 'give the zone a name'],
    [{ motion: { forS: 'long' } }, 'write seconds as a number'],
    [{ motion: { smallestPercent: 0 } }, 'write at least 0.05 (percent)'],
    [{ sound: { aboveDb: 15 } }, 'write at most 0 (dB)'],
    [{ frozen: { afterS: 90 } }, 'write at least as much as afterS'],
    [{ faces: true }, 'Unrecognized key'],
  ])('%j is refused in words', (raw, words) => {
    const parsed = noticeSchema.safeParse(raw);
    expect(parsed.error?.issues.map(({ message }) => message).join('; ')).toContain(words);
  });
});
