// The centre of the load: a PostgreSQL of its own with the sites registered, and the real server program, to be killed.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOfSecret } from '@haixi/server/accounts/secret';
import { demoAreas, demoSites } from '@haixi/server/demo/district';
import { seedDemo } from '@haixi/server/demo/seed.store';
import { freePort } from '@haixi/server/start/free-port';
import { type Cluster, startPostgres } from '@haixi/server/start/postgres';
import { type Db, openDatabase } from '@haixi/server/store/database.store';
import { migrate } from '@haixi/server/store/migrate';
import type { Registered } from './sites.js';

const program = 'server/dist/main.js';
const registerAtOnce = 500;

export class Centre {
  private server: ChildProcess | null = null;
  private peakMb = 0;
  private readonly watching: NodeJS.Timeout;

  private constructor(
    private readonly dir: string,
    private readonly cluster: Cluster,
    private readonly port: number,
    readonly db: Db,
  ) {
    this.watching = setInterval(() => (this.peakMb = Math.max(this.peakMb, rssMbOf(this.server?.pid))), 250);
  }

  /** Without a server yet. */
  static async start(sites: readonly Registered[]): Promise<Centre> {
    if (!existsSync(program)) throw new Error(`${program} is not built: run npm run check first`);
    const dir = mkdtempSync(join(tmpdir(), 'haixi-return-'));
    const cluster = await startPostgres({ dir: join(dir, 'postgres'), say: () => {} });
    const db = openDatabase(cluster.url('owner'), { size: 2 });
    const centre = new Centre(dir, cluster, await freePort(), db);
    try {
      await fill(db, sites);
    } catch (error) {
      await centre.stop();
      throw error;
    }
    return centre;
  }

  get address(): string {
    return `ws://127.0.0.1:${this.port}/mqtt`;
  }

  /** The most memory that the server had, in MB. */
  get serverMb(): number {
    return this.peakMb;
  }

  /** Starts the server; resolves when it says that it is ready. */
  async startServer(): Promise<void> {
    const server = fork(program, [], {
      // Whoever runs this may read sources; the server is run as it is built.
      execArgv: [],
      env: {
        PORT: String(this.port),
        HAIXI_DATA: this.dir,
        DATABASE_URL: this.cluster.url('app'),
        // All of them come from this one machine.
        HAIXI_RATE_FACTOR: '1000',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.server = server;
    await new Promise<void>((ready, fail) => {
      server.once('exit', () => fail(new Error('the server did not start')));
      server.on('message', (message: { ready?: boolean }) => message.ready && ready());
    });
  }

  /** Throws where the server has ended and nobody killed it. */
  requireServer(): void {
    if (this.server && this.server.exitCode !== null) throw new Error('the server has ended by itself');
  }

  /** kill -9, and its end. */
  async killServer(): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }

  /** How many alarms of these sites are stored. */
  async storedAlarms(): Promise<number> {
    const { alarms } = await this.db
      .selectFrom('alarms')
      .select((rows) => rows.fn.countAll<number>().as('alarms'))
      .executeTakeFirstOrThrow();
    return Number(alarms);
  }

  async stop(): Promise<void> {
    clearInterval(this.watching);
    await this.killServer();
    await this.db.destroy();
    await this.cluster.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

async function fill(db: Db, sites: readonly Registered[]): Promise<void> {
  await migrate(db);
  await seedDemo(db, {
    nowMs: Date.now(),
    keys: Object.fromEntries(demoSites.map(({ siteId }) => [siteId, 'nobody comes by this key'])),
  });
  for (let at = 0; at < sites.length; at += registerAtOnce)
    await register(db, sites.slice(at, at + registerAtOnce));
}

async function register(db: Db, sites: readonly Registered[]): Promise<void> {
  const communities = demoAreas.filter(({ parentId }) => parentId !== null);
  await db
    .insertInto('sites')
    .values(
      sites.map(({ siteId, key }, at) => ({
        site_id: siteId,
        area_id: communities[at % communities.length]!.areaId,
        type: 'shop',
        name: siteId,
        name_en: siteId,
        address: siteId,
        lon: 119.526,
        lat: 26.668,
        presence: 'never',
        key_hash: hashOfSecret(key),
      })),
    )
    .execute();
  const button = { source_id: 'button-1', type: 'button', name: 'button-1' };
  await db
    .insertInto('sources')
    .values(sites.map(({ siteId }) => ({ site_id: siteId, ...button })))
    .execute();
}

function rssMbOf(pid: number | undefined): number {
  try {
    const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kb ?? 0) / 1_024);
  } catch {
    // Between two servers there is none.
    return 0;
  }
}
