// Admission: reads one message from a site's topic as an outbox entry, or says why it can't be understood. Pure.
import { contract, type ContractRange } from '@haixi/proto/mqtt/contract';
import { forbiddenField } from '@haixi/proto/mqtt/forbidden';
import {
  type AlarmBody,
  bodySchemas,
  envelopeSchema,
  type ProofBody,
  type RefusalReason,
} from '@haixi/proto/mqtt/messages';
import type { z } from 'zod';

/** One message as it came off the broker. `bytes` is its full size where `payload` was cut. */
export interface Arrived {
  readonly siteId: string;
  readonly topic: string;
  readonly payload: Buffer;
  readonly bytes: number;
  /** True where it was published to a topic that is not the publisher's. */
  readonly foreign: boolean;
}

interface Entry<Kind extends string, Body> {
  readonly siteId: string;
  readonly epoch: string;
  readonly seq: number;
  readonly kind: Kind;
  readonly body: Body;
  readonly arrived: Arrived;
}

export type AdmittedAlarm = Entry<'alarm', AlarmBody>;
/** A proof of life goes the way of an alarm and is none (rule P3). */
export type AdmittedProof = Entry<'proof', ProofBody>;
export type Admitted = AdmittedAlarm | AdmittedProof;

export interface Refusal {
  readonly siteId: string;
  /** Null where the message could not be read that far. */
  readonly epoch: string | null;
  readonly seq: number | null;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly arrived: Arrived;
}

export type Admission = { ok: true; entry: Admitted } | { ok: false; refusal: Refusal };

/** What a server understands: its range of contract versions, and the bodies of each. */
export interface Spoken {
  readonly range: ContractRange;
  readonly bodies: typeof bodySchemas;
}

const thisRelease: Spoken = { range: contract, bodies: bodySchemas };

/** Understands a message or refuses it with the field and the rule (D6). Versions without a schema are not guessed. */
export function admission(arrived: Arrived, { range, bodies }: Spoken = thisRelease): Admission {
  const { siteId } = arrived;
  const refuse = (
    reason: RefusalReason,
    detail: string,
    at: { epoch: string | null; seq: number | null } = nowhere,
  ) => ({
    ok: false as const,
    refusal: { siteId, epoch: at.epoch, seq: at.seq, reason, detail: printable(detail), arrived },
  });
  const json = parseJson(arrived.payload);
  const envelope = json.ok ? envelopeSchema.safeParse(json.value) : null;
  if (arrived.foreign) {
    const rule = `topic ${printable(arrived.topic)}: a site publishes to its own topics only`;
    return refuse('foreign_topic', rule, envelope?.data);
  }
  if (!json.ok) return refuse('not_json', `payload: not UTF-8 JSON (${json.fault})`);
  if (!envelope?.success)
    return refuse('bad_envelope', told('envelope', envelope!.error), readable(json.value));
  const { v, epoch, seq, kind, body } = envelope.data;
  const at = { epoch, seq };
  if (v < range.min) return refuse('contract_too_old', `v: ${v} is below ${range.min}; update the agent`, at);
  const kinds = v > range.max ? undefined : bodies[v];
  if (!kinds) return refuse('contract_too_new', `v: ${v} is above ${range.max}; update the server`, at);
  const schema = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!schema) return refuse('unknown_kind', `kind: ${printable(kind)} is not in contract ${v}`, at);
  const forbidden = forbiddenField(body, 'body');
  if (forbidden) return refuse('forbidden_field', `${printable(forbidden)}: X1 forbids such a field`, at);
  const read = schema.safeParse(body);
  if (!read.success) return refuse('bad_body', told('body', read.error), at);
  // The schema of its kind has just been run, and what an earlier version of an alarm lacks is optional.
  const entry: Admitted =
    kind === 'proof'
      ? { siteId, ...at, kind, body: read.data as ProofBody, arrived }
      : { siteId, ...at, kind: 'alarm', body: read.data as AlarmBody, arrived };
  return { ok: true, entry };
}

/** Understands a message that is no outbox entry by its schema, or refuses it in the same way (D6). */
export function understood<T>(
  schema: z.ZodType<T>,
  arrived: Arrived,
): { ok: true; value: T } | { ok: false; refusal: Refusal } {
  const refuse = (reason: RefusalReason, detail: string) => ({
    ok: false as const,
    refusal: { siteId: arrived.siteId, ...nowhere, reason, detail: printable(detail), arrived },
  });
  const json = parseJson(arrived.payload);
  if (!json.ok) return refuse('not_json', `payload: not UTF-8 JSON (${json.fault})`);
  const forbidden = forbiddenField(json.value);
  if (forbidden) return refuse('forbidden_field', `${forbidden}: X1 forbids such a field`);
  const read = schema.safeParse(json.value);
  return read.success ? { ok: true, value: read.data } : refuse('bad_body', told('message', read.error));
}

const nowhere = { epoch: null, seq: null };

/** So much of a refusal's words is kept and answered. */
const detailCharactersMax = 200;

/** Text that a database, a log, a screen and a terminal can take: no control characters, no half ones, not long. */
export function printable(text: string): string {
  return text
    .slice(0, detailCharactersMax)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '·')
    .trim();
}

/** The JSON of a payload; `fault` is printable. */
export function parseJson(payload: Buffer): { ok: true; value: unknown } | { ok: false; fault: string } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, fault: printable((error as Error).message) };
  }
}

/** Epoch and seq of an envelope that is otherwise broken, so that the agent can be told which entry it was. */
function readable(value: unknown): { epoch: string | null; seq: number | null } {
  if (typeof value !== 'object' || value === null) return nowhere;
  const { epoch, seq } = envelopeSchema.shape;
  const fields = value as { epoch?: unknown; seq?: unknown };
  const epochRead = epoch.safeParse(fields.epoch);
  const seqRead = seq.safeParse(fields.seq);
  return epochRead.success && seqRead.success ? { epoch: epochRead.data, seq: seqRead.data } : nowhere;
}

/** The first fault of a message: where it is and what rule it breaks. What the sender wrote may stand in it. */
export function told(root: string, error: z.ZodError): string {
  const issue = error.issues[0]!;
  const keys = issue.code === 'unrecognized_keys' ? [issue.keys.join(', ')] : [];
  return `${[root, ...issue.path.map(String), ...keys].map(printable).join('.')}: ${issue.message}`;
}
