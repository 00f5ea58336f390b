// When a sound is an alarm: loud for a time, once until it has been quiet.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sound } from './sound.js';

const config = { aboveDb: -15, forS: 0.5, quietS: 30 };

/** Plays one level each 250 ms; answers the moments of the alarms. */
function play(levels: readonly number[], counts = true): number[] {
  const sound = new Sound(config);
  return levels.flatMap((db, index) => (sound.take(db, index * 250, counts) ? [index * 250] : []));
}

const level = (db: number, seconds: number): number[] => Array.from({ length: seconds * 4 }, () => db);

describe('a sound', () => {
  it('that stays above the level is one alarm, as soon as it has lasted', () => {
    expect(play([...level(-40, 5), ...level(-8, 60)])).toEqual([5_500]);
  });

  it('that is over in a moment, or is not loud enough, is none', () => {
    expect(play([...level(-40, 5), -3, ...level(-40, 5), ...level(-15.1, 60)])).toEqual([]);
  });

  it('is another alarm after it has been quiet for so long, not before', () => {
    const shout = level(-5, 2);
    expect(play([...shout, ...level(-60, 20), ...shout, ...level(-60, 20), ...shout])).toHaveLength(1);
    expect(play([...shout, ...level(-60, 31), ...shout])).toHaveLength(2);
  });

  it('is none while the site is not armed, and one when it goes on after that', () => {
    expect(play(level(-5, 60), false)).toEqual([]);
    const sound = new Sound(config);
    for (let atMs = 0; atMs < 5_000; atMs += 250) expect(sound.take(-5, atMs, false)).toBe(false);
    sound.rearm();
    const alarms = Array.from({ length: 8 }, (_, index) => sound.take(-5, 5_000 + index * 250, true));
    expect(alarms.filter(Boolean)).toHaveLength(1);
  });

  it('is shown as the loudest of the last seconds, and as nothing where none comes', () => {
    const sound = new Sound(config);
    expect(sound.loudestDb(0)).toBe(null);
    for (const [index, db] of [-30.04, -12.06, -50, Number.NEGATIVE_INFINITY].entries())
      sound.take(db, index * 500, false);
    expect(sound.loudestDb(1_500)).toBe(-12.1);
    expect(sound.loudestDb(4_400)).toBe(-120);
    expect(sound.loudestDb(9_000)).toBe(null);
  });

  it('never makes two alarms within the quiet time, whatever is heard', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -120, max: 0, noNaN: true }), { maxLength: 600 }), (levels) => {
        const alarms = play(levels);
        for (const [index, atMs] of alarms.entries()) {
          expect(atMs - (alarms[index - 1] ?? -1e9)).toBeGreaterThanOrEqual(config.quietS * 1_000);
        }
      }),
    );
  });
});
