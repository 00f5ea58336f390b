// When a site is armed: nights over midnight, weekends, holidays, other time zones, and how a mistake is told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armedSchema, Schedule } from './schedule.js';

/** Monday, 23 November 2026. */
const shop = new Schedule(
  armedSchema.parse({
    weekly: [
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], times: ['20:00-07:00', '12:00-13:30'] },
      { days: ['sat'], times: ['00:00-24:00'] },
    ],
    holidays: [
      { date: '2026-11-25', times: [] },
      { date: '2026-12-24', until: '2026-12-26', times: ['00:00-24:00'] },
    ],
  }),
);

const at = (text: string): boolean => shop.isArmed(Date.parse(`${text}+08:00`));

describe('a site', () => {
  it('is armed from the first minute of a time to the last before its end', () => {
    expect(at('2026-11-23T11:59:59')).toBe(false);
    expect(at('2026-11-23T12:00:00')).toBe(true);
    expect(at('2026-11-23T13:29:59')).toBe(true);
    expect(at('2026-11-23T13:30:00')).toBe(false);
  });

  it('stays armed over midnight, into a day that has no times of its own', () => {
    expect(at('2026-11-23T19:59:59')).toBe(false);
    expect(at('2026-11-23T20:00:00')).toBe(true);
    expect(at('2026-11-24T00:00:00')).toBe(true);
    expect(at('2026-11-24T06:59:59')).toBe(true);
    expect(at('2026-11-24T07:00:00')).toBe(false);
    expect(at('2026-11-28T23:59:59')).toBe(true);
    expect(at('2026-11-29T00:00:00')).toBe(false);
  });

  it('keeps on a holiday the times of the holiday, and the night before runs to its end', () => {
    expect(at('2026-11-25T06:59:59')).toBe(true);
    expect(at('2026-11-25T12:30:00')).toBe(false);
    expect(at('2026-11-25T23:00:00')).toBe(false);
    expect(at('2026-11-26T03:00:00')).toBe(false);
    expect(at('2026-11-26T20:00:00')).toBe(true);
    expect(['24', '25', '26'].map((day) => at(`2026-12-${day}T10:00:00`))).toEqual([true, true, true]);
    expect(at('2026-12-27T10:00:00')).toBe(false);
  });

  it('keeps the clock on its own walls, also when that is put back', () => {
    const berlin = new Schedule(
      armedSchema.parse({ timeZone: 'Europe/Berlin', weekly: [{ days: ['sun'], times: ['02:00-03:00'] }] }),
    );
    const armed = ['00:30', '01:30', '02:30'].map((time) =>
      berlin.isArmed(Date.parse(`2026-10-25T${time}:00Z`)),
    );
    expect(armed).toEqual([true, true, false]);
  });

  it('is never armed where nothing is written, and can be so always', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (epochMs) => {
        expect(new Schedule(armedSchema.parse(undefined)).isArmed(epochMs)).toBe(false);
        expect(new Schedule(armedSchema.parse('always')).isArmed(epochMs)).toBe(true);
      }),
    );
  });

  it('is armed for as many minutes of a week as are written, wherever they begin', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    const clock = (minutes: number): string =>
      [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 1_439 }), (from, length) => {
        const times = [`${clock(from)}-${clock((from + length) % 1_440)}`];
        const schedule = new Schedule(armedSchema.parse({ weekly: [{ days: ['wed'], times }] }));
        const monday = Date.parse('2026-11-23T00:00:00+08:00');
        let minutes = 0;
        for (let passed = 0; passed < 7 * 1_440; passed += 1)
          minutes += Number(schedule.isArmed(monday + passed * 60_000));
        expect(minutes).toBe(length);
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ['sometimes', 'write always, never, or weekly times and holidays'],
    [
      { weekly: [{ days: ['mon'], times: ['8:00-9:00'] }] },
      'write times as "HH:MM-HH:MM" between 00:00 and 24:00',
    ],
    [{ weekly: [{ days: ['mon'], times: ['08:00-08:00'] }] }, 'write times as "HH:MM-HH:MM"'],
    [{ weekly: [{ days: ['monday'], times: [] }] }, 'write days as mon, tue'],
    [{ timeZone: 'Asia/Ningde' }, 'this time zone is not known'],
    [{ holidays: [{ date: '2026-02-30', times: [] }] }, 'write a date that exists'],
    [
      { holidays: [{ date: '2026-03-02', until: '2026-03-01', times: [] }] },
      'the last day lies before the first',
    ],
  ])('that writes %j is told what to write', (raw, words) => {
    const parsed = armedSchema.safeParse(raw);
    expect(parsed.error?.issues.map(({ message }) => message).join('; ')).toContain(words);
  });
});
