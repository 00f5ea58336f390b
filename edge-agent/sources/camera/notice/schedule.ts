// When a site is armed: weekly times and holidays in the site's own time zone, as people write them under `armed:` (pure).
import { z } from 'zod';

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type DayName = (typeof dayNames)[number];

const minutesADay = 24 * 60;

/** Minutes of the day; `to` is past `minutesADay` where the time runs over midnight. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const spanSchema = z
  .string('write times in quotes, such as "20:00-07:00"')
  .transform((text, context): Span => {
    const span = spanOf(text);
    if (span) return span;
    context.addIssue({
      code: 'custom',
      message: 'write times as "HH:MM-HH:MM" between 00:00 and 24:00, such as "20:00-07:00"',
    });
    return z.NEVER;
  });

const spansSchema = z
  .array(spanSchema, 'list times, such as ["20:00-07:00"]; an empty list means not armed')
  .max(12, 'a day has at most 12 times');

const dateSchema = z
  .string('write a date in quotes, such as "2026-10-01"')
  .refine(isDate, 'write a date that exists as "YYYY-MM-DD"');

const timesSchema = z.strictObject(
  {
    timeZone: z
      .string('write a time zone such as Asia/Shanghai')
      .refine(isTimeZone, 'this time zone is not known: write one such as Asia/Shanghai')
      .default('Asia/Shanghai'),
    weekly: z
      .array(
        z.strictObject({
          days: z
            .array(z.enum(dayNames, `write days as ${dayNames.join(', ')}`), 'list days, such as [mon, tue]')
            .min(1, 'list at least one day'),
          times: spansSchema,
        }),
        'list days with their times',
      )
      .max(50, 'at most 50 lines of weekly times')
      .default([]),
    holidays: z
      .array(
        z
          .strictObject({ date: dateSchema, until: dateSchema.optional(), times: spansSchema })
          .refine(({ date, until }) => until === undefined || until >= date, {
            path: ['until'],
            message: 'the last day lies before the first',
          }),
        'list dates with their times',
      )
      .max(400, 'at most 400 holidays')
      .default([]),
  },
  'write always, never, or weekly times and holidays',
);

/**
 * `never` (where nothing is written), `always`, or times. A time belongs to the day on which it begins and runs over
 * midnight where its end is not after its beginning. A holiday's times stand in place of that day's weekly ones.
 */
export const armedSchema = z.preprocess(fromWord, timesSchema);
export type Armed = z.infer<typeof armedSchema>;

/** The arming times of one site. */
export class Schedule {
  private readonly parts: Intl.DateTimeFormat;

  constructor(private readonly armed: Armed) {
    this.parts = formatterOf(armed.timeZone);
  }

  /** Whether the site is armed at this moment (epoch ms). A time's first minute is in it, its last is not. */
  isArmed(epochMs: number): boolean {
    const { date, minute } = localOf(this.parts, epochMs);
    const within = (span: Span, at: number): boolean => at >= span.from && at < span.to;
    return (
      this.spansOn(date).some((span) => within(span, minute)) ||
      this.spansOn(dayBefore(date)).some((span) => within(span, minute + minutesADay))
    );
  }

  private spansOn(date: string): readonly Span[] {
    const { holidays, weekly } = this.armed;
    const own = holidays.filter((holiday) => holiday.date <= date && date <= (holiday.until ?? holiday.date));
    if (own.length > 0) return own.flatMap(({ times }) => times);
    const day = dayOf(date);
    return weekly.flatMap(({ days, times }) => (days.includes(day) ? times : []));
  }
}

/** The short words for all and for nothing. */
function fromWord(raw: unknown): unknown {
  if (raw === undefined || raw === 'never') return {};
  return raw === 'always' ? { weekly: [{ days: [...dayNames], times: ['00:00-24:00'] }] } : raw;
}

function spanOf(text: string): Span | null {
  const match = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  if (fromMinute > 59 || toMinute > 59 || from >= minutesADay || to > minutesADay || from === to) return null;
  return { from, to: to > from ? to : to + minutesADay };
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
}

function localOf(formatter: Intl.DateTimeFormat, epochMs: number): { date: string; minute: number } {
  const parts = new Map(formatter.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const date = [parts.get('year'), parts.get('month'), parts.get('day')].join('-');
  return { date, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - minutesADay * 60_000).toISOString().slice(0, 10);
}

function dayOf(date: string): DayName {
  return dayNames[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon';
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
