// Who is attacked: the real server program on a PostgreSQL of its own, asked for its memory while it goes on.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { sessionCookie } from '@haixi/server/accounts/cookie';
import { startSession } from '@haixi/server/accounts/sessions.store';
import { freePort } from '@haixi/server/start/free-port';
import { freshStore, type FreshStore } from '@haixi/server/store/fresh.store';

const program = 'server/dist/main.js';
const probe = 'test/fuzz/memory-probe.mjs';

export interface Memory {
  /** What the heap and buffers hold after a collection. */
  readonly heldMb: number;
  readonly rssMb: number;
}

export class Victim {
  private constructor(
    readonly store: FreshStore,
    private readonly server: ChildProcess,
    readonly port: number,
    readonly mqttPort: number,
    private readonly dir: string,
    /** Of an operator and an officer. */
    readonly cookies: readonly string[],
  ) {}

  /** `root` is the repository, where the programs are built. */
  static async start(root: string): Promise<Victim> {
    if (!existsSync(join(root, program))) throw new Error(`${program} is not built: run npm run check first`);
    const store = await freshStore(Date.now());
    const dir = mkdtempSync(join(tmpdir(), 'haixi-fuzz-'));
    process.once('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 10 }));
    const [port, mqttPort] = [await freePort(), await freePort()];
    const server = fork(join(root, program), [], {
      env: {
        PORT: String(port),
        MQTT_PORT: String(mqttPort),
        HAIXI_DATA: dir,
        DATABASE_URL: store.url,
        // What is hostile is to be looked at, not to be turned away unread.
        HAIXI_RATE_FACTOR: '1000',
      },
      execArgv: ['--expose-gc', '--import', join(root, probe)],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await new Promise<void>((ready, fail) => {
      server.once('exit', () => fail(new Error('the server did not start')));
      server.on('message', (message: { ready?: boolean }) => message.ready && ready());
    });
    const people = ['op-lin', 'po-wang'];
    const cookies: string[] = [];
    for (const personId of people) {
      const token = await startSession(store.db, personId, Date.now(), (count) => randomBytes(count));
      cookies.push(sessionCookie(token, false).split(';')[0]!);
    }
    return new Victim(store, server, port, mqttPort, dir, cookies);
  }

  /** How it ended by itself; null while it runs. */
  get ended(): string | null {
    const { exitCode, signalCode } = this.server;
    return exitCode === null && signalCode === null ? null : `exit code ${exitCode}, signal ${signalCode}`;
  }

  memory(): Promise<Memory> {
    return new Promise((done, fail) => {
      const gone = () => fail(new Error(`the server ended: ${this.ended}`));
      const heard = (message: Memory & { kind?: string }) => {
        if (message.kind !== 'memory') return;
        this.server.off('message', heard);
        this.server.off('exit', gone);
        done({ heldMb: message.heldMb, rssMb: message.rssMb });
      };
      this.server.on('message', heard);
      this.server.once('exit', gone);
      this.server.send('memory');
    });
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((done) => this.server.once('exit', () => done()));
    if (this.ended === null) {
      this.server.kill('SIGTERM');
      await ended;
    }
    await this.store.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
