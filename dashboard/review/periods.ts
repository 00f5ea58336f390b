// Times that a shift leader asks about, in the district's own time: three shifts a day, from 0, 8 and 16 o'clock. Pure.

/** China has one time zone and no summer time. */
const aheadMs = 8 * 3_600_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const shiftMs = 8 * hourMs;

export const periods = ['shift', 'lastShift', 'today', 'yesterday', 'week'] as const;
export type Period = (typeof periods)[number];

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the beginning of the time on, before its end; what is still running ends when its shift or day does. */
export function spanOf(period: Period, nowMs: number): Span {
  const shift = floorTo(nowMs, shiftMs);
  const day = floorTo(nowMs, dayMs);
  switch (period) {
    case 'shift':
      return { fromMs: shift, toMs: shift + shiftMs };
    case 'lastShift':
      return { fromMs: shift - shiftMs, toMs: shift };
    case 'today':
      return { fromMs: day, toMs: day + dayMs };
    case 'yesterday':
      return { fromMs: day - dayMs, toMs: day };
    case 'week':
      return { fromMs: day - 6 * dayMs, toMs: day + dayMs };
  }
}

function floorTo(atMs: number, lengthMs: number): number {
  return Math.floor((atMs + aheadMs) / lengthMs) * lengthMs - aheadMs;
}
