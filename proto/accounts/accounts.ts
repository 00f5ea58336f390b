// People and how they come in: passwords, second factors, sessions, invitations; and what an administrator sees of them.
import { z } from 'zod';
import { atMsSchema, idSchema, someTextSchema } from '../basics.js';
import { scopeActions } from '../commands/actions.js';
import { roleSchema, unitKindSchema } from '../vocabulary.js';

/** The name one signs in by; kept in lower case. */
export const signInNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/, 'a sign-in name is 2–32 of a–z, 0–9, dot, - and _');

/** A new password: length alone makes it strong. Common ones, and those with one's own name in them, are refused apart. */
export const newPasswordSchema = z
  .string()
  .min(12, 'a password has at least 12 characters')
  .max(256, 'a password has at most 256 characters');

/** A code of the authenticator app (6 digits), or one of the recovery codes. */
export const codeSchema = z
  .string()
  .trim()
  .regex(/^(\d{6}|[a-z0-9]{5}-[a-z0-9]{5})$/i, 'a code is 6 digits, or a recovery code');

/** What the sign-in page has to know before anybody is there. */
export const frontDoorSchema = z.strictObject({
  mode: z.enum(['demo', 'production']),
  /** The name of the organisation's directory where one can sign in by it (OIDC); null where there is none. */
  directory: someTextSchema.nullable(),
  /** Whether a first administrator is still to be made, by the one-time set-up link. */
  needsSetUp: z.boolean(),
});
export type FrontDoor = z.infer<typeof frontDoorSchema>;

/** Where one goes after coming in. */
export const cameInSchema = z.strictObject({
  /** Path of one's own page, such as `/console`. */
  page: z.string(),
  /** An administrator has to set up a second factor before anything else. */
  needsSecondFactor: z.boolean(),
});
export type CameIn = z.infer<typeof cameInSchema>;

/** The code is asked for only once the password was right and the person has a second factor. */
export const signInSchema = z.strictObject({
  signInName: signInNameSchema,
  password: z.string().min(1).max(256),
  code: codeSchema.optional(),
});

/** A one-time link: it makes the first administrator, or lets somebody choose a password. */
export const invitationSchema = z.strictObject({
  kind: z.enum(['set-up', 'invitation', 'new-password']),
  /** Empty for the set-up link, which asks for it. */
  name: z.string(),
  signInName: z.string(),
  expiresAtMs: atMsSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

/** What is chosen by an invitation. The set-up link also needs the first person and the root area. */
export const invitationAnswerSchema = z.strictObject({
  password: newPasswordSchema,
  first: z
    .strictObject({
      name: someTextSchema.max(64),
      signInName: signInNameSchema,
      area: z.strictObject({
        areaId: idSchema,
        name: someTextSchema.max(64),
        nameEn: z.string().trim().max(64),
      }),
    })
    .optional(),
});
export type InvitationAnswer = z.input<typeof invitationAnswerSchema>;

/** One of one's own sessions. */
export const sessionSchema = z.strictObject({
  sessionId: idSchema,
  /** The one that asks. */
  isThis: z.boolean(),
  /** The browser and system, in a few words. */
  browser: z.string(),
  address: z.string(),
  startedAtMs: atMsSchema,
  seenAtMs: atMsSchema,
  expiresAtMs: atMsSchema,
});
export type SessionRow = z.infer<typeof sessionSchema>;

/** How one's own account stands. */
export const accountSchema = z.strictObject({
  signInName: z.string(),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  /** A person whose role demands it can't take the second factor away. */
  mustHaveSecondFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
  sessions: z.array(sessionSchema),
});
export type Account = z.infer<typeof accountSchema>;

/** A second factor that is being set up (RFC 6238): the secret for an authenticator app, as text and as its address. */
export const secondFactorSchema = z.strictObject({ secret: z.string(), uri: z.string() });
export type SecondFactor = z.infer<typeof secondFactorSchema>;

export const grantSchema = z.strictObject({ role: roleSchema, areaId: idSchema });

/** A person as an administrator sees them; no password, no look, no place. */
export const personRowSchema = z.strictObject({
  personId: idSchema,
  name: z.string(),
  signInName: z.string(),
  /** The area they belong to: who administers it administers them. */
  areaId: idSchema,
  /** Their name in the organisation's directory, for OIDC; null where they sign in by password. */
  directoryName: z.string().nullable(),
  state: z.enum(['invited', 'active', 'locked', 'retired']),
  hasSecondFactor: z.boolean(),
  grants: z.array(grantSchema),
  unitIds: z.array(idSchema),
  lastSeenAtMs: atMsSchema.nullable(),
});
export type PersonRow = z.infer<typeof personRowSchema>;

/** A person added or changed. */
export const personBodySchema = z.strictObject({
  name: someTextSchema.max(64),
  signInName: signInNameSchema,
  areaId: idSchema,
  directoryName: someTextSchema.max(128).nullable().default(null),
});

/** A link is shown once; it stands for a day and works once. */
export const invitedSchema = z.strictObject({ url: z.string(), expiresAtMs: atMsSchema });

/** A unit 警力 added or changed, with whose tablets speak for it. */
export const unitBodySchema = z.strictObject({
  areaId: idSchema,
  kind: unitKindSchema,
  name: someTextSchema.max(64),
  nameEn: z.string().trim().max(64).default(''),
  personIds: z.array(idSchema).max(50),
});

/** The longest a token stands. */
export const tokenLastsMsMax = 366 * 86_400_000;

/** A named token of another system: what it may do, where, and until when. */
export const tokenBodySchema = z.strictObject({
  name: someTextSchema.max(64),
  areaId: idSchema,
  actions: z.array(z.enum(scopeActions)).min(1),
  untilMs: atMsSchema,
});
export const tokenRowSchema = tokenBodySchema.extend({
  tokenId: idSchema,
  issuedBy: idSchema,
  issuedAtMs: atMsSchema,
  lastUsedAtMs: atMsSchema.nullable(),
  revokedAtMs: atMsSchema.nullable(),
});
export type TokenRow = z.infer<typeof tokenRowSchema>;

/** A token's secret, by its first letters found where it was left lying about. */
export const tokenSecretSchema = z.string().regex(/^hx_[A-Za-z0-9_-]{43}$/, 'this is no secret of a token');

/** The secret is shown this once; it is given as `Authorization: Bearer …`. */
export const tokenIssuedSchema = z.strictObject({ tokenId: idSchema, secret: tokenSecretSchema });

/** Nothing more to tell. */
export const doneSchema = z.strictObject({ ok: z.literal(true) });
