// Ends the connections of agents whose key was withdrawn, after telling them why: within 5 s, whoever withdrew it (N3).
import type { SiteCommand } from '@haixi/proto/mqtt/messages';
import { siteTopic, siteTopics } from '@haixi/proto/mqtt/topics';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from 'aedes';
import { withdrawnKeys } from '../accounts/site-keys.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Gatekeeper } from './gatekeeper.service.js';

const lookEveryMs = 1_000;
/** So long an agent that was told goodbye may take to leave by itself; who does not read is closed then too. */
const leavesWithinMs = 500;

@Injectable()
export class CutOffs {
  private stopLooking = () => Promise.resolve();
  /** Who was told already, and is about to be closed. */
  private readonly told = new WeakSet<Client>();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly gatekeeper: Gatekeeper,
  ) {}

  onApplicationBootstrap(): void {
    this.stopLooking = this.world.every(lookEveryMs, 'broker: keys', () => this.look());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
  }

  /** Cuts off who came in by a key that opens nothing any more. A site that has another key by now keeps that one's. */
  async look(): Promise<void> {
    const agents = this.gatekeeper.inside();
    if (agents.length === 0) return;
    const withdrawn = new Map((await withdrawnKeys(this.db)).map((key) => [key.siteId, key]));
    for (const { client, siteId, keyHash } of agents) {
      const key = withdrawn.get(siteId);
      if (key?.keyHash === keyHash) this.cutOff(client, siteId, key.isRetired ? 'retired' : 'key_revoked');
    }
  }

  private cutOff(client: Client, siteId: string, reason: 'key_revoked' | 'retired'): void {
    if (this.told.has(client)) return;
    this.told.add(client);
    this.world.say(`broker: ${siteId} is cut off: ${reason}`);
    const goodbye: SiteCommand = { id: this.world.newId(), kind: 'goodbye', reason };
    const { qos, retain } = siteTopics.commands;
    const packet = { topic: siteTopic('commands', siteId), payload: JSON.stringify(goodbye), qos, retain };
    client.publish({ cmd: 'publish', dup: false, ...packet }, () => {});
    this.world.after(leavesWithinMs, () => client.close());
  }
}
