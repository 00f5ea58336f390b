// What the way from the sticker to the picture waits for now, out of an order and its checks. Pure.
import type { Check, Order } from '@haixi/proto/devices/orders';

/** In this order: what comes first is waited for first. */
export const waits = ['scan', 'box', 'online', 'address', 'camera', 'picture'] as const;
export type Wait = (typeof waits)[number];

export interface Waiting {
  readonly for: Wait;
  /** What the box says is wrong with the camera; empty where it says nothing. */
  readonly fault: string;
}

/** `picture` is the end: the camera is reached and there is something to look at. */
export function waitingFor(order: Order, checks: readonly Check[] | null): Waiting {
  const found = (name: Check['check']) => checks?.find(({ check }) => check === name);
  if (order.serial === null && order.kind !== 'move') return { for: 'scan', fault: '' };
  if (found('credentials')?.state !== 'ok') return { for: 'box', fault: '' };
  if (found('online')?.state !== 'ok') return { for: 'online', fault: '' };
  if (order.draft.cameraShown === null) return { for: 'address', fault: '' };
  // The box has measured what the camera sends: then it has reached it.
  const codec = found('codec');
  if (codec?.state === 'ok' || codec?.state === 'warn') return { for: 'picture', fault: '' };
  return { for: 'camera', fault: codec?.state === 'failed' ? codec.detail : '' };
}
