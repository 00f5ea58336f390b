// What has come in and waits for its batch: in which lane, under which key, and how much memory it takes (rule D7). Pure.
import type { SitePresenceMessage } from '@haixi/proto/mqtt/messages';
import { priorityOf } from '@haixi/proto/vocabulary';
import type { Admission } from './admission.js';
import type { Lane, LaneBounds, Waiting } from './lanes.js';

/** What a site told of its outbox at its last birth. */
export type Birth = Pick<Extract<SitePresenceMessage, { online: true }>, 'epoch' | 'next'>;

/** Held in memory beside the bytes that came, for each that waits. */
const overheadBytes = 500;

export const laneBounds: LaneBounds = {
  bytesMax: 64 * 1024 * 1024,
  // An agent has 256 of each lane under way at the most, each of a packet's length at the most.
  siteBytesMax: 16 * 1024 * 1024,
  share: { panic: 200, live: 100, backlog: 50, refusals: 25 },
};

/** An entry or a refusal as it waits. `birth` is the site's last; without one an entry counts as backlog. */
export function waiting(one: Admission, birth: Birth | undefined): Waiting<Admission> {
  const { siteId, epoch, seq, arrived } = one.ok ? one.entry : one.refusal;
  const key = epoch === null || seq === null ? null : `${epoch}/${seq}`;
  const bytes = arrived.payload.length + overheadBytes;
  return { lane: laneOf(one, birth), siteId, key, bytes, what: one };
}

/** Live is what was appended after the site had come back: no device's clock tells it. */
function laneOf(one: Admission, birth: Birth | undefined): Lane {
  if (!one.ok) return 'refusals';
  const { entry } = one;
  if (entry.kind === 'alarm' && priorityOf[entry.body.kind] === 1) return 'panic';
  return birth?.epoch === entry.epoch && entry.seq >= birth.next ? 'live' : 'backlog';
}
