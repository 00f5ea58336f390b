// Ingest: takes what sites publish, stores it in batches, and answers each entry only when it is committed (D2).
import { Inject, Injectable } from '@nestjs/common';
import type { ForeignPublish } from '../broker/broker-address.js';
import { NotCanonical } from '../log/chain.js';
import { type Db, isWrongValue, worthRetrying } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Admission, admission, type Arrived, type Refusal } from './admission.js';
import { answers, type SiteAnswer, storeBatch } from './batch.store.js';
import { SiteLink } from './site-link.js';
import { count } from './quarantine.store.js';

const batchMax = 500;
/** So much waits while the store is away; more is let go, because agents send again until they are answered. */
const waitingBytesMax = 64 * 1024 * 1024;
const backOffMs = { first: 100, most: 5_000 };

@Injectable()
export class Ingest {
  private waiting: Admission[] = [];
  private waitingBytes = 0;
  private working: Promise<void> | null = null;
  private stopped = false;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly link: SiteLink,
  ) {
    link.on('alarms', (siteId, topic, payload) =>
      this.take({ siteId, topic, payload, bytes: payload.length, foreign: false }),
    );
    link.on('refused', (siteId, _topic, payload) => {
      // Written by the embedded broker itself, see broker/.
      const { topic, payload: cut, bytes } = JSON.parse(payload.toString()) as ForeignPublish;
      this.take({ siteId, topic, payload: Buffer.from(cut, 'base64'), bytes, foreign: true });
    });
  }

  /** Takes one message; it is stored and answered with the next batch. */
  take(arrived: Arrived): void {
    this.wait(admission(arrived));
  }

  /** Takes what another feature could not understand: kept apart, counted and answered like a refused entry (D6). */
  refuse(refusal: Refusal): void {
    this.wait({ ok: false, refusal });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.waiting = [];
    await this.working;
  }

  private wait(one: Admission): void {
    const bytes = sizeOf(one);
    if (this.stopped || this.waitingBytes + bytes > waitingBytesMax) return;
    this.waiting.push(one);
    this.waitingBytes += bytes;
    this.working ??= this.work().finally(() => {
      this.working = null;
    });
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchMax);
      for (const one of batch) this.waitingBytes -= sizeOf(one);
      for (const { siteId, answer } of await this.storeUntilDone(batch))
        this.link.send('answers', siteId, answer);
    }
  }

  /** Tries until the store has taken the batch. A value at fault is found by trying one at a time. */
  private async storeUntilDone(batch: readonly Admission[]): Promise<SiteAnswer[]> {
    let pauseMs = backOffMs.first;
    while (!this.stopped) {
      try {
        return await this.db.transaction().execute((tx) => storeBatch(tx, batch, this.world));
      } catch (error) {
        if (worthRetrying(error)) continue;
        if (isOfTheData(error)) return this.storeOneByOne(batch, error as Error);
        this.world.say(`ingest: the store did not take a batch, tries again: ${(error as Error).message}`);
        await this.world.wait(pauseMs);
        pauseMs = Math.min(pauseMs * 2, backOffMs.most);
      }
    }
    return [];
  }

  private async storeOneByOne(batch: readonly Admission[], error: Error): Promise<SiteAnswer[]> {
    const [only] = batch;
    if (batch.length > 1) {
      const all: SiteAnswer[] = [];
      for (const one of batch) all.push(...(await this.storeUntilDone([one])));
      return all;
    }
    this.world.say(`ingest: an entry can’t be stored and is refused: ${error.message}`);
    if (only!.ok) {
      const { siteId, epoch, seq, arrived } = only!.entry;
      const detail = 'body: the store can’t take these values';
      const refusal = { siteId, epoch, seq, reason: 'bad_body' as const, detail, arrived };
      return this.storeUntilDone([{ ok: false, refusal }]);
    }
    // Not even its refusal can be kept: it is counted and answered, and holds up nothing.
    const { refusal } = only!;
    await count(this.db, [refusal.reason]).catch(() => {});
    return answers([], [refusal]);
  }
}

/** What our own code or the store refused because of the values; the store's own troubles are something else. */
function isOfTheData(error: unknown): boolean {
  return (
    isWrongValue(error) ||
    error instanceof NotCanonical ||
    error instanceof TypeError ||
    error instanceof RangeError
  );
}

function sizeOf(one: Admission): number {
  return (one.ok ? one.entry : one.refusal).arrived.payload.length + 500;
}
