// Where on the page somebody is: no order, or a step of one; in the address, so that the phone's back key goes back.
import { idSchema } from '@haixi/proto/basics';
import { useSyncExternalStore } from 'react';
import { type StepName, steps } from './steps';

export interface Place {
  readonly orderId: string | null;
  /** Null is the step where one goes on. */
  readonly step: StepName | null;
}

/** The place in an address's fragment: `#/order-1/scan`. */
export function placeIn(hash: string): Place {
  const [, orderId, step] = hash.replace(/^#/, '').split('/');
  if (!idSchema.safeParse(orderId).success) return { orderId: null, step: null };
  return { orderId: orderId!, step: steps.find((each) => each === step) ?? null };
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(onHash, () => location.hash);
  return placeIn(hash);
}

/** Goes there; the phone's back key comes back from it. */
export function goTo(orderId: string, step: StepName | null): void {
  location.hash = step === null ? `/${orderId}` : `/${orderId}/${step}`;
}

export function goToList(): void {
  location.hash = '/';
}

function onHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
