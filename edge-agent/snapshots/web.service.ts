// The way of pictures to the server: one PUT each, with the site's id and key.
import { queryRoutes } from '@haixi/proto/commands/routes';
import type { Clock } from '../clock.js';
import { faultText } from '../line.js';
import { type Answered, answered } from './answer.js';
import type { Taken } from './shelf.store.js';

/** Long enough for a picture of full size over a line of 200 kbit/s. */
const answerWithinMs = 60_000;

/** Of an answer no more than this is read. */
const answerCharsMax = 2_000;

export interface WebParts {
  /** Origin of the server's web address. */
  readonly web: string;
  readonly siteId: string;
  readonly key: string;
  readonly clock: Clock;
}

export class Web {
  private readonly aborts = new Map<AbortController, string | null>();

  constructor(private readonly parts: WebParts) {}

  /** Sends the snapshot of an outbox entry. Never rejects. */
  putSnapshot({ epoch, seq, takenAtMs, sourceId }: Taken, jpeg: Buffer): Promise<Answered> {
    const path = queryRoutes.putSnapshot.path.replace(':epoch', epoch).replace(':seq', String(seq));
    const query = { takenAtMs: String(takenAtMs) };
    return this.put(path, sourceId === null ? query : { ...query, sourceId }, jpeg, sourceId);
  }

  /** Sends a still that the server has given a ticket for. Never rejects. */
  putStill(sourceId: string, ticket: string, takenAtMs: number, jpeg: Buffer): Promise<Answered> {
    const path = queryRoutes.putStill.path.replace(':sourceId', sourceId);
    return this.put(path, { ticket, takenAtMs: String(takenAtMs) }, jpeg, sourceId);
  }

  /** Gives up what is under way. */
  stop(): void {
    for (const abort of this.aborts.keys()) abort.abort(new Error('the agent stops'));
  }

  /** Gives up what of this camera is under way: it may not be seen any more as it is. */
  cutOff(sourceId: string): void {
    for (const [abort, of] of this.aborts) {
      if (of === null || of === sourceId) abort.abort(new Error('its privacy zones have changed'));
    }
  }

  private async put(
    path: string,
    query: Record<string, string>,
    jpeg: Buffer,
    sourceId: string | null,
  ): Promise<Answered> {
    const { web, siteId, key, clock } = this.parts;
    const abort = new AbortController();
    this.aborts.set(abort, sourceId);
    const stopTimer = clock.after(answerWithinMs, () => abort.abort(new Error('no answer came')));
    try {
      const url = `${web}${path.replace(':siteId', siteId)}?${new URLSearchParams(query).toString()}`;
      const response = await fetch(url, {
        method: 'PUT',
        headers: {
          'content-type': 'image/jpeg',
          authorization: `Basic ${Buffer.from(`${siteId}:${key}`).toString('base64')}`,
        },
        body: new Uint8Array(jpeg),
        // Key and picture are for this server alone.
        redirect: 'manual',
        signal: abort.signal,
      });
      return answered(response.status, (await response.text()).slice(0, answerCharsMax));
    } catch (cause) {
      const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
      return { what: 'away', detail: faultText(why) };
    } finally {
      stopTimer();
      this.aborts.delete(abort);
    }
  }
}
