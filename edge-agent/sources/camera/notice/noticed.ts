// One thing that a camera has noticed and that is an alarm: what goes from the detectors to the outbox.
import type { SiteAlarmKind } from '@haixi/proto/vocabulary';

/** Alarm kinds that come out of a camera's picture and sound. */
export type CameraAlarmKind = Extract<
  SiteAlarmKind,
  'motion' | 'lens-covered' | 'picture-lost' | 'picture-frozen' | 'scene-moved' | 'sound'
>;

/** `atMs` is the moment at which it was noticed, on the clock that the detectors are given (the steady one). */
export interface Noticed {
  readonly kind: CameraAlarmKind;
  readonly atMs: number;
  /** The drawn zone, where it has one. */
  readonly zone?: string;
  /** A measured value in words, such as the level of a sound. */
  readonly note?: string;
}
