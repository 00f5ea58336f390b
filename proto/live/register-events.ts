// Events of what is set up rather than of what happens: people and their rights, areas, sites, cameras, devices.
import { z } from 'zod';
import { atMsSchema, idSchema, positionSchema, textSchema } from '../basics.js';
import {
  datumSchema,
  legalBasisSchema,
  placeTypeSchema,
  roleSchema,
  siteTypeSchema,
  sourceTypeSchema,
  unitKindSchema,
} from '../vocabulary.js';

const person = { personId: idSchema };
const site = { siteId: idSchema };
const order = { orderId: idSchema };
const why = { reason: textSchema };

/** How somebody came in. */
export const cameInBySchema = z.enum(['link', 'password', 'directory', 'invitation', 'set-up']);

/** What a person did to their own account, and what was done to it. */
export const accountEvents = {
  'person.signedIn': z.strictObject({
    ...person,
    by: cameInBySchema,
    secondFactor: z.boolean(),
    address: textSchema.max(64),
  }),
  'person.signedOut': z.strictObject({
    ...person,
    because: z.enum(['asked', 'everywhere', 'administrator', 'stolen']),
  }),
  /** Ten wrong passwords or codes; nobody comes in by this name from there until then. */
  'person.lockedOut': z.strictObject({ ...person, address: textSchema.max(64), untilMs: atMsSchema }),
  'person.unlocked': z.strictObject(person),
  'person.set': z.strictObject({
    ...person,
    name: textSchema,
    signInName: z.string().max(64),
    directoryName: textSchema.nullable(),
    isNew: z.boolean(),
  }),
  'person.invited': z.strictObject({ ...person, kind: z.enum(['set-up', 'invitation', 'new-password']) }),
  'person.passwordSet': z.strictObject(person),
  'person.secondFactorSet': z.strictObject(person),
  'person.secondFactorGone': z.strictObject({ ...person, because: z.enum(['own', 'administrator']) }),
  /** All grants the person has from now on. */
  'person.granted': z.strictObject({
    ...person,
    grants: z.array(z.strictObject({ role: roleSchema, areaId: idSchema })).max(100),
  }),
  'person.retired': z.strictObject(person),
  'unit.set': z.strictObject({
    unitId: idSchema,
    kind: unitKindSchema,
    name: textSchema,
    personIds: z.array(idSchema).max(50),
  }),
  'token.issued': z.strictObject({
    tokenId: idSchema,
    name: textSchema,
    actions: z.array(z.string().max(64)).max(50),
    untilMs: atMsSchema,
  }),
  'token.revoked': z.strictObject({ tokenId: idSchema }),
} as const;

/** Areas, sites, cameras and their agents. */
export const deviceEvents = {
  'area.set': z.strictObject({
    area: z.strictObject({
      areaId: idSchema,
      parentId: idSchema.nullable(),
      name: textSchema,
      outlinePoints: z.int().min(0),
      illustrative: z.boolean(),
    }),
    isNew: z.boolean(),
  }),
  'site.set': z.strictObject({
    ...site,
    type: siteTypeSchema,
    name: textSchema,
    address: textSchema,
    position: positionSchema,
    isNew: z.boolean(),
  }),
  'site.retired': z.strictObject({ ...site, ...why }),
  'source.set': z.strictObject({
    ...site,
    sourceId: idSchema,
    type: sourceTypeSchema,
    name: textSchema,
    position: positionSchema.nullable(),
    datum: datumSchema,
    headingDeg: z.number().nullable(),
    fovDeg: z.number().nullable(),
    rangeM: z.number().nullable(),
    heightM: z.number().nullable(),
    place: placeTypeSchema.nullable(),
    legalBasis: legalBasisSchema.nullable(),
    privacyZones: z.int().min(0),
    isNew: z.boolean(),
  }),
  'source.retired': z.strictObject({ ...site, sourceId: idSchema, ...why }),
  /** A site is on test: its alarms are marked, and nobody is sent. It ends by itself at `untilMs`. */
  'site.onTest': z.strictObject({ ...site, untilMs: atMsSchema, ...why }),
  'site.offTest': z.strictObject({ ...site, because: z.enum(['time-up', 'ended']) }),
  'site.keyIssued': z.strictObject({ ...site, serial: z.string().max(16), agent: textSchema.max(64) }),
  'site.keyRevoked': z.strictObject({ ...site, ...why }),
  'order.set': z.strictObject({
    ...order,
    ...site,
    sourceId: idSchema,
    installerId: idSchema.nullable(),
    isNew: z.boolean(),
  }),
  'order.cancelled': z.strictObject({ ...order, ...why }),
  'order.accepted': z.strictObject({
    ...order,
    ...site,
    sourceId: idSchema,
    serial: z.string().max(16),
    roundTripMs: z.number().min(0),
    ticketSha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  'stickers.made': z.strictObject({ serials: z.array(z.string().max(16)).max(200) }),
  'sticker.claimed': z.strictObject({
    ...order,
    ...site,
    serial: z.string().max(16),
    /** How far from the plan, in metres; null where nothing was planned or the phone did not know. */
    fromPlanM: z.number().nullable(),
    ...why,
  }),
  /** Somebody scanned a used, unknown or foreign sticker, or a box came with a wrong proof. */
  'claim.refused': z.strictObject({
    orderId: idSchema.nullable(),
    serial: z.string().max(16),
    because: z.enum(['already_claimed', 'wrong_sticker', 'wrong_proof', 'already_enrolled', 'claim_expired']),
  }),
  'sticker.freed': z.strictObject({ serial: z.string().max(16), siteId: idSchema.nullable(), ...why }),
} as const;
