// Which calling incidents lie outside the view, and where at its edge a sign points to each. Pure.
import { type IncidentMark, spotOf } from './marks/incidents';
import { type Box, coveredIn, holds, notesPxIn, pixelsIn, shared, type View } from './view';

export interface Sign {
  /** The most urgent incident of its spot, and how many call there. */
  readonly mark: IncidentMark;
  readonly count: number;
  /** The sign's middle, in pixels from the view's upper left corner. */
  readonly x: number;
  readonly y: number;
  /** Where its arrow points, in degrees with the clock from the right. */
  readonly angle: number;
}

/** Size of a sign in pixels. */
export const signPx = { wide: 168, high: 38 } as const;

/** More would hide the map they stand on; the queue has them all. */
const signsMax = 4;
const rimPx = 8;
const stepPx = 12;

/** Signs for `calling`, which stand as they are drawn: the most urgent last. The most urgent one's sign comes first. */
export function signsBeyond(calling: readonly IncidentMark[], view: View): Sign[] {
  const spots = [...Map.groupBy(calling.toReversed(), spotOf).values()];
  const taken: Box[] = coveredIn(view);
  const signs: Sign[] = [];
  for (const [mark, ...rest] of spots) {
    if (!mark || signs.length === signsMax) break;
    const [x, y] = pixelsIn(mark.position, view);
    if (isSeen(x, y, view)) continue;
    const at = [...placesFor(x, y, view)].find((place) =>
      taken.every((box) => shared(boxOf(place), box) === 0),
    );
    if (!at) continue;
    taken.push(boxOf(at));
    const angle = (Math.atan2(y - at[1], x - at[0]) * 180) / Math.PI;
    signs.push({ mark, count: 1 + rest.length, x: at[0], y: at[1], angle });
  }
  return signs;
}

/** A pin stands above its place, so that one at the very top of the view is not seen. */
function isSeen(x: number, y: number, { widePx, highPx }: View): boolean {
  return holds([0, 24, widePx, highPx], x, y);
}

/** Where the way from the middle to the place leaves the view, and then further and further along the edge. */
function* placesFor(x: number, y: number, view: View): Generator<[x: number, y: number]> {
  const left = signPx.wide / 2 + rimPx;
  const top = signPx.high / 2 + rimPx;
  const [wide, high] = [view.widePx - 2 * left, view.highPx - 2 * top - notesPxIn(view)];
  if (wide <= 0 || high <= 0) return;
  const [dx, dy] = [x - left - wide / 2, y - top - high / 2];
  const part = Math.min(wide / 2 / Math.abs(dx), high / 2 / Math.abs(dy));
  const from = wayTo(wide / 2 + dx * part, high / 2 + dy * part, wide, high);
  for (let step = 0; step <= wide + high; step += stepPx)
    for (const way of step === 0 ? [from] : [from + step, from - step]) {
      const [px, py] = placeAt(way, wide, high);
      yield [left + px, top + py];
    }
}

/** How far round the edge of a box a place on it lies, from the upper left corner with the clock. */
function wayTo(x: number, y: number, wide: number, high: number): number {
  const [byTop, byRight, byBottom, byLeft] = [y, wide - x, high - y, x];
  const nearest = Math.min(byTop, byRight, byBottom, byLeft);
  if (nearest === byTop) return x;
  if (nearest === byRight) return wide + y;
  return nearest === byBottom ? wide + high + byRight : 2 * wide + high + byBottom;
}

function placeAt(way: number, wide: number, high: number): [x: number, y: number] {
  const round = 2 * (wide + high);
  const at = ((way % round) + round) % round;
  if (at <= wide) return [at, 0];
  if (at <= wide + high) return [wide, at - wide];
  return at <= 2 * wide + high ? [2 * wide + high - at, high] : [0, round - at];
}

function boxOf([x, y]: readonly [number, number]): Box {
  const { wide, high } = signPx;
  return [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2];
}
