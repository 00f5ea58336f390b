// What sites tell of themselves: births and wills become presence events, readings the latest values.
import type { EventDraft } from '@haixi/proto/live/events';
import { forbiddenField } from '@haixi/proto/mqtt/forbidden';
import {
  readingsSchema,
  type SitePresenceMessage,
  sitePresenceMessageSchema,
} from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { record } from '../incidents/incidents.store.js';
import { MqttLink } from '../ingest/mqtt-link.service.js';
import { count } from '../ingest/quarantine.store.js';
import type { Db, Tx } from '../store/database.store.js';
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

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    link: MqttLink,
  ) {
    link.on('presence', (siteId, _topic, payload) => this.onPresence(siteId, payload));
    link.on('readings', (siteId, _topic, payload) => this.onReadings(siteId, payload));
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

  onPresence(siteId: string, payload: Buffer): void {
    const message = this.read(sitePresenceMessageSchema, payload);
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

  onReadings(siteId: string, payload: Buffer): void {
    const readings = this.read(readingsSchema, payload);
    if (!readings) return;
    this.onHeard(siteId);
    const serverAtMs = this.world.nowMs();
    this.enqueue(async (tx) => {
      const row = { site_id: siteId, server_at_ms: serverAtMs, readings: JSON.stringify(readings) };
      const known = await tx
        .selectFrom('sites')
        .select('site_id')
        .where('site_id', '=', siteId)
        .executeTakeFirst();
      if (!known) return;
      const { site_id: _key, ...latest } = row;
      await tx
        .insertInto('readings')
        .values(row)
        .onConflict((clash) => clash.column('site_id').doUpdateSet(latest))
        .execute();
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
  private change(siteId: string, event: (areaId: string) => EventDraft): void {
    this.enqueue(async (tx) => {
      const site = await tx
        .selectFrom('sites')
        .select(['area_id', 'presence'])
        .where('site_id', '=', siteId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!site) return;
      const draft = event(site.area_id);
      const presence = draft.type === 'site.online' ? 'online' : 'dark';
      if (site.presence === presence) return;
      const [told] = await record(tx, [draft], new Map(), this.world);
      await tx
        .updateTable('sites')
        .set({ presence, presence_at_ms: told!.atMs })
        .where('site_id', '=', siteId)
        .execute();
    });
  }

  /** Tries until it is saved: what is heard changes the map, and must not be lost to a store that is away. */
  private enqueue(save: (tx: Tx) => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      for (let pauseMs = 100; !this.stopped; pauseMs = Math.min(pauseMs * 2, 5_000)) {
        try {
          await this.db.transaction().execute(save);
          return;
        } catch (error) {
          process.stdout.write(`sites: could not save, tries again: ${(error as Error).message}\n`);
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
    });
  }

  /** A presence or reading that breaks its schema is counted; there is no entry in it to answer. */
  private read<T>(schema: z.ZodType<T>, payload: Buffer): T | null {
    let value: unknown;
    try {
      value = JSON.parse(payload.toString());
    } catch {
      value = undefined;
    }
    const read = forbiddenField(value) ? null : schema.safeParse(value);
    if (read?.success) return read.data;
    this.enqueue((tx) => count(tx, ['bad_reading']));
    return null;
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
