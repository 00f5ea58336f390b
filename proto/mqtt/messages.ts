// The messages between an agent and the server. All are closed: an unknown field is refused (rule X1).
import { z } from 'zod';
import { atMsSchema, idSchema, keySchema, numberSchema, textSchema } from '../basics.js';
import { firstSiteAlarmKinds, siteAlarmKindSchema } from '../vocabulary.js';
import { contractRangeSchema } from './contract.js';

/** An outbox's name: a random id made when the outbox is made empty (rule D4). */
export const epochSchema = z
  .string()
  .regex(/^[a-z0-9]{16,32}$/, 'an epoch is 16–32 characters of a–z and 0–9');

/**
 * What an outbox entry looks like on the wire, whatever its version: the server can always read who sent it and
 * which entry to answer. Only `body` is versioned by `v`.
 */
export const envelopeSchema = z.strictObject({
  v: z.int().min(1),
  epoch: epochSchema,
  seq: numberSchema,
  kind: z.string().min(1).max(32),
  body: z.unknown(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** One report from one source: a fact, never changed. `occurredAtMs` is the device's clock, `agentAtMs` the agent's. */
export const alarmBodySchema = z.strictObject({
  sourceId: idSchema,
  kind: siteAlarmKindSchema,
  occurredAtMs: atMsSchema,
  agentAtMs: atMsSchema,
  note: textSchema.optional(),
  /** The name of the drawn zone it happened in. */
  zone: textSchema.max(64).optional(),
  /** The id of the server's command that asked for it, as a test: it goes the whole way of an alarm, and nobody is sent. */
  test: keySchema.optional(),
});
export type AlarmBody = z.infer<typeof alarmBodySchema>;

/** A site sends a proof of life so often, in ms, by the very way of its alarms (rule P3). */
export const proofEveryMs = 3 * 60_000;

/**
 * A proof of life: a test alarm that goes the whole way of an alarm, over the outbox's disk, the link and the store,
 * and is answered like one. Its arrival is a reading; nobody is rung (rule P3).
 */
export const proofBodySchema = z.strictObject({ agentAtMs: atMsSchema });
export type ProofBody = z.infer<typeof proofBodySchema>;

const untestedSchema = alarmBodySchema.omit({ test: true });

/** Body schema by envelope kind, for each contract version. A version that is not here is not understood. */
export const bodySchemas: Readonly<Record<number, Readonly<Record<string, z.ZodType>>>> = {
  1: {
    alarm: untestedSchema.omit({ zone: true }).extend({ kind: z.enum(firstSiteAlarmKinds) }),
  },
  2: { alarm: untestedSchema },
  3: { alarm: untestedSchema, proof: proofBodySchema },
  4: { alarm: alarmBodySchema, proof: proofBodySchema },
};

const firstPictureStates = ['ok', 'covered', 'lost', 'starting'] as const;

/** State of a camera's picture at the agent. */
export const pictureStateSchema = z.enum([...firstPictureStates, 'frozen']);
export type PictureState = z.infer<typeof pictureStateSchema>;

/**
 * A camera's stream as the agent measures it. `fps` and `kbps` are measured over the last 10 s, `keyFrameEveryMs` is
 * the longest distance of key frames in the last minute. `reconnects` counts since the agent's start. `soundDb` is the
 * loudness over the last seconds in dB below full scale; null without sound, and no sound leaves the site. `armed`
 * tells whether motion and sound are alarms now. Null is what is not known (yet).
 */
export const cameraReadingSchema = z.strictObject({
  sourceId: idSchema,
  state: pictureStateSchema,
  codec: textSchema.max(32).nullable(),
  width: z.int().min(0).nullable(),
  height: z.int().min(0).nullable(),
  fps: z.number().min(0).nullable(),
  kbps: z.number().min(0).nullable(),
  keyFrameEveryMs: z.int().min(0).nullable(),
  lastFrameAtMs: atMsSchema.nullable(),
  reconnects: numberSchema,
  soundDb: z.number().max(0).nullable(),
  armed: z.boolean(),
  /** Whether it is being sent to the server for somebody to look at. */
  watched: z.boolean(),
  fault: textSchema.max(200).nullable(),
  /**
   * How many privacy zones are burnt in before its pictures leave the site, and what that took of one processor while
   * it was watched last; null without zones, or as long as it was not watched.
   */
  masking: z.strictObject({ zones: z.int().min(0), cpuPercent: z.number().min(0).nullable() }).nullable(),
});
export type CameraReading = z.infer<typeof cameraReadingSchema>;

/** What the agent and its ffmpegs take of their machine: share of all its processors' time, resident memory. */
export const agentLoadSchema = z.strictObject({
  cpuPercent: z.number().min(0),
  memoryMb: z.number().min(0),
  machineMemoryMb: z.number().min(0),
});
export type AgentLoad = z.infer<typeof agentLoadSchema>;

/**
 * Latest values of a site, each 10 s and at a change. Never in the log. `held` counts outbox entries unanswered,
 * `snapshotsHeld` snapshots that have not reached the server yet, `snapshotsLost` those that could not be kept.
 */
export const readingsSchema = z.strictObject({
  v: z.literal(3),
  atMs: atMsSchema,
  held: numberSchema,
  refused: numberSchema,
  snapshotsHeld: numberSchema,
  snapshotsLost: numberSchema,
  load: agentLoadSchema.nullable(),
  cameras: z.array(cameraReadingSchema).max(200),
});
export type Readings = z.infer<typeof readingsSchema>;

/** What versions 2 and 3 of the contract told: they masked nothing. */
const unmaskedReadingsSchema = readingsSchema
  .extend({ v: z.literal(2), cameras: z.array(cameraReadingSchema.omit({ masking: true })).max(200) })
  .transform((readings): Readings => ({
    ...readings,
    v: 3,
    cameras: readings.cameras.map((camera) => ({ ...camera, masking: null })),
  }));

/** What contract version 1 told; what it could not tell is null, or nothing. */
const firstReadingsSchema = z
  .strictObject({
    v: z.literal(1),
    atMs: atMsSchema,
    held: numberSchema,
    refused: numberSchema,
    cameras: z
      .array(
        cameraReadingSchema
          .omit({
            keyFrameEveryMs: true,
            reconnects: true,
            soundDb: true,
            armed: true,
            watched: true,
            masking: true,
          })
          .extend({ state: z.enum(firstPictureStates) }),
      )
      .max(200),
  })
  .transform(({ atMs, held, refused, cameras }): Readings => ({
    v: 3,
    atMs,
    held,
    refused,
    snapshotsHeld: 0,
    snapshotsLost: 0,
    load: null,
    cameras: cameras.map((camera) => ({
      ...camera,
      keyFrameEveryMs: null,
      reconnects: 0,
      soundDb: null,
      armed: false,
      watched: false,
      masking: null,
    })),
  }));

/** Readings of any version the server understands, as this release's. */
export const anyReadingsSchema = z.discriminatedUnion('v', [
  readingsSchema,
  unmaskedReadingsSchema,
  firstReadingsSchema,
]);

/**
 * An agent's birth (`online: true`) and will (`online: false`), retained. Both carry `link`, the number of the
 * connection they belong to, so that a late will of an earlier one is ignored (rule P1).
 */
export const sitePresenceMessageSchema = z.discriminatedUnion('online', [
  z.strictObject({
    online: z.literal(true),
    link: keySchema,
    epoch: epochSchema,
    oldestHeld: numberSchema,
    next: numberSchema,
    contract: contractRangeSchema,
    agent: textSchema.max(64),
    atMs: atMsSchema,
  }),
  z.strictObject({ online: z.literal(false), link: keySchema }),
]);
export type SitePresenceMessage = z.infer<typeof sitePresenceMessageSchema>;

/** The server's own presence, retained. Agents send entries only while it is online, in a version within `contract`. */
export const serverPresenceMessageSchema = z.strictObject({
  online: z.boolean(),
  contract: contractRangeSchema,
});
export type ServerPresenceMessage = z.infer<typeof serverPresenceMessageSchema>;

/** Why an entry can't be stored. Closed list; a text beside it names the field and the rule. */
export const refusalReasons = [
  'not_json',
  'bad_envelope',
  'bad_body',
  'forbidden_field',
  'unknown_kind',
  'unknown_source',
  'unknown_site',
  'contract_too_old',
  'contract_too_new',
  'foreign_topic',
] as const;
export const refusalReasonSchema = z.enum(refusalReasons);
export type RefusalReason = z.infer<typeof refusalReasonSchema>;

/** The most entries one answer speaks of. The server also keeps an answer well below a packet's length. */
export const answerSeqsMax = 100;

/**
 * The server's answer: these entries of this epoch are committed, those are refused. Only this takes an entry out of
 * an outbox (rule D2). `seq` and `epoch` are null where the refused message could not be read that far.
 */
export const answerSchema = z.strictObject({
  epoch: epochSchema.nullable(),
  stored: z.array(numberSchema).max(answerSeqsMax),
  refused: z
    .array(
      z.strictObject({
        seq: numberSchema.nullable(),
        reason: refusalReasonSchema,
        detail: z.string().max(500),
      }),
    )
    .max(answerSeqsMax),
});
export type Answer = z.infer<typeof answerSchema>;

/**
 * What the server asks of an agent: send the held entries again from a number on; send a camera's video now, with a
 * ticket that opens the server's door for this camera once; stop sending it; send one still picture, with a ticket too;
 * read the site's configuration again; raise a test alarm of a source, under the command's id; send bytes by which the
 * line is measured. `goodbye` tells why the connection ends now: the key was withdrawn, or the site is out of use.
 */
export const siteCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ id: keySchema, kind: z.literal('resend'), epoch: epochSchema, fromSeq: numberSchema }),
  z.strictObject({ id: keySchema, kind: z.literal('stream.start'), sourceId: idSchema, ticket: keySchema }),
  z.strictObject({ id: keySchema, kind: z.literal('stream.stop'), sourceId: idSchema }),
  z.strictObject({ id: keySchema, kind: z.literal('still.send'), sourceId: idSchema, ticket: keySchema }),
  z.strictObject({ id: keySchema, kind: z.literal('config.read') }),
  z.strictObject({ id: keySchema, kind: z.literal('alarm.test'), sourceId: idSchema }),
  z.strictObject({ id: keySchema, kind: z.literal('line.measure'), ticket: keySchema }),
  z.strictObject({ id: keySchema, kind: z.literal('goodbye'), reason: z.enum(['key_revoked', 'retired']) }),
]);
export type SiteCommand = z.infer<typeof siteCommandSchema>;

/**
 * The agent's reply to a command, with what its outbox holds now. `no_picture`: the camera shows nothing now;
 * `codec_not_sent`: its codec does not fit the stream (H.265), a still does; `no_way`: the agent's configuration has no
 * web address of the server; `busy`: as many streams as this agent may send are being sent.
 */
export const siteReplySchema = z.strictObject({
  id: keySchema,
  result: z.enum([
    'done',
    'other_epoch',
    'not_understood',
    'unknown_source',
    'no_picture',
    'codec_not_sent',
    'no_way',
    'busy',
  ]),
  epoch: epochSchema,
  oldestHeld: numberSchema,
  next: numberSchema,
});
export type SiteReply = z.infer<typeof siteReplySchema>;
