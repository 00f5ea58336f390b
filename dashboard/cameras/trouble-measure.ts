// In which unit the value and the limit of each trouble are told. Pure.
import type { Trouble } from '@haixi/proto/vocabulary';

export interface Measure {
  readonly unit: 'perSecond' | 'seconds' | 'times' | 'percent' | 'megabytes';
  readonly n: string;
}

/** What was measured of this trouble, as people read it; null where it has no value. */
export function measureOf(trouble: Trouble, value: number | null): Measure | null {
  if (value === null) return null;
  switch (trouble) {
    case 'frames-few':
      return { unit: 'perSecond', n: value.toFixed(1) };
    case 'key-frames-far':
    case 'clock-skewed':
      return { unit: 'seconds', n: (value / 1000).toFixed(1) };
    case 'reconnecting':
    case 'snapshot-not-kept':
      return { unit: 'times', n: String(Math.round(value)) };
    case 'processor-busy':
      return { unit: 'percent', n: String(Math.round(value)) };
    case 'memory-full':
      return { unit: 'megabytes', n: String(Math.round(value)) };
    case 'codec-unplayable':
      return null;
  }
}
