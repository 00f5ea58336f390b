// Which calling incidents lie outside the view, and where at its edge a sign points to each. Pure.
import { type IncidentMark, spotOf } from './marks/incidents';
import { type Box, coveredIn, holds, isNarrow, moved, notesPxIn, pixelsIn, shared, type View } from './view';

export interface Sign {
  /** The most urgent incident of its spot, and how many call there. */
  readonly mark: IncidentMark;
  readonly count: number;
  /** Where it stands, in pixels from the view's upper left corner. */
  readonly box: Box;
  /** Without words where the map is narrow: its shape and number tell enough, and the words come under the pointer. */
  readonly short: boolean;
  /** Where its arrow points, in degrees with the clock from the right. */
  readonly angle: number;
}

/** Size of a sign in pixels, with words and without. */
const signPx = { wide: 168, short: 92, high: 38 } as const;

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
    const box = [...boxesFor(x, y, view)].find((each) => taken.every((other) => shared(each, other) === 0));
    if (!box) continue;
    taken.push(box);
    const angle = (Math.atan2(y - (box[1] + box[3]) / 2, x - (box[0] + box[2]) / 2) * 180) / Math.PI;
    signs.push({ mark, count: 1 + rest.length, box, short: isNarrow(view), angle });
  }
  return signs;
}

/** A pin stands above its place, so that one at the very top of the view is not seen. */
function isSeen(x: number, y: number, { widePx, highPx }: View): boolean {
  return holds([0, 24, widePx, highPx], x, y);
}

/** Where the way from the middle to the place leaves the view, and then further and further along the edge. */
function* boxesFor(x: number, y: number, view: View): Generator<Box> {
  const halfWide = (isNarrow(view) ? signPx.short : signPx.wide) / 2;
  const left = halfWide + rimPx;
  const top = signPx.high / 2 + rimPx;
  const [wide, high] = [view.widePx - 2 * left, view.highPx - 2 * top - notesPxIn(view)];
  if (wide <= 0 || high <= 0) return;
  const [dx, dy] = [x - left - wide / 2, y - top - high / 2];
  const part = Math.min(wide / 2 / Math.abs(dx), high / 2 / Math.abs(dy));
  const from = wayTo(wide / 2 + dx * part, high / 2 + dy * part, wide, high);
  for (let step = 0; step <= wide + high; step += stepPx)
    for (const way of step === 0 ? [from] : [from + step, from - step]) {
      const [px, py] = placeAt(way, wide, high);
      yield moved([-halfWide, -signPx.high / 2, halfWide, signPx.high / 2], left + px, top + py);
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
