// An agent of the tests' own for demo sites that no other agent serves: with its own file and folder, killed at will.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { root, siteKey, type SystemFacts } from './system.js';

export type SourceLine =
  | { readonly id: string; readonly type: 'button'; readonly kind: 'panic' | 'help' }
  | {
      readonly id: string;
      readonly type: 'camera';
      readonly address: string;
      readonly transport?: 'tcp' | 'udp';
    };

export interface Agent {
  /** Presses a button at the local door; gives the door's status. */
  press(siteId: string, sourceId: string): Promise<number>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again on the same folder, as its supervisor would. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What it has said, for a complaint. */
  said(): string;
}

/** Starts an agent for these sites, each with its sources, and resolves when it says that it is ready. */
export async function startAgent(
  system: SystemFacts,
  sites: Readonly<Record<string, readonly SourceLine[]>>,
): Promise<Agent> {
  const siteIds = Object.keys(sites);
  const folder = join(system.data, 'test-agents', siteIds.join('-'));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'agent.yaml');
  const http = { host: '127.0.0.1', port: await freePort() };
  const config = {
    server: `${system.url.replace('http', 'ws')}/mqtt`,
    data: join(folder, 'outbox'),
    http,
    sites: siteIds.map((id) => ({ id, key: siteKey(system, id), sources: sites[id] })),
  };
  // JSON is YAML too.
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });

  let child: ChildProcess | null = null;
  let said = '';
  const start = async () => {
    const started = spawn(process.execPath, ['edge-agent/dist/main.js', '--config', file], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        // Scanned for secrets at the end of the run.
        appendFileSync(join(folder, 'said.log'), text);
      });
    await new Promise<void>((resolve, reject) => {
      started.on('message', () => resolve());
      started.on('exit', (code) => reject(new Error(`the agent of ${siteIds} ended with ${code}: ${said}`)));
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    press: async (siteId, sourceId) =>
      (await fetch(`http://127.0.0.1:${http.port}/press/${siteId}/${sourceId}`, { method: 'POST' })).status,
    kill: () => end('SIGKILL'),
    start,
    stop: () => end('SIGTERM'),
    said: () => said,
  };
}
