// The agents that come back at once: in this process for a small crowd, in processes of their own for a large one.
import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { AheadClock, ButtonSite, type Registered } from './sites.js';

/** How far a crowd is: links that are open, entries that were appended and not answered yet. */
export interface Progress {
  readonly open: number;
  readonly unanswered: number;
}

export interface Crowd {
  start(): Promise<void>;
  /** Appends so many entries at each site, and lets them grow so old that they are backlog. */
  hold(each: number): Promise<void>;
  readonly progress: Progress;
  stop(): Promise<void>;
}

/** What is held is older than this when the server is back: longer than an entry is of now. */
const outageMs = 10 * 60_000;

/** So many come in at a time at the beginning. */
const comingInMax = 100;

export class LocalCrowd implements Crowd {
  private readonly clock = new AheadClock();
  private readonly sites: readonly ButtonSite[];

  constructor(registered: readonly Registered[], server: string) {
    this.sites = registered.map((one) => new ButtonSite(one, server, this.clock));
  }

  /** One group after another: how they come in the first time is not what is looked at. */
  async start(): Promise<void> {
    for (const [at, site] of this.sites.entries()) {
      while (at - this.progress.open >= comingInMax) await sleep(20);
      await site.start();
    }
  }

  async hold(each: number): Promise<void> {
    for (const site of this.sites) await Promise.all(Array.from({ length: each }, () => site.press('help')));
    this.clock.goAhead(outageMs);
  }

  get progress(): Progress {
    const open = this.sites.filter(({ isOpen }) => isOpen).length;
    return { open, unanswered: this.sites.reduce((sum, { unanswered }) => sum + unanswered, 0) };
  }

  async stop(): Promise<void> {
    await Promise.all(this.sites.map((site) => site.stop()));
  }
}

/** To a crowd's process; each is answered by `done`. */
type Asked =
  { ask: 'start'; registered: readonly Registered[]; server: string } | { ask: 'hold'; each: number };
type Told = { tell: 'done' } | { tell: 'failed'; why: string } | { tell: 'progress'; progress: Progress };

/** The argument that makes the tool's script a crowd's process. */
export const crowdArgument = '--crowd';

/** Behind everything else: what makes the load must not take from the server what it is measured by. */
const crowdNiceness = 5;
const progressEveryMs = 100;

export class ForkedCrowd implements Crowd {
  private readonly parts: { child: ChildProcess; registered: readonly Registered[]; progress: Progress }[];

  constructor(
    registered: readonly Registered[],
    private readonly server: string,
    script: string,
    processes: number,
  ) {
    const size = Math.ceil(registered.length / processes);
    this.parts = Array.from({ length: processes }, (_, at) => {
      const child = fork(script, [crowdArgument], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      setPriority(child.pid!, crowdNiceness);
      const part = {
        child,
        registered: registered.slice(at * size, (at + 1) * size),
        progress: { open: 0, unanswered: 0 },
      };
      child.on('message', (told: Told) => {
        if (told.tell === 'progress') part.progress = told.progress;
      });
      return part;
    });
  }

  async start(): Promise<void> {
    const { server } = this;
    await this.askAll(({ registered }) => ({ ask: 'start', registered, server }));
  }

  async hold(each: number): Promise<void> {
    await this.askAll(() => ({ ask: 'hold', each }));
    for (const part of this.parts) part.progress = { open: 0, unanswered: each * part.registered.length };
  }

  get progress(): Progress {
    const sum = (of: (progress: Progress) => number) =>
      this.parts.reduce((total, { progress }) => total + of(progress), 0);
    return { open: sum(({ open }) => open), unanswered: sum(({ unanswered }) => unanswered) };
  }

  stop(): Promise<void> {
    for (const { child } of this.parts) child.kill('SIGKILL');
    return Promise.resolve();
  }

  private async askAll(of: (part: ForkedCrowd['parts'][number]) => Asked): Promise<void> {
    await Promise.all(
      this.parts.map(
        (part) =>
          new Promise<void>((done, fail) => {
            const heard = (told: Told) => {
              if (told.tell === 'progress') return;
              part.child.off('message', heard);
              if (told.tell === 'done') done();
              else fail(new Error(told.why));
            };
            part.child.on('message', heard);
            part.child.once('exit', () => fail(new Error('a process of the agents has ended')));
            part.child.send(of(part));
          }),
      ),
    );
  }
}

/** The program of a crowd's process: does what it is asked, tells how far it is, and ends with whoever started it. */
export function serveCrowd(): void {
  let crowd: LocalCrowd | null = null;
  const tell = (told: Told) => process.connected && process.send!(told);
  const obey = async (asked: Asked) => {
    if (asked.ask === 'start') crowd = new LocalCrowd(asked.registered, asked.server);
    await (asked.ask === 'start' ? crowd?.start() : crowd?.hold(asked.each));
  };
  process.on('message', (asked: Asked) => {
    obey(asked).then(
      () => tell({ tell: 'done' }),
      (error: Error) => tell({ tell: 'failed', why: error.message }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  setInterval(() => {
    if (crowd) tell({ tell: 'progress', progress: crowd.progress });
  }, progressEveryMs);
}
