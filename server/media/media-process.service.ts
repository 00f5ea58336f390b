// The server's hold on its media process: starts it, again when it has ended or hangs, and hands it connections.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { builtPath } from './built-path.js';
import type { FromMedia, Handover, LinkEnd, ToMedia } from './messages.js';

const pauseMsMin = 200;
const pauseMsMax = 5_000;
/** A run of this length counts as healthy: the next pause is the shortest again. */
const healthyMs = 10_000;
/** It tells figures twice a second. Silent at so many looks one after another, it hangs; one look may be our own delay. */
const lookEveryMs = 4_000;
const silentLooksMax = 3;
const endWithinMs = 1_000;

export interface MediaListener {
  /** A connection is over; `bytes` is what it brought or got. */
  ended(n: number, because: LinkEnd, bytes: number): void;
  /** So many bytes each connection has brought or got by now. */
  figures(bytes: ReadonlyMap<number, number>): void;
  /** The process has ended, and every connection with it. */
  died(): void;
}

@Injectable()
export class MediaProcess {
  /** Memory of the process as it last told, in bytes; null while it does not run. */
  rssBytes: number | null = null;
  private child: ChildProcess | null = null;
  private listener: MediaListener | null = null;
  /** Connections that Node has not passed on yet: it does so one by one, and forgets them if the process ends. */
  private readonly leaving = new Set<Socket>();
  private pauseMs = pauseMsMin;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Who is told of everything; said once, before any connection is handed over. */
  tell(listener: MediaListener): void {
    this.listener = listener;
  }

  /** Has the process running before it is needed; a server at which nobody looks does without. */
  wake(): void {
    if (!this.child && !this.timer && !this.isStopped) this.start();
  }

  /** Gives a connection away: afterwards it is not this process's. False where the media process does not run. */
  hand(handover: Handover, socket: Socket): boolean {
    this.wake();
    const { child } = this;
    if (!child?.connected) return false;
    // Bytes that came early are with us already and would not be in the socket that arrives.
    const early = socket.read() as Buffer | null;
    const head = Buffer.concat([Buffer.from(handover.head, 'base64'), early ?? Buffer.alloc(0)]);
    const message: ToMedia = { ...handover, head: head.toString('base64') };
    // Node would have the web port's close wait for connections in a process that is gone by then (net.Server counts
    // them by `server`); without it the count goes down when this end's empty shell is destroyed.
    Object.assign(socket, { server: null });
    this.leaving.add(socket);
    child.send(message, socket, () => {
      this.leaving.delete(socket);
      socket.destroy();
    });
    child.send({ kind: 'go', n: handover.n } satisfies ToMedia);
    return true;
  }

  /** Closes one connection with a code of `viewCloseCodes`, or 1000. */
  close(n: number, code: number, reason: string): void {
    if (this.child?.connected) this.child.send({ kind: 'close', n, code, reason } satisfies ToMedia);
  }

  /** Ends the process and every connection with it. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    const { child } = this;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const patience = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
    if (child.connected) child.disconnect();
    await ended;
    clearTimeout(patience);
  }

  private start(): void {
    this.timer = null;
    const startedMs = performance.now();
    const child = fork(builtProcess(), [], {
      // Nothing of our own environment is its business, and a debugger's options would make it wait.
      env: {},
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    let silentLooks = 0;
    const watch = setInterval(() => {
      silentLooks += 1;
      if (silentLooks !== silentLooksMax) return;
      say('says nothing any more and is ended');
      child.kill('SIGKILL');
    }, lookEveryMs);
    child.on('message', (message) => {
      silentLooks = 0;
      this.receive(message as FromMedia);
    });
    const ended = (how: string) => {
      clearInterval(watch);
      this.child = null;
      this.rssBytes = null;
      for (const socket of this.leaving) socket.destroy();
      this.leaving.clear();
      if (this.isStopped) return;
      if (performance.now() - startedMs > healthyMs) this.pauseMs = pauseMsMin;
      say(`ended ${how}; starts again in ${this.pauseMs} ms`);
      this.listener?.died();
      this.timer = setTimeout(() => this.start(), this.pauseMs);
      this.pauseMs = Math.min(this.pauseMs * 2, pauseMsMax);
    };
    child.on('error', (error) => {
      say(error.message);
      // One that could not be started has no exit.
      if (child.pid === undefined) ended('before it began');
    });
    child.on('exit', (code, signal) => ended(signal ? `by ${signal}` : `with code ${code}`));
  }

  private receive(message: FromMedia): void {
    if (message.kind === 'ended') this.listener?.ended(message.n, message.because, message.bytes);
    if (message.kind !== 'figures') return;
    this.rssBytes = message.rssBytes;
    this.listener?.figures(new Map(message.bytes));
  }
}

function say(what: string): void {
  process.stdout.write(`media: the media process ${what}\n`);
}

function builtProcess(): string {
  const path = builtPath(import.meta.url, './process.js');
  if (!existsSync(path)) throw new Error(`${path} is not built yet: run npm run check, or tsc -b server`);
  return path;
}
