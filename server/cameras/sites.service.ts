// What sites tell of themselves: births and wills become presence events, readings the latest values.
import type { EventDraft } from '@haixi/proto/live/events';
import { forbiddenField } from '@haixi/proto/mqtt/forbidden';
import {
  anyReadingsSchema,
  type SitePresenceMessage,
  sitePresenceMessageSchema,
  siteReplySchema,
} from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { record } from '../incidents/incidents.store.js';
import { parseJson, printable, type Refusal, told } from '../ingest/admission.js';
import { Ingest } from '../ingest/ingest.service.js';
import { MqttLink } from '../ingest/mqtt-link.service.js';
import { type Db, isWrongValue, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { born, darkness, type Heard, spoke, willed } from './presence.js';

const lookEveryMs = 1_000;

@Injectable()
export class Sites {
  private readonly heard = new Map<string, Heard>();
  private timer: NodeJS.Timeout | null = null;
  /** Changes of one process go into the store one after another, in the order they were heard. */
  private queue: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly latest = new Map<string, { server_at_ms: number; skew_ms: number; readings: string }>();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly ingest: Ingest,
    link: MqttLink,
  ) {
    link.on('presence', (siteId, topic, payload) => this.onPresence(siteId, topic, payload));
    link.on('readings', (siteId, topic, payload) => this.onReadings(siteId, topic, payload));
    link.on('replies', (siteId, topic, payload) => void this.read(siteReplySchema, siteId, topic, payload));
  }

  /** A site that was online before a restart has as long to speak again as any other silence. */
  async start(): Promise<void> {
    const nowMs = this.world.nowMs();
    const rows = await this.db.selectFrom('sites').select(['site_id', 'presence', 'link']).execute();
    for (const row of rows) {
      const presence = row.presence as Heard['presence'];
      this.heard.set(row.site_id, { presence, link: row.link, lastHeardAtMs: nowMs, willAtMs: null });
    }
    this.timer = setInterval(() => this.lookForSilence(), lookEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearInterval(this.timer);
    await this.queue;
  }

  /** Tells of every site that has gone dark by now, one event each (P2). */
  lookForSilence(): void {
    for (const [siteId, heard] of this.heard) {
      const because = darkness(heard, this.world.nowMs());
      if (!because) continue;
      this.heard.set(siteId, { ...heard, presence: 'dark', willAtMs: null });
      const data = { siteId, lastHeardAtMs: heard.lastHeardAtMs, because };
      this.change(siteId, (areaId) => ({ areaId, type: 'site.dark', actor: { kind: 'system' }, data }));
    }
  }

  private onHeard(siteId: string): void {
    const before = this.heard.get(siteId);
    if (!before) return;
    const after = spoke(before, this.world.nowMs());
    this.heard.set(siteId, after);
    if (before.presence === 'dark' && after.presence === 'online') this.tellOnline(siteId);
  }

  onPresence(siteId: string, topic: string, payload: Buffer): void {
    const message = this.read(sitePresenceMessageSchema, siteId, topic, payload);
    const before = this.heard.get(siteId);
    if (!message || !before) return;
    const nowMs = this.world.nowMs();
    if (!message.online) {
      this.heard.set(siteId, willed(before, message.link, nowMs));
      return;
    }
    this.heard.set(siteId, born(message.link, nowMs));
    this.enqueue((tx) => saveBirth(tx, siteId, message));
    if (before.presence !== 'online') this.tellOnline(siteId);
  }

  /** Only the latest of each site waits for the store: an older one is of no use to anybody. */
  onReadings(siteId: string, topic: string, payload: Buffer): void {
    const readings = this.read(anyReadingsSchema, siteId, topic, payload);
    if (!readings || !this.heard.has(siteId)) return;
    this.onHeard(siteId);
    const isQueued = this.latest.has(siteId);
    const nowMs = this.world.nowMs();
    const skewMs = readings.atMs - nowMs;
    this.latest.set(siteId, {
      server_at_ms: nowMs,
      skew_ms: skewMs,
      readings: JSON.stringify(readings),
    });
    if (isQueued) return;
    this.enqueue(async (tx) => {
      const latest = this.latest.get(siteId)!;
      await tx
        .insertInto('readings')
        .values({ site_id: siteId, ...latest })
        .onConflict((clash) => clash.column('site_id').doUpdateSet(latest))
        .execute();
      if (this.latest.get(siteId) === latest) this.latest.delete(siteId);
    });
  }

  private tellOnline(siteId: string): void {
    this.change(siteId, (areaId) => ({
      areaId,
      type: 'site.online',
      actor: { kind: 'site', id: siteId },
      data: { siteId },
    }));
  }

  /** A presence that differs from the stored one is saved with its event, in one transaction. */
  private change(siteId: string, draftOf: (areaId: string) => EventDraft): void {
    this.enqueue(async (tx) => {
      const site = await tx
        .selectFrom('sites')
        .select(['area_id', 'presence'])
        .where('site_id', '=', siteId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!site) return;
      const draft = draftOf(site.area_id);
      const presence = draft.type === 'site.online' ? 'online' : 'dark';
      if (site.presence === presence) return;
      const [event] = await record(tx, [draft], new Map(), this.world);
      await tx
        .updateTable('sites')
        .set({ presence, presence_at_ms: event!.atMs })
        .where('site_id', '=', siteId)
        .execute();
    });
  }

  /**
   * Tries until it is saved: what is heard changes the map, and must not be lost to a store that is away. Values that
   * the store can't take are given up, so that they hold up no other site.
   */
  private enqueue(save: (tx: Tx) => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      for (let pauseMs = 100; !this.stopped; pauseMs = Math.min(pauseMs * 2, 5_000)) {
        try {
          await this.db.transaction().execute(save);
          return;
        } catch (error) {
          const givenUp = isWrongValue(error);
          const next = givenUp ? 'given up' : 'tries again';
          process.stdout.write(`sites: could not save, ${next}: ${(error as Error).message}\n`);
          if (givenUp) return;
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
    });
  }

  /** What breaks its schema is kept apart, counted and answered like a refused entry (D6). */
  private read<T>(schema: z.ZodType<T>, siteId: string, topic: string, payload: Buffer): T | null {
    const refuse = (reason: Refusal['reason'], detail: string): null => {
      const arrived = { siteId, topic, payload, bytes: payload.length, foreign: false };
      this.ingest.refuse({ siteId, epoch: null, seq: null, reason, detail: printable(detail), arrived });
      return null;
    };
    const json = parseJson(payload);
    if (!json.ok) return refuse('not_json', `payload: not UTF-8 JSON (${json.fault})`);
    const forbidden = forbiddenField(json.value);
    if (forbidden) return refuse('forbidden_field', `${forbidden}: X1 forbids such a field`);
    const read = schema.safeParse(json.value);
    return read.success ? read.data : refuse('bad_body', told('message', read.error));
  }
}

async function saveBirth(
  tx: Tx,
  siteId: string,
  birth: Extract<SitePresenceMessage, { online: true }>,
): Promise<void> {
  const { link, epoch, oldestHeld, next, agent } = birth;
  await tx
    .updateTable('sites')
    .set({ link, epoch, oldest_held: oldestHeld, next_seq: next, agent })
    .where('site_id', '=', siteId)
    .execute();
}
