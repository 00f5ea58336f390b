// The thresholds of readings, one row a trouble: what is measured, where the limit lies, and how long it has to hold. Pure.
import { streamedCodecs } from '@haixi/proto/media/media';
import type { CameraReading, Readings } from '@haixi/proto/mqtt/messages';
import type { Trouble } from '@haixi/proto/vocabulary';

/**
 * What a reading says of one threshold; null where it can't be told now. Between the limit and where it clears nothing
 * changes, so that a value that wavers about its limit is told once.
 */
export type Verdict = {
  readonly is: 'over' | 'between' | 'clear';
  readonly value: number | null;
  readonly limit: number | null;
} | null;

/** A camera as its site's readings show it; `reconnectsLately` are those of the last five minutes. */
export interface CameraMeasured {
  readonly camera: CameraReading;
  readonly reconnectsLately: number;
}

/** An agent as its site's readings show it; `snapshotsLostLately` are those of the last ten minutes. */
export interface AgentMeasured {
  readonly load: Readings['load'];
  readonly skewMs: number;
  readonly snapshotsLostLately: number;
}

export interface Threshold<M> {
  readonly verdict: (measured: M) => Verdict;
  /** Over its limit for so long it is a trouble; clear for so long it is none any more. */
  readonly forMs: number;
  readonly clearForMs: number;
}

const second = 1_000;
const minute = 60 * second;

/** So far back reconnects and lost snapshots count. */
export const reconnectsWithinMs = 5 * minute;
export const snapshotsLostWithinMs = 10 * minute;

export const cameraThresholds = {
  /** Frames a second; only while there is a picture, because a lost one is an alarm already. */
  'frames-few': {
    verdict: ({ camera }) => (camera.state === 'ok' ? below(camera.fps, 4, 5) : null),
    forMs: 30 * second,
    clearForMs: 30 * second,
  },
  /** Milliseconds; the reading is the longest distance of its last minute, so one crossing is enough. */
  'key-frames-far': {
    verdict: ({ camera }) => above(camera.keyFrameEveryMs, 10_000, 9_000),
    forMs: 0,
    clearForMs: 30 * second,
  },
  /** Reconnects within five minutes. */
  reconnecting: {
    verdict: ({ reconnectsLately }) => ({ ...above(reconnectsLately, 4, 1)!, limit: 5 }),
    forMs: 0,
    clearForMs: 30 * second,
  },
  'codec-unplayable': {
    verdict: ({ camera: { codec } }) =>
      codec === null
        ? null
        : { is: streamedCodecs.includes(codec) ? 'clear' : 'over', value: null, limit: null },
    forMs: 0,
    clearForMs: 30 * second,
  },
} as const satisfies Partial<Record<Trouble, Threshold<CameraMeasured>>>;

export const agentThresholds = {
  /** Snapshots within ten minutes. */
  'snapshot-not-kept': {
    verdict: ({ snapshotsLostLately }) => above(snapshotsLostLately, 0, 0),
    forMs: 0,
    clearForMs: 0,
  },
  /** Milliseconds that the agent's clock is ahead; behind is negative. */
  'clock-skewed': {
    verdict: ({ skewMs }) => ({ ...above(Math.abs(skewMs), 5_000, 4_000)!, value: skewMs }),
    forMs: 30 * second,
    clearForMs: 30 * second,
  },
  /** Percent of all processors' time. */
  'processor-busy': {
    verdict: ({ load }) => above(load?.cpuPercent ?? null, 85, 75),
    forMs: minute,
    clearForMs: minute,
  },
  /** Megabytes; the limit is a share of what the machine has. */
  'memory-full': {
    verdict: ({ load }) =>
      load && above(load.memoryMb, 0.8 * load.machineMemoryMb, 0.75 * load.machineMemoryMb),
    forMs: minute,
    clearForMs: minute,
  },
} as const satisfies Partial<Record<Trouble, Threshold<AgentMeasured>>>;

function above(value: number | null, limit: number, clear: number): Verdict {
  if (value === null) return null;
  return { is: value > limit ? 'over' : value <= clear ? 'clear' : 'between', value, limit };
}

function below(value: number | null, limit: number, clear: number): Verdict {
  if (value === null) return null;
  return { is: value < limit ? 'over' : value >= clear ? 'clear' : 'between', value, limit };
}
