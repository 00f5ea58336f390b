// Which sites are there: births, wills and silence become presence events, one each (rules P1, P2).
import { sitePresenceMessageSchema, siteReplySchema } from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { understood } from '../ingest/admission.js';
import { Ingest } from '../ingest/ingest.service.js';
import { SiteLink } from '../ingest/site-link.js';
import type { Db } from '../store/database.store.js';
import { registerNumber } from '../store/register.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { born, darkness, type Heard, held, type Moment, spoke, willed } from './presence.js';
import { mergeNews, type News, newsAgain, saveNews, type Turn } from './presence.store.js';
import { readRegistered } from './registered.store.js';
import { SaveQueue } from './save-queue.store.js';

const lookEveryMs = 1_000;
/** A process that has not looked for so long did not hear either, whatever stopped it. */
const stalledAfterMs = 5_000;
const compareEveryMs = 10_000;
/** So many births of sites that are not known yet wait for the next look at the register. */
const strangersMax = 1_000;

@Injectable()
export class Sites {
  private readonly heard = new Map<string, Heard>();
  /** The sources of each registered site. */
  private sources: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  /** The register's number when it was read last. */
  private registerN: number | null = null;
  /** What sites told at their birth before this server knew of them. */
  private strangers = new Map<string, () => void>();
  private readonly queue: SaveQueue<News>;
  private stops: (() => Promise<void>)[] = [];
  private lookedMs = 0;
  private hearsSinceMs = 0;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly ingest: Ingest,
    private readonly link: SiteLink,
  ) {
    const save: SaveQueue<News>['parts']['save'] = (tx, batch) => saveNews(tx, batch, world);
    this.queue = new SaveQueue({ db, world, name: 'sites', merge: mergeNews, again: newsAgain, save });
    link.on('presence', (siteId, topic, payload) => this.onPresence(siteId, topic, payload));
    link.on('alarms', (siteId) => void this.hears(siteId));
    link.on('replies', (siteId, topic, payload) => this.onReply(siteId, topic, payload));
  }

  /** A site that was online before a restart has as long to speak again as any other silence. */
  async start(): Promise<void> {
    await this.readRegister();
    this.lookedMs = this.hearsSinceMs = this.world.steadyMs();
    this.stops = [
      this.world.every(lookEveryMs, 'sites', () => this.look()),
      this.world.every(lookEveryMs, 'register', () => this.readRegister()),
      this.world.every(compareEveryMs, 'sites', () => this.compare()),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
    await this.queue.stop();
  }

  /**
   * Takes up what has come into the register since it was read last, and lets go of what was retired: a new site is
   * heard within a second or two, without a restart, and nobody waits for one that is out of use.
   */
  async readRegister(): Promise<void> {
    const n = await registerNumber(this.db);
    if (n === this.registerN && this.strangers.size === 0) return;
    const strangers = this.strangers;
    this.strangers = new Map();
    const registered = await readRegistered(this.db);
    const last = this.now();
    for (const siteId of this.heard.keys()) if (!registered.has(siteId)) this.heard.delete(siteId);
    for (const [siteId, { presence, link }] of registered)
      if (!this.heard.has(siteId))
        this.heard.set(siteId, { presence, link, last, willMs: null, waitsSinceMs: last.steadyMs });
    this.sources = new Map([...registered].map(([siteId, { sources }]) => [siteId, sources]));
    this.registerN = n;
    // Who is still none of ours is forgotten: whoever may connect is in the register by then.
    for (const [siteId, tell] of strangers) if (this.heard.has(siteId)) tell();
  }

  /** Whether this source of this site is registered and not retired. */
  isRegistered(siteId: string, sourceId: string): boolean {
    return this.sources.get(siteId)?.has(sourceId) ?? false;
  }

  /** Tells of every site that has gone dark by now, one event each (P2). Without a line nobody is judged. */
  lookForSilence(): void {
    const { standsSinceMs } = this.link;
    if (standsSinceMs === null) return;
    const nowMs = this.world.steadyMs();
    const hearsSinceMs = Math.max(standsSinceMs, this.hearsSinceMs);
    for (const [siteId, heard] of this.heard) {
      const because = darkness(heard, nowMs, hearsSinceMs);
      if (!because) continue;
      this.heard.set(siteId, { ...heard, presence: 'dark', willMs: null });
      this.turn(siteId, { to: 'dark', lastHeardAtMs: heard.last.atMs, because });
    }
  }

  /** Holds what was heard against the store, where another server may have told otherwise. */
  async compare(): Promise<void> {
    if (this.link.standsSinceMs === null) return;
    const rows = await this.db.selectFrom('sites').select(['site_id', 'presence']).execute();
    const nowMs = this.world.steadyMs();
    for (const { site_id: siteId, presence } of rows) {
      const heard = this.heard.get(siteId);
      if (!heard || this.queue.holds(siteId)) continue;
      const after = held(heard, presence as Heard['presence'], nowMs);
      if (after === 'tell') this.turn(siteId, { to: 'online' });
      else if (after) this.heard.set(siteId, after);
    }
  }

  /** Something came from this site: that ends its silence. False where it was not registered. */
  hears(siteId: string): boolean {
    const before = this.heard.get(siteId);
    if (!before) return false;
    const after = spoke(before, this.now());
    this.heard.set(siteId, after);
    if (before.presence === 'dark') this.turn(siteId, { to: 'online' });
    return true;
  }

  onPresence(siteId: string, topic: string, payload: Buffer): void {
    const message = this.read(sitePresenceMessageSchema, siteId, topic, payload);
    const before = this.heard.get(siteId);
    if (!message) return;
    if (!before) {
      if (this.strangers.size < strangersMax || this.strangers.has(siteId))
        this.strangers.set(siteId, () => this.onPresence(siteId, topic, payload));
      return;
    }
    if (!message.online) {
      this.heard.set(siteId, willed(before, message.link, this.now()));
      return;
    }
    this.heard.set(siteId, born(message.link, this.now()));
    // Told in any case: the store knows whether it is news, this server alone does not.
    this.queue.add(siteId, { birth: message, held: null, turns: [{ to: 'online' }] });
  }

  /** Every reply tells what the outbox holds now, whatever it replies to (D5). */
  private onReply(siteId: string, topic: string, payload: Buffer): void {
    const reply = this.read(siteReplySchema, siteId, topic, payload);
    if (reply && this.hears(siteId)) this.queue.add(siteId, { birth: null, held: reply, turns: [] });
  }

  /** Settles when all that was heard is saved. */
  saved(): Promise<void> {
    return this.queue.drained();
  }

  private look(): void {
    const nowMs = this.world.steadyMs();
    if (nowMs - this.lookedMs > stalledAfterMs) this.hearsSinceMs = nowMs;
    this.lookedMs = nowMs;
    this.lookForSilence();
  }

  private turn(siteId: string, turn: Turn): void {
    this.queue.add(siteId, { birth: null, held: null, turns: [turn] });
  }

  private now(): Moment {
    return { steadyMs: this.world.steadyMs(), atMs: this.world.nowMs() };
  }

  /** What breaks its schema is kept apart, counted and answered like a refused entry (D6). */
  private read<T>(schema: z.ZodType<T>, siteId: string, topic: string, payload: Buffer): T | null {
    const read = understood(schema, { siteId, topic, payload, bytes: payload.length, foreign: false });
    if (read.ok) return read.value;
    this.ingest.refuse(read.refusal);
    return null;
  }
}
