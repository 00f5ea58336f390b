// Video's doors on the one web port: where an agent brings a stream, where a viewer gets one, and what fits through.
import { z } from 'zod';
import { atMsSchema, idSchema, keySchema, textSchema } from '../basics.js';
import { viewPurposeSchema } from '../vocabulary.js';

const root = '/media';

/** Where an agent's websocket brings the FLV of one camera; its ticket stands in `Authorization: Bearer …`. */
export function publishPath(siteId: string, sourceId: string): string {
  return `${root}/publish/${siteId}/${sourceId}`;
}

/** Where a viewer's websocket gets the FLV. The view's id opens it once, for the person who asked for it (rule V4). */
export function viewPath(viewId: string): string {
  return `${root}/view/${viewId}`;
}

export type MediaDoor =
  { door: 'publish'; siteId: string; sourceId: string } | { door: 'view'; viewId: string };

/** Which door a path without its query means; null where it is none of video's. */
export function readMediaPath(path: string): MediaDoor | null {
  const publish = /^\/media\/publish\/([a-z0-9-]{1,32})\/([a-z0-9-]{1,32})$/.exec(path);
  if (publish?.[1] && publish[2]) return { door: 'publish', siteId: publish[1], sourceId: publish[2] };
  const view = /^\/media\/view\/([a-z0-9-]{1,32})$/.exec(path);
  return view?.[1] ? { door: 'view', viewId: view[1] } : null;
}

/** True for a path that only video's doors may answer. */
export function isMediaPath(path: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

/** Codecs, by ffmpeg's names, that travel in the stream. Others are shown as stills. */
export const streamedCodecs: readonly string[] = ['h264'];

/** The largest snapshot or still, in bytes. */
export const stillBytesMax = 1024 * 1024;

/** A view that nobody has opened by then is nobody's; one that is open ends after this and can be asked for again. */
export const viewOpensWithinMs = 60_000;
export const viewLastsMs = 30 * 60_000;

/** A stream is asked for at its first viewer and let go so long after its last. */
export const streamLingersMs = 10_000;

/** While a view by stills is open, a new one is asked for this often. */
export const stillEveryMs = 2_000;

/** What a person asks to see, for what reason; `incident` needs its id, the others a reason in words may help. */
export const viewAskedSchema = z
  .strictObject({
    siteId: idSchema,
    sourceId: idSchema,
    /** Video by websocket, or stills by HTTP where the browser can't play the codec. */
    as: z.enum(['video', 'stills']),
    purpose: viewPurposeSchema,
    incidentId: idSchema.nullable(),
    reason: textSchema.max(200).default(''),
  })
  .refine(({ purpose, incidentId }) => purpose !== 'incident' || incidentId !== null, {
    path: ['incidentId'],
    message: 'a view for an incident names it',
  });
export type ViewAsked = z.input<typeof viewAskedSchema>;

/** The view, and until when it lasts. Video is at `viewPath(viewId)`. */
export const viewGrantedSchema = z.strictObject({ viewId: idSchema, untilMs: atMsSchema });
export type ViewGranted = z.infer<typeof viewGrantedSchema>;

/**
 * Close codes of a viewer's websocket, in the range for applications: each says what to do. Ask anew after
 * `streamEnded`; `noPicture`: the camera shows nothing or its site is dark; `codec`: ask for stills.
 */
export const viewCloseCodes = {
  noPicture: 4001,
  codec: 4002,
  slow: 4003,
  rightEnded: 4004,
  timeUp: 4005,
  streamEnded: 4006,
} as const;

/** Names a ticket in a request of an agent that brings a still. */
export const ticketSchema = keySchema;
