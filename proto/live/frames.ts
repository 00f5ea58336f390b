// What crosses the live socket: a snapshot at a vector, then frames of events, latest values, and a tick.
import { z } from 'zod';
import { atMsSchema, idSchema, numberSchema } from '../basics.js';
import { tabletStateSchema } from '../vocabulary.js';
import { anyEventSchema } from './events.js';
import { latestSchema, pictureSchema, vectorSchema } from './picture.js';

/** The socket.io path; the namespace is `/`. */
export const livePath = '/live';

/** The number of the live protocol. A server that speaks another one tells a page to reload (rule L6). */
export const liveProtocol = 5;

/** A tick comes at least this often; after `staleAfterMs` without any frame a screen greys itself (rule L3). */
export const tickEveryMs = 5_000;
export const staleAfterMs = 12_000;

/**
 * The number of the register: of areas, sites, cameras, units and people as they are set up. It grows with every change
 * of them; a screen whose own is lower asks for a fresh start (docs/decisions/0016).
 */
export const registerNumberSchema = numberSchema;

/** A fresh start: the picture at its vector, the latest values, and the server's clock. */
export const snapshotSchema = z.strictObject({
  nowMs: atMsSchema,
  register: registerNumberSchema,
  picture: pictureSchema,
  latest: latestSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** Consecutive events of one area. */
export const eventsFrameSchema = z.strictObject({ areaId: idSchema, events: z.array(anyEventSchema).min(1) });
export type EventsFrame = z.infer<typeof eventsFrameSchema>;

/** Each few seconds: the server's clock and how far the log is, so that a lost frame shows without a next one. */
export const tickSchema = z.strictObject({
  nowMs: atMsSchema,
  heads: vectorSchema,
  register: registerNumberSchema,
});
export type Tick = z.infer<typeof tickSchema>;

/** What a client asks: go on from this vector; an empty one asks for a snapshot. */
export const watchSchema = z.strictObject({ protocol: z.int(), vector: vectorSchema });
export type Watch = z.infer<typeof watchSchema>;

/** What a patrol page tells of itself each time it changes: whether it could ring now. `closed` is told by its absence. */
export const tabletStateToldSchema = z.strictObject({ state: tabletStateSchema.exclude(['closed']) });
export type TabletStateTold = z.infer<typeof tabletStateToldSchema>;

/** Why the server lets a socket go. */
export const goodbyeSchema = z.strictObject({
  reason: z.enum(['signed_out', 'reload', 'bad_message', 'restarting']),
});
export type Goodbye = z.infer<typeof goodbyeSchema>;

/** socket.io's event names and their payloads, in each direction. */
export interface ServerToClient {
  snapshot: (snapshot: Snapshot) => void;
  events: (frame: EventsFrame) => void;
  latest: (latest: z.infer<typeof latestSchema>) => void;
  tick: (tick: Tick) => void;
  goodbye: (goodbye: Goodbye) => void;
}
export interface ClientToServer {
  watch: (watch: Watch) => void;
  tablet: (told: TabletStateTold) => void;
}
export const framesToClient = {
  snapshot: snapshotSchema,
  events: eventsFrameSchema,
  latest: latestSchema,
  tick: tickSchema,
  goodbye: goodbyeSchema,
} as const;
export const framesToServer = { watch: watchSchema, tablet: tabletStateToldSchema } as const;
