// Proofs of life: looks whether each site's test alarms still come through, and tells their absence and their return (P3).
import { Inject, Injectable } from '@nestjs/common';
import { SiteLink } from '../ingest/site-link.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Seen, seen, verdict } from './proofs.js';
import { type ProofTurn, readProving, tellProofs } from './proofs.store.js';

const lookEveryMs = 5_000;
/** Who has not looked for so long, because the process or the store was away, could not have stored a proof either. */
const stalledAfterMs = 15_000;
/** So many sites are told at once: their locks are held no longer than an alarm can wait. */
const turnsAtOnce = 500;

@Injectable()
export class Proofs {
  private seen = new Map<string, Seen>();
  private lookedMs = 0;
  private hearsSinceMs = 0;
  private stopLooking = () => Promise.resolve();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly link: SiteLink,
  ) {}

  start(): void {
    this.stopLooking = this.world.every(lookEveryMs, 'proofs', () => this.look());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
  }

  /** Tells which sites have not been proven for too long, and which are again. Without a line nobody is judged. */
  async look(): Promise<void> {
    const { standsSinceMs } = this.link;
    if (standsSinceMs === null) return;
    const sites = await readProving(this.db);
    const nowMs = this.world.steadyMs();
    if (nowMs - this.lookedMs > stalledAfterMs) this.hearsSinceMs = nowMs;
    this.lookedMs = nowMs;
    const hearsSinceMs = Math.max(standsSinceMs, this.hearsSinceMs);
    const turns: ProofTurn[] = [];
    const before = this.seen;
    this.seen = new Map();
    for (const [siteId, proving] of sites) {
      const now = seen(before.get(siteId), proving, nowMs, hearsSinceMs);
      this.seen.set(siteId, now);
      const to = verdict(before.get(siteId), now, nowMs);
      if (to) turns.push({ siteId, to, judged: proving });
    }
    for (let at = 0; at < turns.length; at += turnsAtOnce) {
      const some = turns.slice(at, at + turnsAtOnce);
      await this.db.transaction().execute((tx) => tellProofs(tx, some, this.world));
    }
  }
}
