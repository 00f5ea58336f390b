// An agent as a process of its own, kept running by us as a supervisor would, with a disk, a clock and a wire of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../e2e/harness/free-port.js';
import { type Clock, clockOf } from './clock.js';
import type { Disk } from './disk.js';
import type { Namespace } from './namespace.js';
import type { Wire } from './wire.js';

/** A button and what it says of itself at the server. */
export interface Button {
  readonly siteId: string;
  readonly kind: 'panic' | 'help';
}

/** What an outbox tells at the local door. */
interface SiteState {
  readonly id: string;
  readonly link: { readonly state: string } | null;
  readonly outbox: { readonly held?: number; readonly refused?: number; readonly fault?: string };
}

export interface Agent {
  readonly name: string;
  readonly buttons: readonly Button[];
  readonly wire: Wire;
  readonly clock: Clock;
  /** Null where the machine lets us mount nothing. */
  readonly disk: Disk | null;
  readonly door: string;
  /** Null while it is down. */
  pid(): number | null;
  state(): Promise<readonly SiteState[]>;
  /** So long it stays away when it has ended; a killed one is started again by us. */
  pauseMs: number;
  /** How often it ended by itself. */
  endedByItself(): number;
  /** Said before a kill, so that the end is ours. */
  expectEnd(): void;
  stop(): Promise<void>;
  kill(): void;
}

export interface AgentParts {
  readonly name: string;
  readonly program: string;
  readonly buttons: readonly Button[];
  readonly keyOf: (siteId: string) => string;
  readonly wire: Wire;
  readonly folder: string;
  readonly disk: Disk | null;
  /** Null where it lives in the machine's own network. */
  readonly namespace: Namespace | null;
  readonly logs: string;
}

/** Starts it, and resolves when it says that it is ready. */
export async function startAgent(parts: AgentParts): Promise<Agent> {
  const { name, program, buttons, keyOf, wire, folder, disk, namespace, logs } = parts;
  mkdirSync(folder, { recursive: true });
  const http = { host: namespace?.door ?? '127.0.0.1', port: await freePort() };
  const file = join(logs, `${name}.yaml`);
  const config = {
    server: `ws://${wire.address}/mqtt`,
    data: join(folder, 'outbox'),
    http,
    sites: buttons.map(({ siteId, kind }) => ({
      id: siteId,
      key: keyOf(siteId),
      sources: [{ id: 'button-1', type: 'button', kind }],
    })),
  };
  // JSON is YAML too.
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  const clock = clockOf(join(logs, `${name}.clock`), program);
  const door = `http://${http.host}:${http.port}`;
  const [first, ...rest] = [...(namespace?.enter ?? []), process.execPath, program, '--config', file];

  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let expected = false;
  let byItself = 0;
  const start = () => {
    const out = openSync(join(logs, `${name}.log`), 'a', 0o600);
    const started = spawn(first!, rest, {
      env: { ...process.env, ...clock.env },
      stdio: ['ignore', out, out, 'ipc'],
      detached: true,
    });
    closeSync(out);
    child = started;
    started.on('error', () => {});
    started.on('exit', () => {
      child = null;
      if (stopped) return;
      if (!expected) byItself += 1;
      expected = false;
      timer = setTimeout(start, agent.pauseMs);
    });
    return started;
  };
  const agent: Agent = {
    name,
    buttons,
    wire,
    clock,
    disk,
    door,
    pauseMs: 500,
    pid: () => child?.pid ?? null,
    async state() {
      const response = await fetch(`${door}/state`, { signal: AbortSignal.timeout(3_000) });
      return ((await response.json()) as { sites: SiteState[] }).sites;
    },
    endedByItself: () => byItself,
    expectEnd: () => {
      expected = true;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      if (!child) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const patience = setTimeout(() => child?.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(patience);
    },
    kill() {
      stopped = true;
      clearTimeout(timer);
      child?.kill('SIGKILL');
    },
  };
  const started = start();
  await new Promise<void>((resolve, reject) => {
    started.once('message', () => resolve());
    started.once('exit', (code) =>
      reject(new Error(`${name} ended with ${code} before it was ready: see ${logs}`)),
    );
  });
  return agent;
}
