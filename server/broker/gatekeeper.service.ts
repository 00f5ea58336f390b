// Who comes into the broker and what they may do there: each agent by its key, and on its own site's topics alone.
import { Inject, Injectable } from '@nestjs/common';
import type { Client, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import { hashOfSecret, newSecret, sameHash } from '../accounts/secret.js';
import type { KeyIs } from '../accounts/site-keys.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { passedOn } from './foreign.js';
import { KeyChecks } from './key-checks.service.js';
import { RareLines } from './rare-lines.js';
import { clientIdOf, mayLeaveWill, maySubscribe, publishing } from './rights.js';

/** Why a key opened no door. An unknown site is told from a wrong key to nobody. */
export const wrongKey = 'it is an unknown site or has a wrong key';
export const withdrawnKey = 'its key was withdrawn';

/** The longest keep-alive that is let be; a client silent for one and a half of it is gone (MQTT 3.1.1, 3.1.2.10). */
const keepaliveMaxS = 60;

/** What was turned away at the doors of agents, the broker's above all, counted since the start. */
export type TurnedAway = 'oversized_packet' | 'bad_credentials' | 'foreign_will' | 'foreign_filter';

@Injectable()
export class Gatekeeper {
  /** The server's own name: not an id, so no site can have it. */
  readonly serverName = '$server';
  readonly serverPassword: string;
  readonly counts: Record<TurnedAway, number> = {
    oversized_packet: 0,
    bad_credentials: 0,
    foreign_will: 0,
    foreign_filter: 0,
  };
  private readonly lines = new RareLines();
  private readonly keys: KeyChecks;
  /** The site of each client that has shown its key; null for the server's own. */
  private readonly siteOf = new WeakMap<Client, string | null>();
  /** The agents that have come in, each with the hash of the key it showed, until they are looked at and have gone. */
  private readonly agents = new Map<Client, { readonly siteId: string; readonly keyHash: string }>();

  constructor(
    @Inject(DB) db: Db,
    private readonly world: World,
  ) {
    this.keys = new KeyChecks(db, world);
    this.serverPassword = newSecret((count) => world.random(count));
  }

  /** Puts right what a client asks for before its key is looked at. */
  connecting(packet: ConnectPacket): void {
    // Nothing is queued for a client that is not there: what it missed, it asks for.
    packet.clean = true;
    packet.keepalive = Math.min(packet.keepalive || keepaliveMaxS, keepaliveMaxS);
    const { will, username } = packet;
    if (!will || username === this.serverName) return;
    if (mayLeaveWill(username ?? '', will.topic)) {
      will.retain = true;
      return;
    }
    delete packet.will;
    this.turnAway(
      'foreign_will',
      username,
      'its will is on another topic than its presence, and was dropped',
    );
  }

  /**
   * Throws with MQTT's return code: 3 the store can't be asked now, 4 unknown or wrong key, 5 another's client id, or a
   * key that was withdrawn.
   */
  async authenticate(client: Client, username?: string, password?: Buffer): Promise<void> {
    const key = password?.toString('utf8') ?? '';
    const isServer = sameHash(hashOfSecret(key), hashOfSecret(this.serverPassword));
    if (username === this.serverName && isServer) {
      this.siteOf.set(client, null);
      return;
    }
    const siteId = username ?? '';
    const is = await this.judge(siteId, key);
    if (is === 'withdrawn') throw this.refused(username, 5, withdrawnKey);
    if (is === 'wrong') throw this.refused(username, 4, wrongKey);
    if (client.id !== clientIdOf(siteId))
      throw this.refused(username, 5, `its client id is not ${clientIdOf(siteId)}`);
    this.siteOf.set(client, siteId);
    this.agents.set(client, { siteId, keyHash: hashOfSecret(key) });
  }

  /** The agents that are in now, each with the hash of the key by which it came in. */
  inside(): { client: Client; siteId: string; keyHash: string }[] {
    for (const client of this.agents.keys()) if (client.closed) this.agents.delete(client);
    return [...this.agents].map(([client, agent]) => ({ client, ...agent }));
  }

  /** Lets a publish be, or turns it into one that ingest refuses in words; none closes the connection. */
  publishing(client: Client | null, packet: PublishPacket): void {
    // aedes asks without a client for wills that an earlier broker left, and for nothing else.
    const siteId = client ? this.siteOf.get(client) : null;
    if (siteId === null) return;
    if (siteId === undefined) throw new Error('a client that has shown no key can’t publish');
    const right = publishing(siteId, packet.topic);
    if (right.allowed) packet.retain = right.retain;
    else Object.assign(packet, passedOn(siteId, packet.topic, Buffer.from(packet.payload)));
  }

  /** The site whose agent it is; null for the server itself and for who has shown no key. */
  siteIdOf(client: Client): string | null {
    return this.siteOf.get(client) ?? null;
  }

  /** The subscription, or null, which becomes SUBACK 128. */
  subscribing(client: Client, subscription: Subscription): Subscription | null {
    const siteId = this.siteOf.get(client);
    if (siteId === null) return subscription;
    if (siteId !== undefined && maySubscribe(siteId, subscription.topic)) return subscription;
    this.turnAway('foreign_filter', siteId, `it may not subscribe to ${told(subscription.topic)}`);
    return null;
  }

  /** Counts it, and says it unless the same was said of the same client within the last minute. */
  turnAway(what: TurnedAway, who: string | undefined, why: string, door = 'broker'): void {
    this.counts[what] += 1;
    const line = this.lines.line(
      `${door} ${what} ${who}`,
      `${door}: ${told(who)}: ${why}`,
      this.world.nowMs(),
    );
    if (line !== null) this.world.say(line);
  }

  private async judge(siteId: string, key: string): Promise<KeyIs> {
    try {
      return await this.keys.judge(siteId, key);
    } catch (error) {
      throw Object.assign(new Error('the store can’t be asked now', { cause: error }), { returnCode: 3 });
    }
  }

  private refused(username: string | undefined, returnCode: 4 | 5, why: string): Error {
    this.turnAway('bad_credentials', username, `was not let in: ${why}`);
    return Object.assign(new Error(why), { returnCode });
  }
}

/** What a stranger gave as a name goes into a line only in a short form that can't break it. */
function told(name: string | undefined): string {
  return JSON.stringify((name ?? '').slice(0, 64));
}
