// Ingest: takes what sites publish, stores it in batches, and answers each entry only when it is committed (D2).
import { Inject, Injectable } from '@nestjs/common';
import type { ForeignPublish } from '../broker/broker-address.js';
import { type Db, worthRetrying } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Admission, admission, type Arrived } from './admission.js';
import { type SiteAnswer, storeBatch } from './batch.store.js';
import { MqttLink } from './mqtt-link.service.js';

const batchMax = 500;
/** So many messages wait while the store is away; more are let go, because agents send again until answered. */
const waitingMax = 20_000;
const backOffMs = { first: 100, most: 5_000 };

@Injectable()
export class Ingest {
  private waiting: Arrived[] = [];
  private working: Promise<void> | null = null;
  private stopped = false;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly link: MqttLink,
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
    if (this.stopped || this.waiting.length >= waitingMax) return;
    this.waiting.push(arrived);
    this.working ??= this.work().finally(() => {
      this.working = null;
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.waiting = [];
    await this.working;
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchMax).map((arrived) => admission(arrived));
      for (const { siteId, answer } of await this.storeUntilDone(batch))
        this.link.send('answers', siteId, answer);
    }
  }

  /** Tries until the store has taken the batch. What the store itself refuses is found by trying one at a time. */
  private async storeUntilDone(batch: readonly Admission[]): Promise<SiteAnswer[]> {
    let pauseMs = backOffMs.first;
    while (!this.stopped) {
      try {
        return await this.db.transaction().execute((tx) => storeBatch(tx, batch, this.world));
      } catch (error) {
        if (worthRetrying(error)) continue;
        if (isOfTheData(error)) return this.storeOneByOne(batch, error);
        process.stdout.write(
          `ingest: the store did not take a batch, tries again: ${(error as Error).message}\n`,
        );
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
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
    if (!only?.ok) throw error;
    const { siteId, epoch, seq, arrived } = only.entry;
    const detail = `body: the store refused it: ${error.message}`.slice(0, 500);
    const refusal = { siteId, epoch, seq, reason: 'bad_body' as const, detail, arrived };
    return this.storeUntilDone([{ ok: false, refusal }]);
  }
}

/** PostgreSQL's classes 22 and 23: the values themselves are wrong, and will be at the next try too. */
function isOfTheData(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));
}
