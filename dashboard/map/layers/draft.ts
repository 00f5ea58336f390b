// A label before a place is found for it: what the makers of labels hand to the one that thins them out.
import type { Rgba } from '../palette';
import type { Wanted } from './declutter';

/** Alarm words stand on a plate, strong ones are bold. */
export type Look = 'plain' | 'strong' | 'alarm';

export interface Draft extends Wanted {
  readonly position: [lon: number, lat: number];
  readonly colour: Rgba;
  readonly look: Look;
  /** Degrees against the clock; 0 where there is none. */
  readonly angle?: number;
}
