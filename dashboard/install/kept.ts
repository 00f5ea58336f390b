// What an installer has scanned, typed and photographed that the server has not taken yet, one record an order. Pure.
import type { Problem } from '@haixi/proto/commands/routes';
import type { Draft, Order, claimBodySchema } from '@haixi/proto/devices/orders';
import type { z } from 'zod';

/** A camera's address holds its password: it goes to the server at once, or nowhere. It is never on the phone's disk. */
export type Fields = Omit<Draft, 'camera'>;
export type Scan = z.output<typeof claimBodySchema>;

/** A thing that waits for the server; `refused` says why the server does not take it: it is not sent again as it is. */
export interface Waiting<T> {
  readonly what: T;
  readonly refused: Problem | null;
}

export interface Kept {
  /** Person and order: what another person has typed on this phone is not shown. */
  readonly key: string;
  readonly personId: string;
  readonly orderId: string;
  readonly scan: Waiting<Scan> | null;
  readonly fields: Waiting<Fields> | null;
  /** JPEG of the notice sign. */
  readonly photo: Waiting<ArrayBuffer> | null;
}

/** What waits, in the order in which it is sent. */
export const parts = ['scan', 'fields', 'photo'] as const;
export type Part = (typeof parts)[number];

export function keyOf(personId: string, orderId: string): string {
  return `${personId}/${orderId}`;
}

export function nothingKept(personId: string, orderId: string): Kept {
  return { key: keyOf(personId, orderId), personId, orderId, scan: null, fields: null, photo: null };
}

export function isEmpty(kept: Kept): boolean {
  return parts.every((part) => kept[part] === null);
}

/** What may be sent next; null where nothing waits, or only what was refused. */
export function nextPart(kept: Kept): Part | null {
  return parts.find((part) => kept[part] !== null && kept[part].refused === null) ?? null;
}

/** How many of its parts the server has not taken. */
export function countWaiting(kept: Kept): number {
  return parts.filter((part) => kept[part] !== null).length;
}

export function withScan(kept: Kept, what: Scan): Kept {
  return { ...kept, scan: { what, refused: null } };
}

/** Fields typed again replace the same ones; a refusal is over with the next change. */
export function withFields(kept: Kept, fields: Fields): Kept {
  return { ...kept, fields: { what: { ...kept.fields?.what, ...fields }, refused: null } };
}

export function withPhoto(kept: Kept, what: ArrayBuffer): Kept {
  return { ...kept, photo: { what, refused: null } };
}

export function without(kept: Kept, part: Part): Kept {
  return { ...kept, [part]: null };
}

/** The server has taken what was sent: what was changed while it was on its way still waits. */
export function afterTaken(now: Kept, part: Part, sent: Kept): Kept {
  if (part !== 'fields') return isSame(now, sent, part) ? without(now, part) : now;
  const [mine, theirs] = [now.fields?.what ?? {}, sent.fields?.what ?? {}];
  const left = Object.entries(mine).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(theirs[name as keyof Fields]),
  );
  return left.length === 0
    ? without(now, 'fields')
    : { ...now, fields: { what: Object.fromEntries(left), refused: null } };
}

/** The server does not take it, and says why; changed meanwhile, it is tried again. */
export function afterRefused(now: Kept, part: Part, sent: Kept, refused: Problem): Kept {
  const waiting = now[part];
  return waiting === null || !isSame(now, sent, part) ? now : { ...now, [part]: { ...waiting, refused } };
}

/** What is filled in, as the person sees it: the server's, and over it what has not arrived there. */
export function filledIn(order: Order, kept: Kept): Fields {
  const { cameraShown: _shown, ...draft } = order.draft;
  return { ...draft, ...kept.fields?.what };
}

function isSame(now: Kept, sent: Kept, part: Part): boolean {
  if (part === 'photo') return now.photo?.what.byteLength === sent.photo?.what.byteLength;
  return JSON.stringify(now[part]?.what) === JSON.stringify(sent[part]?.what);
}
