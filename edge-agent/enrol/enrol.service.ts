// A box comes for its credentials: asks, with the proof that it knows its sticker's code, until it has been claimed.
import { deviceRoutes } from '@haixi/proto/devices/device-routes';
import { enrolledSchema, nonceSchema } from '@haixi/proto/devices/orders';
import type { z } from 'zod';
import type { Clock } from '../clock.js';
import type { Say } from '../line.js';
import { backoffMs, type Bounds } from '../retry.js';
import { brokerFault, webFault } from './addresses.js';
import type { Granted, Pending } from './box.store.js';
import { proofOf } from './proof.js';
import { type Answer, askDoor } from './web-door.service.js';

/** An installer stands before the box: it does not wait longer than this to ask again. */
const bounds: Bounds = { firstMs: 1_000, lastMs: 15_000 };

/** A nonce stands for a minute; near its end it is not used any more. */
const nonceForMs = 45_000;

/** After these no later try can go better with the same sticker. */
const finalCodes: Readonly<Record<string, string>> = {
  wrong_proof: 'the server does not know this sticker’s code: read the sticker again, every character of it',
  already_enrolled:
    'another box has enrolled with this sticker: who administers the server can let it be claimed again',
};

/** Words for what may still go well. */
const waitingCodes: Readonly<Record<string, string>> = {
  claim_expired: 'the ten minutes since the scan are over: scan the sticker again at /install',
};

type Nonce = z.infer<typeof nonceSchema>;

export interface EnrolParts {
  readonly pending: Pending;
  readonly agent: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
}

export type Enrolled = { ok: true; granted: Granted } | { ok: false; fault: string };

/** Ends with the credentials, or with what no further try can mend. `pending` has to be on the disk before. */
export async function enrol(parts: EnrolParts): Promise<Enrolled> {
  const { clock, random, say, pending } = parts;
  let nonce: { text: string; untilMs: number } | null = null;
  let failedTries = 0;
  let said = '';
  for (;;) {
    const answer: Answer =
      nonce !== null && clock.steadyMs() < nonce.untilMs
        ? await ask(parts, nonce.text)
        : await post(parts, deviceRoutes.enrolNonce.path, { serial: pending.serial });
    let waitMs = 0;
    if (answer.ok) {
      failedTries = 0;
      const enrolled = enrolledSchema.safeParse(answer.json).data;
      const fresh: Nonce | undefined = nonceSchema.safeParse(answer.json).data;
      if (enrolled?.state === 'granted') return granted(enrolled, pending);
      if (fresh) nonce = { text: fresh.nonce, untilMs: clock.steadyMs() + nonceForMs };
      else waitMs = enrolled?.againMs ?? bounds.lastMs;
      if (enrolled && said !== 'waiting') say('enrolment_waits', { serial: pending.serial });
      if (enrolled) said = 'waiting';
    } else {
      nonce = null;
      const final = finalCodes[answer.code];
      if (final !== undefined) return { ok: false, fault: final };
      const why = waitingCodes[answer.code] ?? `${answer.status || ''} ${answer.code} ${answer.todo}`.trim();
      if (said !== why && answer.code !== 'nonce_expired') say('enrolment_not_yet', { why });
      said = why;
      // A nonce from before the scan is worth nothing: with a fresh one the box is let in at once.
      const isStale = answer.code === 'nonce_expired' && failedTries === 0;
      waitMs = isStale ? 0 : Math.max(answer.afterMs, backoffMs(failedTries, random(), bounds));
      failedTries += 1;
    }
    if (waitMs > 0) await new Promise<void>((done) => void clock.after(waitMs, done));
  }
}

function ask(parts: EnrolParts, nonce: string): Promise<Answer> {
  const { serial, key, claimCode } = parts.pending;
  const proof = proofOf(claimCode, { serial, nonce, key });
  return post(parts, deviceRoutes.enrol.path, { serial, nonce, key, proof, agent: parts.agent });
}

function post({ pending, clock }: EnrolParts, path: string, body: unknown): Promise<Answer> {
  return askDoor({ url: `${pending.server}${path}`, method: 'POST', body }, clock);
}

/** What the server grants is checked as what people write is: a key goes nowhere without TLS. */
function granted(
  { siteId, server, web }: { siteId: string; server: string; web: string },
  { serial, key }: Pending,
): Enrolled {
  const fault = brokerFault(server) ?? webFault(web);
  if (fault !== null) return { ok: false, fault: `the server grants what is not safe: ${fault}` };
  return { ok: true, granted: { serial, siteId, key, server, web: new URL(web).origin } };
}
