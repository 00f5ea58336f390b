// What sites measure: the latest readings for screens, one a minute for a day, and thresholds crossed as events.
import { anyReadingsSchema, type Readings } from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import { understood } from '../ingest/admission.js';
import { Ingest } from '../ingest/ingest.service.js';
import { SiteLink } from '../ingest/site-link.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { SiteHealth } from './health.js';
import { pruneHistory, saveHistory } from './history.store.js';
import { SaveQueue } from './save-queue.store.js';
import { Sites } from './sites.service.js';
import { allOpenTroubles, tellTroubles } from './troubles.store.js';

const pruneEveryMs = 60_000;

/** A site's readings with the time the server got them and how far its clock was ahead then. */
interface Got {
  readonly atMs: number;
  readonly skewMs: number;
  readonly readings: Readings;
}

@Injectable()
export class CameraReadings {
  /** Registered sources by site; readings of others are shown, but not kept or judged. */
  private sources = new Map<string, Set<string>>();
  private readonly health = new Map<string, SiteHealth>();
  /** Only the latest of each site waits for the store. */
  private readonly latest = new Map<string, Got>();
  private readonly queue: SaveQueue;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly ingest: Ingest,
    private readonly sites: Sites,
    link: SiteLink,
  ) {
    this.queue = new SaveQueue(db, 'readings');
    link.on('readings', (siteId, topic, payload) => this.onReadings(siteId, topic, payload));
  }

  /** Takes up the troubles that were told before a restart, and the counters where they stood. */
  async start(): Promise<void> {
    const sources = await this.db.selectFrom('sources').select(['site_id', 'source_id']).execute();
    for (const { site_id, source_id } of sources)
      this.sources.set(site_id, (this.sources.get(site_id) ?? new Set()).add(source_id));
    for (const [siteId, open] of await allOpenTroubles(this.db))
      this.health.set(siteId, new SiteHealth(open));
    const rows = await this.db.selectFrom('readings').selectAll().execute();
    for (const { site_id, server_at_ms, readings } of rows)
      // Checked by its schema before it was stored.
      this.healthOf(site_id).resume(this.registered(site_id, JSON.parse(readings) as Readings), server_at_ms);
    this.timer = setInterval(
      () => this.queue.add((tx) => pruneHistory(tx, this.world.nowMs())),
      pruneEveryMs,
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.queue.stop();
  }

  onReadings(siteId: string, topic: string, payload: Buffer): void {
    const arrived = { siteId, topic, payload, bytes: payload.length, foreign: false };
    const read = understood(anyReadingsSchema, arrived);
    if (!read.ok) return this.ingest.refuse(read.refusal);
    if (!this.sites.hears(siteId)) return;
    const atMs = this.world.nowMs();
    const got: Got = { atMs, skewMs: read.value.atMs - atMs, readings: read.value };
    this.keep(siteId, got);
    const changes = this.healthOf(siteId).judge(this.registered(siteId, got.readings), got.skewMs, atMs);
    if (changes.length > 0) this.queue.add((tx) => tellTroubles(tx, siteId, changes, this.world));
  }

  private keep(siteId: string, got: Got): void {
    const isQueued = this.latest.has(siteId);
    this.latest.set(siteId, got);
    if (isQueued) return;
    this.queue.add(async (tx) => {
      const latest = this.latest.get(siteId)!;
      await saveLatest(tx, siteId, latest);
      await saveHistory(tx, siteId, { ...latest, readings: this.registered(siteId, latest.readings) });
      if (this.latest.get(siteId) === latest) this.latest.delete(siteId);
    });
  }

  private healthOf(siteId: string): SiteHealth {
    const health = this.health.get(siteId) ?? new SiteHealth([]);
    this.health.set(siteId, health);
    return health;
  }

  private registered(siteId: string, readings: Readings): Readings {
    const known = this.sources.get(siteId);
    return { ...readings, cameras: readings.cameras.filter(({ sourceId }) => known?.has(sourceId)) };
  }
}

async function saveLatest(tx: Tx, siteId: string, { atMs, skewMs, readings }: Got): Promise<void> {
  const row = { server_at_ms: atMs, skew_ms: skewMs, readings: JSON.stringify(readings) };
  await tx
    .insertInto('readings')
    .values({ site_id: siteId, ...row })
    .onConflict((clash) => clash.column('site_id').doUpdateSet(row))
    .execute();
}
