// Ingest: takes what sites publish, stores it in batches, and answers each entry only when it is committed (D2).
import { sitePresenceMessageSchema } from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import type { ForeignPublish } from '../broker/broker-address.js';
import { type Db, isOfTheData, type Tx, worthRetrying } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Admission, admission, type Arrived, type Refusal, understood } from './admission.js';
import { answers, type SiteAnswer } from './answers.js';
import { countOnly, storeBatch } from './batch.store.js';
import { Lanes } from './lanes.js';
import { countTimes, payloadBytesKept } from './quarantine.store.js';
import { SiteLink } from './site-link.js';
import { type Birth, laneBounds, waiting } from './waiting.js';

const batchMax = 500;
const backOffMs = { first: 100, most: 5_000 };

@Injectable()
export class Ingest {
  private readonly lanes = new Lanes<Admission>(laneBounds);
  /** What each site told of its outbox when it last came back. */
  private readonly births = new Map<string, Birth>();
  /** Refusals without a number that found no room: they are not sent again, so that they came is all there is to keep. */
  private uncounted = new Map<string, number>();
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
    // What can't be read of it is refused by who looks after presence.
    link.on('presence', (siteId, topic, payload) => {
      const arrived = { siteId, topic, payload, bytes: payload.length, foreign: false };
      const read = understood(sitePresenceMessageSchema, arrived);
      if (read.ok && read.value.online) {
        const { epoch, next } = read.value;
        this.births.set(siteId, { epoch, next });
      }
    });
  }

  /** Takes one message; it is stored and answered when its turn has come. */
  take(arrived: Arrived): void {
    this.wait(admission(arrived));
  }

  /** Takes what another feature could not understand: kept apart, counted and answered like a refused entry (D6). */
  refuse(refusal: Refusal): void {
    this.wait({ ok: false, refusal });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.lanes.clear();
    await this.working;
  }

  private wait(one: Admission): void {
    if (this.stopped) return;
    const { siteId } = one.ok ? one.entry : one.refusal;
    const kept = one.ok ? one : { ok: false as const, refusal: shortened(one.refusal) };
    for (const gone of this.lanes.add(waiting(kept, this.births.get(siteId)))) {
      if (gone.ok || gone.refusal.seq !== null) continue;
      const { reason } = gone.refusal;
      this.uncounted.set(reason, (this.uncounted.get(reason) ?? 0) + 1);
    }
    this.working ??= this.work().finally(() => {
      this.working = null;
    });
  }

  private async work(): Promise<void> {
    while (this.lanes.size > 0) {
      const batch = this.lanes.take(batchMax);
      for (const { siteId, answer } of await this.storeUntilDone(batch))
        this.link.send('answers', siteId, answer);
      await this.countLetGo();
    }
  }

  /** Tries until the store has taken the batch. A value at fault is found by trying one at a time. */
  private async storeUntilDone(batch: readonly Admission[]): Promise<SiteAnswer[]> {
    const done = await this.untilDone((tx) => storeBatch(tx, batch, this.world));
    if (done === null) return [];
    if (!(done instanceof Error)) return done;
    if (batch.length > 1) {
      const all: SiteAnswer[] = [];
      for (const one of batch) all.push(...(await this.storeUntilDone([one])));
      return all;
    }
    return this.refuseUntilDone(batch[0]!, done);
  }

  private async refuseUntilDone(one: Admission, error: Error): Promise<SiteAnswer[]> {
    this.world.say(`ingest: an entry can’t be stored and is refused: ${error.message}`);
    if (one.ok) {
      const { siteId, epoch, seq, arrived } = one.entry;
      const detail = 'body: the store can’t take these values';
      const refusal = { siteId, epoch, seq, reason: 'bad_body' as const, detail, arrived };
      return this.storeUntilDone([{ ok: false, refusal }]);
    }
    // Not even its refusal can be kept: it is counted and answered, and holds up nothing.
    const { refusal } = one;
    const done = await this.untilDone((tx) => countOnly(tx, refusal));
    if (done === null) return [];
    return done instanceof Error ? answers([], [refusal]) : done;
  }

  /** In a transaction, again and again; null once stopped, and the error where the values themselves are at fault. */
  private async untilDone<T>(run: (tx: Tx) => Promise<T>): Promise<T | Error | null> {
    let pauseMs = backOffMs.first;
    while (!this.stopped) {
      try {
        return await this.db.transaction().execute(run);
      } catch (error) {
        if (worthRetrying(error)) continue;
        if (isOfTheData(error)) return error;
        this.world.say(`ingest: the store did not take a batch, tries again: ${(error as Error).message}`);
        await this.world.wait(pauseMs);
        pauseMs = Math.min(pauseMs * 2, backOffMs.most);
      }
    }
    return null;
  }

  private async countLetGo(): Promise<void> {
    if (this.uncounted.size === 0) return;
    const times = this.uncounted;
    this.uncounted = new Map();
    await this.untilDone((tx) => countTimes(tx, times));
  }
}

/** Of a refused message only the beginning is kept, in memory as in the store; a part of a buffer would hold the whole. */
function shortened(refusal: Refusal): Refusal {
  const payload = Buffer.from(refusal.arrived.payload.subarray(0, payloadBytesKept));
  return { ...refusal, arrived: { ...refusal.arrived, payload } };
}
