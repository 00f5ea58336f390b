// A new assignment comes into sight by itself; for a moment nothing under the thumb can be pressed by mistake.
import { type RefObject, useEffect, useRef } from 'react';

/** How long buttons that have just moved do not react, in ms. */
const movedMs = 800;

/** Scroll to the first of `unsigned` (assignment ids) that was not there before, unless somebody is writing. */
export function useArrivals(list: RefObject<HTMLElement | null>, unsigned: readonly string[]): void {
  const known = useRef<ReadonlySet<string>>(new Set());
  const all = unsigned.join(' ');
  useEffect(() => {
    const ids = all === '' ? [] : all.split(' ');
    const fresh = ids.find((id) => !known.current.has(id));
    known.current = new Set(ids);
    const main = list.current;
    if (fresh === undefined || main === null || document.querySelector('dialog[open]') !== null)
      return undefined;
    main.querySelector(`[data-assignment="${fresh}"]`)?.scrollIntoView({ block: 'nearest' });
    main.classList.add('is-moved');
    const still = setTimeout(() => main.classList.remove('is-moved'), movedMs);
    return () => {
      clearTimeout(still);
      main.classList.remove('is-moved');
    };
  }, [list, all]);
}
