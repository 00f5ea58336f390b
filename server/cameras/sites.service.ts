// Which sites are there: births, wills and silence become presence events, one each (rules P1, P2).
import type { EventDraft } from '@haixi/proto/live/events';
import {
  type SitePresenceMessage,
  sitePresenceMessageSchema,
  siteReplySchema,
} from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { record } from '../incidents/incidents.store.js';
import { understood } from '../ingest/admission.js';
import { Ingest } from '../ingest/ingest.service.js';
import { SiteLink } from '../ingest/site-link.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { born, darkness, type Heard, spoke, willed } from './presence.js';
import { SaveQueue } from './save-queue.store.js';

const lookEveryMs = 1_000;

@Injectable()
export class Sites {
  private readonly heard = new Map<string, Heard>();
  private timer: NodeJS.Timeout | null = null;
  private readonly queue: SaveQueue;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly ingest: Ingest,
    link: SiteLink,
  ) {
    this.queue = new SaveQueue(db, 'sites');
    link.on('presence', (siteId, topic, payload) => this.onPresence(siteId, topic, payload));
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
    if (this.timer) clearInterval(this.timer);
    await this.queue.stop();
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

  /** Something came from this site: that ends its silence. False where it was not registered. */
  hears(siteId: string): boolean {
    const before = this.heard.get(siteId);
    if (!before) return false;
    const after = spoke(before, this.world.nowMs());
    this.heard.set(siteId, after);
    if (before.presence === 'dark' && after.presence === 'online') this.tellOnline(siteId);
    return true;
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
    this.queue.add((tx) => saveBirth(tx, siteId, message));
    if (before.presence !== 'online') this.tellOnline(siteId);
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
    this.queue.add(async (tx) => {
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

  /** What breaks its schema is kept apart, counted and answered like a refused entry (D6). */
  private read<T>(schema: z.ZodType<T>, siteId: string, topic: string, payload: Buffer): T | null {
    const read = understood(schema, { siteId, topic, payload, bytes: payload.length, foreign: false });
    if (read.ok) return read.value;
    this.ingest.refuse(read.refusal);
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
