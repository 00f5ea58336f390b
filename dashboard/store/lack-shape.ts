// The one shape that says that something is lacking of a site, on the map and beside words: a long hexagon. Pure data.
import type { SiteLack } from './site-lack';

/** Width and height of the field the paths are drawn in. */
export const lackWide = 34;
export const lackHigh = 20;

export const lackOutline = 'M7.5 1.5 H26.5 L32.5 10 L26.5 18.5 H7.5 L1.5 10 Z';

/** A pulse that stops: in place of a number where there is none. */
const lackPulse = 'M8.5 10.5 H11 L13.5 5 L16.5 15 L18.5 10.5 M22 10.5 H22.1 M25.5 10.5 H25.6';

/** A bell that is struck out: an alarm rings nobody. */
const lackBell = 'M12.5 13.5 H21.5 L20 11.5 V8.5 A3 3 0 0 0 14 8.5 V11.5 Z M16 15.6 H18 M10 16 L24 3.8';

/** What stands in the sign of what is not counted. */
export const lackDrawn = { unproven: lackPulse, tested: lackBell } as const;

/** No alarm's colour: filled once nothing more can come, broken where only the proof is lacking, white on test. */
export const lackLooks: Readonly<
  Record<
    SiteLack,
    { readonly fill: string; readonly edge: string; readonly ink: string; readonly dash: readonly number[] }
  >
> = {
  lost: { fill: '#cda6ff', edge: '#f4eaff', ink: '#1b0f2e', dash: [] },
  tested: { fill: '#e8edf2', edge: '#ffffff', ink: '#14202b', dash: [] },
  missing: { fill: '#1d1430', edge: '#cda6ff', ink: '#efe3ff', dash: [] },
  unproven: { fill: '#1d1430', edge: '#cda6ff', ink: '#efe3ff', dash: [3.5, 2.5] },
};
