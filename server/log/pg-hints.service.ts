// Hints by PostgreSQL: one connection that listens to the channel `append` notifies, made anew whenever it is lost.
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Environment } from '../environment.js';
import { World } from '../world.js';
import { Hints } from './hints.js';
import { hintChannel } from './log.store.js';

const againAfterMs = 1_000;
/** A server that takes a connection and says nothing must not hold up the next try, nor the end. */
const connectWithinMs = 5_000;

@Injectable()
export class PgHints extends Hints {
  constructor(
    private readonly environment: Environment,
    private readonly world: World,
  ) {
    super();
  }

  listen(onHint: () => void): () => Promise<void> {
    const listening = new Listening(this.environment.databaseUrl, this.world, onHint);
    void listening.begin();
    return () => listening.end();
  }
}

class Listening {
  private client: pg.Client | null = null;
  private cancelRetry = () => {};
  private isEnded = false;

  constructor(
    private readonly url: string,
    private readonly world: World,
    private readonly onHint: () => void,
  ) {}

  async begin(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: connectWithinMs });
    this.client = client;
    client.on('notification', () => this.onHint());
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    try {
      await client.connect();
      await client.query(`listen ${hintChannel}`);
      this.onHint();
    } catch {
      this.lose(client);
    }
  }

  async end(): Promise<void> {
    this.isEnded = true;
    this.cancelRetry();
    await this.client?.end().catch(() => {});
  }

  /**
   * Lets a connection go and tries another at leisure: the hint is only a hint, and whoever follows polls as well. One
   * loss is told by the failed call, an error and an end alike, so only the first of them counts.
   */
  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    client.removeAllListeners();
    // An error that comes late, with nobody listening, would end the process.
    client.on('error', () => {});
    void client.end().catch(() => {});
    if (!this.isEnded) this.cancelRetry = this.world.after(againAfterMs, () => void this.begin());
  }
}
