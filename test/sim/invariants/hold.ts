// One line a check: what holds is passed over, what does not ends the seed with its rule and what was seen.
import { Broken } from '../engine/broken';

/** Throws Broken unless `holds`. `rule` begins with the design's id; `what` names the entry, event or screen. */
export function hold(holds: boolean, rule: string, what: () => string): asserts holds {
  if (!holds) throw new Broken(rule, what());
}
