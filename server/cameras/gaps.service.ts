// Gaps: looks for numbers that should have come and have not, tells people, and asks the agents for them (rule D5).
import type { SiteCommand } from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import { SiteLink } from '../ingest/site-link.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { isToAsk, lastingEnd, type Watch, watched } from './gap-watch.js';
import { firstMissing } from './gaps.js';
import { findings, sitesWithGaps, tellGaps } from './gaps.store.js';
import { pruneReceived, readLacks, readOutboxes, type SiteOutboxes } from './outboxes.store.js';

const lookEveryMs = 3_000;
/** Who has not looked for so long, because the process or the store was away, begins every wait anew. */
const stalledAfterMs = 10_000;
const pruneEveryMs = 10 * 60_000;
/** So many sites are read and told at once. */
const sitesAtOnce = 200;

@Injectable()
export class Gaps {
  /** Online sites that lack numbers. */
  private watches = new Map<string, Watch>();
  private lookedMs = 0;
  private stops: (() => Promise<void>)[] = [];

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly link: SiteLink,
  ) {}

  start(): void {
    this.stops = [
      this.world.every(lookEveryMs, 'gaps', () => this.look()),
      this.world.every(pruneEveryMs, 'gaps', () => this.db.transaction().execute((tx) => pruneReceived(tx))),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
  }

  /**
   * Finds what has been missing for 10 s, tells what was filled or is lost, and asks for what may still come. While
   * the line does not stand nothing can come, so nothing is missed. Of several servers that find the same, the first to
   * lock the site tells it.
   */
  async look(): Promise<void> {
    if (this.link.standsSinceMs === null) return this.watches.clear();
    const lacks = await readLacks(this.db);
    const shown = await sitesWithGaps(this.db);
    const nowMs = this.world.steadyMs();
    if (nowMs - this.lookedMs > stalledAfterMs) this.watches.clear();
    this.lookedMs = nowMs;
    const before = this.watches;
    this.watches = new Map(
      [...lacks].map(([siteId, lack]) => [siteId, watched(before.get(siteId), lack, nowMs)]),
    );
    const ends = new Map([...this.watches].map(([siteId, watch]) => [siteId, lastingEnd(watch, nowMs)]));
    const lasting = [...ends].flatMap(([siteId, end]) => (end > 0 ? [siteId] : []));
    const siteIds = [...new Set([...shown, ...lasting])].toSorted();
    for (let at = 0; at < siteIds.length; at += sitesAtOnce)
      await this.lookAt(siteIds.slice(at, at + sitesAtOnce), ends);
  }

  /** Reads without a lock, and locks only the sites of which there is something to tell. */
  private async lookAt(siteIds: readonly string[], ends: ReadonlyMap<string, number>): Promise<void> {
    const sites = await readOutboxes(this.db, siteIds);
    for (const site of sites) this.ask(site);
    const tell = [...new Set(findings(sites, ends).map(({ siteId }) => siteId))];
    if (tell.length === 0) return;
    await this.db.transaction().execute((tx) => tellGaps(tx, tell, ends, this.world));
  }

  private ask({ siteId, outboxes }: SiteOutboxes): void {
    const watch = this.watches.get(siteId);
    const nowMs = this.world.steadyMs();
    if (!watch || !isToAsk(watch, nowMs)) return;
    for (const { outbox, gaps } of outboxes) {
      const open =
        outbox.isPresent && outbox.epoch === watch.epoch ? gaps.find(({ isLost }) => !isLost) : null;
      const fromSeq = open ? firstMissing(outbox, open) : null;
      if (fromSeq === null) continue;
      const command: SiteCommand = { id: this.world.newId(), kind: 'resend', epoch: outbox.epoch, fromSeq };
      this.link.send('commands', siteId, command);
      this.watches.set(siteId, { ...watch, askedMs: nowMs });
    }
  }
}
