// Installing a camera: work orders, stickers and claims, what an installer fills in, the checks, the acceptance ticket.
import { z } from 'zod';
import { atMsSchema, idSchema, keySchema, positionSchema, someTextSchema, textSchema } from '../basics.js';
import {
  datumSchema,
  legalBasisSchema,
  placeTypeSchema,
  siteTypeSchema,
  sourceTypeSchema,
} from '../vocabulary.js';
import { cameraAddressSchema, privacySchema } from './site-config.js';

/** A box's serial number, as its sticker has it. */
export const serialSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/, 'a serial has 8 characters');

/** 128 random bits in Crockford's base 32. Known to the server by its hash alone; printed once. */
export const claimCodeSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'a claim code has 26 characters');

/** What the QR code of a box's sticker says. */
export function stickerText(serial: string, claimCode: string): string {
  return `HX1:${serial}:${claimCode}`;
}

/**
 * Reads a sticker's text, scanned or typed: case, spaces and dashes don't matter, and letters that look like digits are
 * taken for them (Crockford). Null where it is none.
 */
export function readSticker(text: string): { serial: string; claimCode: string } | null {
  const [head, ...rest] = text.toUpperCase().replaceAll(/[\s-]/g, '').split(':');
  const [serial, claimCode] = rest.map((part) => part.replaceAll('O', '0').replaceAll(/[IL]/g, '1'));
  if (head !== 'HX1' || rest.length !== 2) return null;
  const read = z
    .strictObject({ serial: serialSchema, claimCode: claimCodeSchema })
    .safeParse({ serial, claimCode });
  return read.success ? read.data : null;
}

/** A claim stands for so long: the box has to come for its credentials by then. */
export const claimLastsMs = 10 * 60_000;

/** A site is on test for at most so many minutes. */
export const testMinutesMax = 60;

/** A new camera; a new box or camera in the place of an old one, whose history is kept; the same one at another place. */
export const orderKinds = ['install', 'replace', 'move'] as const;
export const orderKindSchema = z.enum(orderKinds);
export const orderStateSchema = z.enum(['open', 'claimed', 'accepted', 'cancelled']);

/** Where a camera is planned to be; further away the installer is asked for a reason. */
const planSchema = z.strictObject({ position: positionSchema, withinM: z.int().min(5).max(2_000) });

/** A work order as it is planned. `siteId` null makes a new site of the order's own id. */
export const orderBodySchema = z.strictObject({
  kind: orderKindSchema,
  areaId: idSchema,
  installerId: idSchema.nullable(),
  siteId: idSchema.nullable(),
  sourceId: idSchema,
  sourceType: sourceTypeSchema,
  siteType: siteTypeSchema,
  siteName: someTextSchema.max(64),
  address: textSchema.max(128),
  plan: planSchema.nullable(),
  note: textSchema,
});
export type OrderBody = z.output<typeof orderBodySchema>;

/** A position as it was taken. `accuracyM` is the device's own word; null where it was set by hand. */
export const takenPositionSchema = z.strictObject({
  position: positionSchema,
  datum: datumSchema,
  accuracyM: z.number().min(0).nullable(),
});

/**
 * What the installer has filled in so far: kept at every step, so that a lost phone loses nothing. `position` is in the
 * datum it was given in; the server converts. `camera` goes in and never comes out: `cameraShown` stands for it.
 */
export const draftSchema = z.strictObject({
  siteName: someTextSchema.max(64).optional(),
  siteType: siteTypeSchema.optional(),
  address: textSchema.max(128).optional(),
  cameraName: someTextSchema.max(64).optional(),
  cameraNameEn: textSchema.max(64).optional(),
  place: placeTypeSchema.optional(),
  legalBasis: legalBasisSchema.optional(),
  taken: takenPositionSchema.optional(),
  /** Why it is outside its area, or further from the plan than was meant. */
  positionReason: textSchema.max(200).optional(),
  heightM: z.number().min(0).max(200).optional(),
  headingDeg: z.number().min(0).lt(360).optional(),
  fovDeg: z.number().min(1).max(360).optional(),
  rangeM: z.number().min(1).max(2_000).optional(),
  camera: cameraAddressSchema.optional(),
  privacy: privacySchema.optional(),
});
export type Draft = z.output<typeof draftSchema>;

/** The draft as it is read back. */
export const shownDraftSchema = draftSchema
  .omit({ camera: true })
  .extend({ cameraShown: z.string().nullable() });

export const orderSchema = orderBodySchema.extend({
  orderId: idSchema,
  siteId: idSchema,
  areaName: z.string(),
  installerName: z.string().nullable(),
  state: orderStateSchema,
  plannedAtMs: atMsSchema,
  /** The box that was claimed for it, and until when it may come for its credentials; null once it has. */
  serial: serialSchema.nullable(),
  claimUntilMs: atMsSchema.nullable(),
  draft: shownDraftSchema,
  hasNoticePhoto: z.boolean(),
  acceptedAtMs: atMsSchema.nullable(),
});
export type Order = z.infer<typeof orderSchema>;

/** What is scanned, for an order. Sending it again by the same order changes nothing. */
export const claimBodySchema = z.strictObject({
  sticker: z.string().max(100),
  /** Where the phone is, if it knows. */
  taken: takenPositionSchema.nullable(),
  /** Why far from the plan; null where it is not. */
  reason: textSchema.max(200).nullable(),
});
export const claimedSchema = z.strictObject({
  serial: serialSchema,
  siteId: idSchema,
  /** Until when the box may come for its credentials; null where it has them. */
  untilMs: atMsSchema.nullable(),
});

/** New stickers: their texts are shown this once. */
export const stickersBodySchema = z.strictObject({ count: z.int().min(1).max(200), areaId: idSchema });
export const stickersMadeSchema = z.strictObject({
  stickers: z.array(z.strictObject({ serial: serialSchema, text: z.string() })),
});
export const stickerRowSchema = z.strictObject({
  serial: serialSchema,
  areaId: idSchema,
  madeAtMs: atMsSchema,
  state: z.enum(['new', 'claimed', 'enrolled', 'withdrawn']),
  siteId: idSchema.nullable(),
});
export type StickerRow = z.infer<typeof stickerRowSchema>;

/** What an installer sees tick, in this order. */
export const checks = [
  'position',
  'place',
  'notice',
  'credentials',
  'online',
  'clock',
  'picture',
  'codec',
  'key-frames',
  'privacy',
  'bandwidth',
  'alarm',
] as const;
export const checkNameSchema = z.enum(checks);
/** `value` and `limit` are in the unit of the check: m, ms, kbit/s, percent; `detail` is for a person. `warn` does not hold the acceptance up. */
export const checkSchema = z.strictObject({
  check: checkNameSchema,
  state: z.enum(['waiting', 'running', 'ok', 'warn', 'failed']),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  detail: z.string().max(200),
  atMs: atMsSchema.nullable(),
});
export type Check = z.infer<typeof checkSchema>;

/** What the phone's browser has decoded of the order's camera, in a view of its own. */
export const decodedBodySchema = z.strictObject({
  viewId: idSchema,
  firstFrameMs: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
});

/** The acceptance ticket: a fact, never changed. Positions are WGS-84, with the datum they were given in. */
export const acceptanceTicketSchema = z.strictObject({
  orderId: idSchema,
  kind: orderKindSchema,
  areaId: idSchema,
  areaName: z.string(),
  siteId: idSchema,
  siteName: z.string(),
  siteType: siteTypeSchema,
  address: z.string(),
  sourceId: idSchema,
  cameraName: z.string(),
  place: placeTypeSchema,
  legalBasis: legalBasisSchema,
  position: positionSchema,
  datum: datumSchema,
  accuracyM: z.number().nullable(),
  positionReason: z.string(),
  heightM: z.number().nullable(),
  headingDeg: z.number(),
  fovDeg: z.number(),
  rangeM: z.number(),
  privacyZones: z.int(),
  /** The box that serves it; null where a camera was moved whose site has none of ours. */
  serial: serialSchema.nullable(),
  agent: z.string(),
  checks: z.array(checkSchema),
  installerId: idSchema,
  installerName: z.string(),
  acceptedAtMs: atMsSchema,
  /** SHA-256 of the notice's photo. */
  noticeSha256: z.string(),
});
export type AcceptanceTicket = z.infer<typeof acceptanceTicketSchema>;

/** A box asks for a nonce, and then for its credentials with the proof that it knows its claim code. */
export const nonceBodySchema = z.strictObject({ serial: serialSchema });
export const nonceSchema = z.strictObject({ nonce: keySchema.or(z.string().max(200)), untilMs: atMsSchema });

/**
 * `key` is the box's own: 32 random bytes as base64url, made and kept by it. `proof` is, in lower-case hex, HMAC-SHA256
 * of `serial \n nonce \n key`, keyed with the SHA-256 of `haixi claim \n claimCode`. The same key again gets the same
 * answer.
 */
export const enrolBodySchema = z.strictObject({
  serial: serialSchema,
  nonce: z.string().max(200),
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a key is 32 random bytes as base64url'),
  proof: z.string().regex(/^[0-9a-f]{64}$/, 'a proof is an HMAC-SHA256 in hex'),
  agent: textSchema.max(64),
});
/** `waiting` says nothing about the serial: nobody has claimed it, or there is no such box. */
export const enrolledSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('waiting'), againMs: z.int() }),
  z.strictObject({
    state: z.literal('granted'),
    siteId: idSchema,
    /** Address of the broker, and the web address of the server. */
    server: z.string(),
    web: z.string(),
  }),
]);
export type Enrolled = z.infer<typeof enrolledSchema>;
