// One screen of the console: the real live picture over a simulated socket, and an operator who acts on what it shows.
import { createSend } from '@haixi/dashboard/api/send';
import { type Live, startLive } from '@haixi/dashboard/live/live';
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import type { Process } from '../engine/process';
import type { Stage } from '../engine/stage';
import { checkShown } from '../invariants/shown';
import type { History } from './history';
import { pageSocket } from './live-line';
import { nextCommand, type Wanted } from './operator';
import { pageRequest } from './page-request';
import type { Server } from './server';

export interface PageParts {
  readonly stage: Stage;
  readonly history: History;
  /** A server that lets people in, as whatever stands in front of them chooses; null where there is none. */
  readonly server: () => Server | null;
  /** The session's token by person. */
  readonly tokens: ReadonlyMap<string, string>;
  /** What each person may watch. */
  readonly areasOf: (personId: string) => readonly string[];
}

/** So often a button is pressed twice at once. */
const doubleChance = 0.1;

export class Dashboard {
  live: Live | null = null;
  process: Process | null = null;
  readonly name: string;
  readonly areaIds: readonly string[];
  private readonly token: string;

  constructor(
    readonly personId: string,
    private readonly parts: PageParts,
  ) {
    this.token = parts.tokens.get(personId)!;
    this.name = `dashboard of ${personId}`;
    this.areaIds = parts.areasOf(personId);
  }

  /** Opens the page as this process, anew. */
  open(process: Process): void {
    this.process = process;
    const { network } = this.parts.stage;
    const live = startLive({
      openSocket: pageSocket(network, process, this.parts.server, this.token),
      monoMs: () => process.steadyMs(),
      random: () => process.chance.real(),
      after: (ms, run) => process.after(ms, run, null),
    });
    this.live = live;
    live.subscribe(() => checkShown(live.state(), this.personId, this.areaIds));
  }

  /** Does what this operator would do now, by the picture on the screen. */
  act(): void {
    const { process, live } = this;
    const picture = live?.state().picture;
    if (!process?.alive || process.isFrozen || !picture) return;
    const wanted = nextCommand(picture, process.chance);
    if (wanted) this.give(wanted);
  }

  /** Gives this command, now and then twice at once. */
  give(wanted: Wanted): void {
    const process = this.process!;
    const key = Buffer.from(process.chance.bytes(12)).toString('hex');
    this.parts.history.gave({
      personId: this.personId,
      name: wanted.name,
      key,
      by: 'dashboard',
      answer: null,
    });
    const times = process.chance.chance(doubleChance) ? 2 : 1;
    for (let i = 0; i < times; i += 1)
      void this.send(wanted, key).then((answer) => this.parts.history.answered(key, answer));
  }

  /** True while it shows what it can vouch for. */
  get isFresh(): boolean {
    return this.live !== null && this.live.state().connected && this.live.staleSinceMs() === null;
  }

  private send(wanted: Wanted, key: string): Promise<CommandAnswer> {
    const process = this.process!;
    const pressedAtMs = Math.max(0, process.nowMs());
    const send = createSend({
      request: pageRequest(this.parts.stage.network, process, this.parts.server, this.token),
      newKey: () => key,
      nowMs: () => pressedAtMs,
      random: () => process.chance.real(),
      wait: (ms) => new Promise((done) => void process.after(ms, done, null)),
      signedOut: () => {},
    });
    return send(wanted.name, wanted.intent);
  }
}
