// How far astray a camera's place is, in words. Pure.
import type { Astray } from '@haixi/proto/devices/placing';

/** What a reason is wanted for; null where nothing is. `withinM` is how far from the plan was meant. */
export function inWords({ outside, tooFarM }: Astray, withinM: number | null): string | null {
  const said = [
    ...(tooFarM === null ? [] : [`${Math.round(tooFarM)} m from the plan, ${withinM} m were meant`]),
    ...(outside ? ['outside its area'] : []),
  ];
  return said.length === 0 ? null : said.join('; ');
}
