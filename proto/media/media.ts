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

/** An incident's video is open without asking as far as this from it, in metres: its own camera and those around it. */
export const incidentViewWithinM = 500;

/**
 * What a person asks to see, and why. `incident` is for an incident the viewer has received, `round` for an open round
 * of the viewer's; the others need words. `incidentId` may stand beside `follow` and `request` too.
 */
export const viewAskedSchema = z
  .strictObject({
    siteId: idSchema,
    sourceId: idSchema,
    /** Video by websocket, or stills by HTTP where the browser can't play the codec. */
    as: z.enum(['video', 'stills']),
    purpose: viewPurposeSchema.exclude(['installation']),
    incidentId: idSchema.nullable(),
    roundId: idSchema.nullable().default(null),
    reason: textSchema.max(200).default(''),
  })
  .refine(({ purpose, incidentId }) => purpose !== 'incident' || incidentId !== null, {
    path: ['incidentId'],
    message: 'a view for an incident names it',
  })
  .refine(({ purpose, roundId }) => (purpose === 'round') === (roundId !== null), {
    path: ['roundId'],
    message: 'a view of a round names it, and no other does',
  })
  .refine(({ purpose, reason }) => purpose === 'incident' || purpose === 'round' || reason !== '', {
    path: ['reason'],
    message: 'say why in words',
  });
export type ViewAsked = z.input<typeof viewAskedSchema>;

/** The view, and until when it lasts. Video is at `viewPath(viewId)`. */
export const viewGrantedSchema = z.strictObject({ viewId: idSchema, untilMs: atMsSchema });
export type ViewGranted = z.infer<typeof viewGrantedSchema>;

/** The longest a round lasts: a shift and its handing over. */
export const roundLastsMs = 13 * 3_600_000;

/** A round over an area and all below it; why stands in words where it is more than being on duty. */
export const roundAskedSchema = z.strictObject({ areaId: idSchema, reason: textSchema.max(200).default('') });
export const roundGrantedSchema = z.strictObject({
  roundId: idSchema,
  areaId: idSchema,
  startedAtMs: atMsSchema,
  untilMs: atMsSchema,
});
export type Round = z.infer<typeof roundGrantedSchema>;

/** Somebody who looks at a camera now. `round` where it is within a round; `unitIds` are those they speak for. */
export const lookNowSchema = z.strictObject({
  viewId: idSchema,
  personId: idSchema,
  personName: z.string(),
  unitIds: z.array(idSchema),
  areaId: idSchema,
  siteId: idSchema,
  siteName: z.string(),
  sourceId: idSchema,
  cameraName: z.string(),
  purpose: viewPurposeSchema,
  incidentId: idSchema.nullable(),
  roundId: idSchema.nullable(),
  reason: z.string(),
  startedAtMs: atMsSchema,
});
export type LookNow = z.infer<typeof lookNowSchema>;

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
