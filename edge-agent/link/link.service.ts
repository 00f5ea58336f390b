// The link of one site: connects, agrees on a contract version, sends what is held, hears the answers; for ever.
import type { Answer, Envelope, Readings, SiteCommand, SiteReply } from '@haixi/proto/mqtt/messages';
import { stampMs } from '../clock.js';
import { comeBackMs } from '../retry.js';
import { faultText, oneLine, withoutKeys } from '../line.js';
import type { ConnectionParts, Ended, Line } from './connection.js';
import { type Incoming, readIncoming, stateUnder } from './inbox.js';
import { Pump, type PumpParts } from './pump.service.js';
import { type Speech, spoken } from './speech.js';
import { goodbyes, isSameState, type LinkState, startState } from './state.js';

/** A key that was refused is not going to be accepted soon: the next try waits as if so many had failed. */
const refusedKeyTries = 6;

/** So often in a row a site that is not admitted tries as with a refused key: a new one is known everywhere by then. */
const notAdmittedTriesMax = 5;

/** Who was sent away asks again so seldom; a panic asks at once. */
const dismissedWaitMs = 10 * 60_000;

/** A panic waits for the next try no longer than this after the last one failed. */
const hurriedWaitMs = 1_000;

/** A connection that served so long was a good one: the next try comes quickly. */
const goodAfterMs = 3_000;

export interface LinkParts extends PumpParts {
  readonly server: string;
  readonly siteId: string;
  readonly key: string;
  readonly agent: string;
  readonly speech: Speech;
  readonly newLink: () => string;
  readonly newConnection: (parts: ConnectionParts) => Line;
  /** The link has opened: readings may go out. */
  readonly opened: () => void;
  /** The server has answered that these are stored. */
  readonly stored: (seqs: readonly number[]) => void;
  /** The server has refused this entry, and it has left the outbox. */
  readonly refused: (seq: number) => void;
  /** Does what the server asks of the site; the answer is what it is told. */
  readonly obey: (command: OwnCommand) => Promise<SiteReply['result']>;
  /** The server has sent this site away: its key is worth nothing any more. */
  readonly dismissed?: () => void;
}

/** What the server asks that is not about the link. */
export type OwnCommand = Exclude<SiteCommand, { kind: 'resend' | 'goodbye' }>;

export class Link {
  private readonly pump: Pump;
  private connection: Line | null = null;
  private link = '';
  private heardServer = false;
  private now: LinkState = startState;
  private said: LinkState = startState;
  private sinceMs: number;
  private openedAtMs: number | null = null;
  private stopped = false;
  private stopWait: () => void = () => {};
  private shortenWait: () => void = () => {};
  private misunderstood = 0;
  /** Why the server has sent this site away; null while it has not, or has let it in again. */
  private goodbye: string | null = null;
  private isLeaving = false;
  private notAdmitted = 0;

  constructor(private readonly parts: LinkParts) {
    this.pump = new Pump(parts);
    this.sinceMs = stampMs(parts.clock);
  }

  /** The link's state since when, and how many messages of the server were not understood. */
  get state(): LinkState & { sinceMs: number; misunderstood: number } {
    return { ...this.now, sinceMs: this.sinceMs, misunderstood: this.misunderstood };
  }

  /** Connects, and again after each end, until `stop`. */
  async run(): Promise<void> {
    let failedTries = 0;
    while (!this.stopped) {
      this.openedAtMs = null;
      const { reason, detail } = await this.runOnce().catch((cause: unknown): Ended => ({
        reason: 'broken',
        detail: faultText(cause),
      }));
      if (this.stopped) return;
      if (this.lastedMs() >= goodAfterMs) failedTries = 0;
      this.notAdmitted = reason === 'not_admitted' ? this.notAdmitted + 1 : 0;
      this.turn(this.stateAfter(reason, withoutKeys(detail)));
      await this.wait(this.waitMsAfter(reason, failedTries));
      failedTries += 1;
    }
  }

  /** A panic has been kept: it does not wait for thousands of other sites to come back before this one (rule D7). */
  hurry(): void {
    this.shortenWait();
  }

  /** Tells the server good-bye and closes. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.pump.shut();
    this.stopWait();
    await this.connection?.end();
  }

  /** Sends readings while there is somebody to take them; an old reading is worth nothing. */
  tell(readings: () => Readings): void {
    if (this.now.state !== 'open') return;
    try {
      this.connection?.publish('readings', readings());
    } catch (cause) {
      this.parts.say('readings_not_sent', { fault: faultText(cause) });
    }
  }

  private stateAfter(reason: Ended['reason'], detail: string): LinkState {
    if (this.goodbye !== null) return { state: 'dismissed', detail: this.goodbye };
    if (this.isDismissed) return { state: 'dismissed', detail };
    return { state: reason === 'broken' ? 'connecting' : 'key_refused', detail };
  }

  private waitMsAfter(reason: Ended['reason'], failedTries: number): number {
    const random = this.parts.random();
    if (this.isDismissed) return Math.round(dismissedWaitMs * (0.95 + 0.1 * random));
    return comeBackMs(reason === 'broken' ? failedTries : refusedKeyTries, random);
  }

  private get isDismissed(): boolean {
    return this.goodbye !== null || this.notAdmitted > notAdmittedTriesMax;
  }

  private async runOnce(): Promise<Ended> {
    const { server, siteId, key, newLink, newConnection } = this.parts;
    this.link = newLink();
    this.heardServer = false;
    this.isLeaving = false;
    this.connection = newConnection({
      server,
      siteId,
      key,
      link: this.link,
      opened: () => this.connected(),
      received: (topic, payload) => this.receive(readIncoming(topic, payload)),
    });
    try {
      return await this.connection.ended;
    } finally {
      this.pump.shut();
      this.connection = null;
    }
  }

  /** A broker may send the server's retained presence before it confirms that we listen. */
  private connected(): void {
    if (this.heardServer || this.stopped) return;
    this.turn({ state: 'server_away', detail: 'connected, but no server has told of itself' });
  }

  private receive(message: Incoming): void {
    if (this.stopped || this.isLeaving) return;
    if (message.kind === 'presence') {
      this.heardServer = true;
      // Who was sent away and hears of the server again has been let in again.
      this.goodbye = null;
      return this.turn(stateUnder(message.presence, this.parts.speech.range));
    }
    if (message.kind === 'answer') return void this.take(message.answer);
    if (message.kind === 'command') return void this.serve(message.command);
    this.misunderstood += 1;
    if (message.kind === 'unknown_command') return this.reply(message.id, 'not_understood');
    this.parts.say('message_not_understood', { fault: message.fault });
  }

  private async serve(command: SiteCommand): Promise<void> {
    if (command.kind === 'goodbye') {
      this.reply(command.id, 'done');
      return this.leave(goodbyes[command.reason]);
    }
    if (command.kind !== 'resend') {
      const result = await this.parts.obey(command).catch((cause: unknown) => {
        this.parts.say('command_failed', { kind: command.kind, fault: faultText(cause) });
        return 'no_picture' as const;
      });
      return this.reply(command.id, result);
    }
    const { id, epoch, fromSeq } = command;
    if (epoch !== this.parts.outbox.epoch) return this.reply(id, 'other_epoch');
    this.pump.resend(fromSeq);
    this.reply(id, 'done');
  }

  /** Both kinds of answer end an entry's wait (rule D2); a refused one is kept apart first. */
  private async take({ epoch, stored, refused }: Answer): Promise<void> {
    const { outbox, say } = this.parts;
    for (const { seq, reason, detail } of refused) say('entry_refused', { seq, reason, detail });
    if (epoch !== outbox.epoch) return;
    outbox.stored(stored);
    this.pump.answered(stored);
    this.parts.stored(stored);
    for (const { seq, reason, detail } of refused) {
      if (seq === null) continue;
      try {
        await outbox.refused(seq, reason, detail);
        this.pump.answered([seq]);
        this.parts.refused(seq);
      } catch (cause) {
        // It stays held and will be refused again: better twice than not kept.
        say('refused_entry_not_kept', { seq, fault: faultText(cause) });
      }
    }
  }

  /** The server ends the connection as well; nobody has to wait for that. */
  private async leave(goodbye: string): Promise<void> {
    this.goodbye = goodbye;
    this.isLeaving = true;
    this.turn({ state: 'dismissed', detail: goodbye });
    this.parts.dismissed?.();
    await this.connection?.end();
  }

  private turn(state: LinkState): void {
    if (!isSameState(this.now, state)) this.sinceMs = stampMs(this.parts.clock);
    this.now = state;
    if (!isSameState(this.said, state)) this.parts.say(`link_${state.state}`, { detail: state.detail });
    this.said = state;
    if (state.state !== 'open') this.pump.shut();
    if (['connecting', 'key_refused', 'dismissed'].includes(state.state)) return;
    // The birth is told at each turn of the server's, so that a late will never stays the last word on the topic.
    this.birth();
    if (state.state !== 'open') return;
    this.openedAtMs ??= this.parts.clock.steadyMs();
    this.pump.open((envelope) => this.send(envelope, state.version));
    this.parts.opened();
  }

  private send(envelope: Envelope, version: number): void {
    this.connection?.publish('alarms', spoken(envelope, version, this.parts.speech));
  }

  private birth(): void {
    const { outbox, speech, agent, clock } = this.parts;
    const { epoch, oldestHeld, next } = outbox;
    this.connection?.publish('presence', {
      online: true,
      link: this.link,
      epoch,
      oldestHeld,
      next,
      contract: speech.range,
      agent: oneLine(agent, 64),
      atMs: stampMs(clock),
    });
  }

  private reply(id: string, result: SiteReply['result']): void {
    const { epoch, oldestHeld, next } = this.parts.outbox;
    this.connection?.publish('replies', { id, result, epoch, oldestHeld, next } satisfies SiteReply);
  }

  private lastedMs(): number {
    return this.openedAtMs === null ? 0 : this.parts.clock.steadyMs() - this.openedAtMs;
  }

  private async wait(delayMs: number): Promise<void> {
    const { clock } = this.parts;
    const beganMs = clock.steadyMs();
    await new Promise<void>((done) => {
      let cancel = clock.after(delayMs, done);
      this.stopWait = () => {
        cancel();
        done();
      };
      this.shortenWait = () => {
        if (delayMs <= hurriedWaitMs) return;
        cancel();
        cancel = clock.after(Math.max(0, beganMs + hurriedWaitMs - clock.steadyMs()), done);
      };
    });
    this.stopWait = () => {};
    this.shortenWait = () => {};
  }
}
