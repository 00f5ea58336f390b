// Whether the page is lit for the sun or for the night: as the officer has chosen on this tablet, else as the device is.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { keep } from '../store/kept-on-tablet';

export const lookChoices = ['auto', 'sun', 'night'] as const;
export type LookChoice = (typeof lookChoices)[number];

export interface Look {
  readonly choice: LookChoice;
  readonly shown: 'sun' | 'night';
  /** The next of the choices, round and round. */
  readonly next: () => void;
}

const keptAs = 'haixi-patrol-look';

export function useLook(): Look {
  const [choice, setChoice] = useState(kept);
  const isDark = useSyncExternalStore(whenDark, () => dark.matches);
  useEffect(() => keep(localStorage, keptAs, choice), [choice]);
  const next = () =>
    setChoice((before) => lookChoices[(lookChoices.indexOf(before) + 1) % lookChoices.length] ?? 'auto');
  return { choice, shown: choice === 'auto' ? (isDark ? 'night' : 'sun') : choice, next };
}

const dark = matchMedia('(prefers-color-scheme: dark)');

function whenDark(changed: () => void): () => void {
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}

function kept(): LookChoice {
  return lookChoices.find((one) => one === localStorage.getItem(keptAs)) ?? 'auto';
}
