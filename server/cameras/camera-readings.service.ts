// What sites measure: the latest readings for screens, one a minute for a day, and thresholds crossed as events.
import { anyReadingsSchema, type Readings } from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import { understood } from '../ingest/admission.js';
import { Ingest } from '../ingest/ingest.service.js';
import { SiteLink } from '../ingest/site-link.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Change, SiteHealth } from './health.js';
import { type Got, pruneHistory, saveHistory } from './history.store.js';
import { type Batch, SaveQueue } from './save-queue.store.js';
import { Sites } from './sites.service.js';
import { allOpenTroubles, tellTroubles } from './troubles.store.js';

const pruneEveryMs = 60_000;

/** So many changes of one site wait for a store that is away; of more the latest are kept. */
const changesKept = 100;

/** What is to be saved of a site: its latest readings, and what crossed a threshold. */
interface Taken {
  readonly got: Got;
  readonly changes: readonly Change[];
}

@Injectable()
export class CameraReadings {
  private readonly health = new Map<string, SiteHealth>();
  private readonly queue: SaveQueue<Taken>;
  private stopPruning = () => Promise.resolve();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly ingest: Ingest,
    private readonly sites: Sites,
    link: SiteLink,
  ) {
    this.queue = new SaveQueue({
      db,
      world,
      name: 'readings',
      merge: (earlier, { got, changes }) => {
        return { got, changes: [...earlier.changes, ...changes].slice(-changesKept) };
      },
      again: ({ got, changes }) => ({ got, changes: lastOfEach(changes) }),
      save: (tx, batch) => this.save(tx, batch),
    });
    link.on('readings', (siteId, topic, payload) => this.onReadings(siteId, topic, payload));
  }

  /** Takes up the troubles that were told before a restart, and the counters where they stood. `Sites` has started. */
  async start(): Promise<void> {
    for (const [siteId, open] of await allOpenTroubles(this.db))
      this.health.set(siteId, new SiteHealth(open));
    const rows = await this.db.selectFrom('readings').selectAll().execute();
    for (const { site_id, readings } of rows)
      // Checked by its schema before it was stored.
      this.healthOf(site_id).resume(
        this.registered(site_id, JSON.parse(readings) as Readings),
        this.world.steadyMs(),
      );
    this.stopPruning = this.world.every(pruneEveryMs, 'readings', () =>
      this.db.transaction().execute((tx) => pruneHistory(tx, this.world.nowMs())),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopPruning();
    await this.queue.stop();
  }

  onReadings(siteId: string, topic: string, payload: Buffer): void {
    const arrived = { siteId, topic, payload, bytes: payload.length, foreign: false };
    const read = understood(anyReadingsSchema, arrived);
    if (!read.ok) return this.ingest.refuse(read.refusal);
    if (!this.sites.hears(siteId)) return;
    const atMs = this.world.nowMs();
    const got: Got = { atMs, skewMs: read.value.atMs - atMs, readings: read.value };
    const registered = this.registered(siteId, got.readings);
    const changes = this.healthOf(siteId).judge(registered, got.skewMs, this.world.steadyMs());
    this.queue.add(siteId, { got, changes });
  }

  /** Settles when all that was taken is saved. */
  saved(): Promise<void> {
    return this.queue.drained();
  }

  /** Readings first, by site; what crossed a threshold last, because nothing is locked after its events. */
  private async save(tx: Tx, batch: Batch<Taken>): Promise<void> {
    await saveLatest(tx, batch);
    const kept = [...batch].map(([siteId, { got }]) => {
      return [siteId, { ...got, readings: this.registered(siteId, got.readings) }] as const;
    });
    await saveHistory(tx, new Map(kept));
    const changed = [...batch].filter(([, { changes }]) => changes.length > 0);
    if (changed.length === 0) return;
    await tellTroubles(tx, new Map(changed.map(([siteId, { changes }]) => [siteId, changes])), this.world);
  }

  private healthOf(siteId: string): SiteHealth {
    const health = this.health.get(siteId) ?? new SiteHealth([]);
    this.health.set(siteId, health);
    return health;
  }

  /** Readings of sources that are not registered are shown, but not kept or judged. */
  private registered(siteId: string, readings: Readings): Readings {
    const cameras = readings.cameras.filter(({ sourceId }) => this.sites.isRegistered(siteId, sourceId));
    return { ...readings, cameras };
  }
}

/** How each threshold stands in the end; a trouble that began and ended may be in the log already. */
function lastOfEach(changes: readonly Change[]): Change[] {
  const last = new Map(changes.map((change) => [`${change.sourceId ?? ''}/${change.trouble}`, change]));
  return [...last.values()];
}

async function saveLatest(tx: Tx, batch: Batch<Taken>): Promise<void> {
  const rows = [...batch].map(([site_id, { got }]) => {
    const { atMs: server_at_ms, skewMs: skew_ms, readings } = got;
    return { site_id, server_at_ms, skew_ms, readings: JSON.stringify(readings) };
  });
  await tx
    .insertInto('readings')
    .values(rows.toSorted((a, b) => (a.site_id < b.site_id ? -1 : 1)))
    .onConflict((clash) =>
      clash.column('site_id').doUpdateSet((row) => ({
        server_at_ms: row.ref('excluded.server_at_ms'),
        skew_ms: row.ref('excluded.skew_ms'),
        readings: row.ref('excluded.readings'),
      })),
    )
    .execute();
}
