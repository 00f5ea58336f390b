// The system as it is run for real: an empty store, Caddy with the shipped configuration in front, boxes that enrol.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { root } from './system.js';
import { until } from './until.js';

export interface Production {
  /** Where browsers and boxes find it: https. */
  readonly origin: string;
  /** The server's own port, behind Caddy. */
  readonly url: string;
  readonly setUp: string;
  readonly data: string;
  /** All that launcher, server and Caddy have said. */
  said(): string;
  /** A box beside a camera: it enrols by its sticker's text, and then runs. */
  box(name: string, sticker: string): Box;
  stop(): Promise<void>;
}

export interface Box {
  said(): string;
  stop(): Promise<void>;
}

/** Starts launcher and Caddy on free ports in temporary folders. */
export async function startProduction(): Promise<Production> {
  const data = mkdtempSync(join(tmpdir(), 'haixi-production-'));
  const [port, https, http] = [await freePort(), await freePort(), await freePort()];
  const origin = `https://localhost:${https}`;
  const running: ChildProcess[] = [];
  let said = '';
  const run = (file: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
    return child;
  };
  const stop = async () => {
    for (const child of running.toReversed()) await end(child);
    rmSync(data, { recursive: true, force: true });
  };
  const authority = join(data, 'caddy', 'caddy', 'pki', 'authorities', 'local', 'root.crt');
  try {
    run('caddy', ['run', '--config', 'docs/production/Caddyfile', '--adapter', 'caddyfile'], {
      HAIXI_ORIGIN: origin,
      HAIXI_TLS: 'tls internal',
      HTTP_PORT: String(http),
      HTTPS_PORT: String(https),
      PORT: String(port),
      XDG_DATA_HOME: join(data, 'caddy'),
      XDG_CONFIG_HOME: join(data, 'caddy'),
    });
    const launch = ['server/start/bootstrap.mjs', 'start', '--production', '--json'];
    run(process.execPath, launch, {
      PORT: String(port),
      HAIXI_DATA: join(data, 'store'),
      HAIXI_ORIGIN: origin,
    });
    const line = await until(
      'the production start says that it is ready',
      () => said.split('\n').find((each) => each.startsWith('{"url"')),
      240_000,
    );
    await until('Caddy has made its authority', () => existsSync(authority), 30_000);
    const { setUp, url } = JSON.parse(line) as { setUp: string; url: string };
    const box = (name: string, sticker: string): Box => {
      let words = '';
      const args = ['edge-agent/haixi-agent.mjs', 'enroll', '--server', origin];
      const child = run(
        process.execPath,
        [...args, '--data', join(data, name), '--http', '127.0.0.1:0', sticker],
        {
          NODE_EXTRA_CA_CERTS: authority,
          // The camera of this test stands on loopback, where no real one does.
          HAIXI_AGENT_LOCAL_CAMERAS: '1',
        },
      );
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (text: string) => (words += text));
      return { said: () => words, stop: () => end(child) };
    };
    return { origin, url, setUp, data, said: () => said, box, stop };
  } catch (error) {
    await stop();
    throw new Error(`the production start failed. It said:\n${said}`, { cause: error });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
}
