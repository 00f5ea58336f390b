// A few sites that go on pressing while all the others come back, and how long each press took to its stored answer.
import { AheadClock, ButtonSite, type Registered } from './sites.js';

/** One press: how long it took, and how much of the backlog was answered meanwhile. */
export interface Pressed {
  readonly tookMs: number;
  readonly overtaken: number;
  /** Entries of the backlog that were still unanswered when it was pressed. */
  readonly behind: number;
}

/** One press each so many ms, by the sites in turn. */
const pressEveryMs = 200;

export class LiveSites {
  readonly pressed: Pressed[] = [];
  private readonly sites: readonly ButtonSite[];
  private presses = 0;
  private timer: NodeJS.Timeout | undefined;

  /** `backlog` tells how many entries of the others are not answered yet. */
  constructor(
    registered: readonly Registered[],
    server: string,
    private readonly backlog: () => number,
  ) {
    const clock = new AheadClock();
    this.sites = registered.map((one) => new ButtonSite(one, server, clock));
  }

  async start(): Promise<void> {
    for (const site of this.sites) await site.start();
  }

  get open(): number {
    return this.sites.filter(({ isOpen }) => isOpen).length;
  }

  /** How many presses were made. */
  get made(): number {
    return this.presses;
  }

  get unanswered(): number {
    return this.made - this.pressed.length;
  }

  /** Presses from now on, at each site from when its own connection is back. */
  begin(): void {
    this.timer = setInterval(() => void this.press(), pressEveryMs);
  }

  end(): void {
    clearInterval(this.timer);
  }

  stop(): Promise<void> {
    this.end();
    return Promise.all(this.sites.map((site) => site.stop())).then(() => {});
  }

  private async press(): Promise<void> {
    const open = this.sites.filter(({ isOpen }) => isOpen);
    const site = open[this.presses % Math.max(1, open.length)];
    if (!site) return;
    const kind = this.presses % 2 === 0 ? 'help' : 'panic';
    this.presses += 1;
    const pressedAtMs = performance.now();
    const behind = this.backlog();
    await site.press(kind, () => {
      const tookMs = performance.now() - pressedAtMs;
      this.pressed.push({ tookMs, behind, overtaken: behind - this.backlog() });
    });
  }
}
