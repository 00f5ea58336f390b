// One patrol tablet: the real outbox over a disk that outlives its page, the live picture, and an officer who presses.
import { post } from '@haixi/dashboard/api/post';
import { createQueries } from '@haixi/dashboard/api/queries';
import { type Live, startLive } from '@haixi/dashboard/live/live';
import { Outbox, type OutboxWorld } from '@haixi/dashboard/patrol/outbox/outbox.service';
import { httpWire } from '@haixi/dashboard/patrol/outbox/wire.service';
import type { Entry } from '@haixi/dashboard/patrol/outbox/entry';
import type { Process } from '../engine/process';
import type { PageParts } from './dashboard';
import { pageSocket } from './live-line';
import { nextPress } from './officer';
import { pageRequest } from './page-request';
import { checkShown } from '../invariants/shown';
import { TabletDisk } from './tablet-disk';

export class Tablet {
  live: Live | null = null;
  process: Process | null = null;
  private outbox: Outbox | null = null;
  private personId = '';
  private readonly disk: TabletDisk;

  constructor(
    readonly name: string,
    private readonly parts: PageParts,
  ) {
    this.disk = new TabletDisk(({ key, personId, command }) => {
      if (command.name !== 'unit.sos') parts.history.queued(`${name} of ${personId}`, key);
    });
  }

  /** Opens the page as this process, with this officer signed in. */
  open(process: Process, personId: string): void {
    this.process = process;
    this.personId = personId;
    const token = this.parts.tokens.get(personId)!;
    const { network } = this.parts.stage;
    const fetched = pageRequest(network, process, this.parts.server, token);
    const live = startLive({
      openSocket: pageSocket(network, process, this.parts.server, token),
      monoMs: () => process.steadyMs(),
      random: () => process.chance.real(),
      after: (ms, run) => process.after(ms, run, null),
    });
    const wire = httpWire(createQueries(fetched), fetched);
    const outbox = new Outbox(personId, this.disk.open(process), wire, worldOf(process));
    // As the page does: the socket that is back wakes the outbox.
    let wasConnected = false;
    live.subscribe(() => {
      const { connected } = live.state();
      checkShown(live.state(), personId, this.parts.areasOf(personId));
      if (connected && !wasConnected) outbox.nudge();
      wasConnected = connected;
    });
    this.live = live;
    this.outbox = outbox;
    void outbox.run(new AbortController().signal);
  }

  /** The officer presses; once the disk has it, it is promised (rule T1). */
  press(): void {
    const { process, live, outbox, personId } = this;
    if (!process?.alive || process.isFrozen || !live || !outbox) return;
    const pressing = nextPress(live.state().picture, personId, process.chance);
    if (!pressing) return;
    const key = Buffer.from(process.chance.bytes(12)).toString('hex');
    const { name } = pressing.command;
    const pressed = { ...pressing, key, pressedAtMs: Math.max(0, process.nowMs()) };
    void outbox
      .take(pressed)
      .then(() => this.parts.history.gave({ personId, name, key, by: 'tablet', answer: null }));
  }

  /** Tells where it is, as a reading: sent once, whatever becomes of it. */
  tellPosition(): void {
    const { process, live, personId } = this;
    const units = Object.values(live?.state().picture?.units ?? {});
    const unit = units.find((one) => one.personIds.includes(personId));
    if (!process?.alive || process.isFrozen || !unit) return;
    const atMs = Math.max(0, process.nowMs());
    const position = { lon: 119.52 + process.chance.real() / 100, lat: 26.66 + process.chance.real() / 100 };
    const key = Buffer.from(process.chance.bytes(12)).toString('hex');
    const body = {
      key,
      occurredAtMs: atMs,
      unitId: unit.unitId,
      positions: [{ position, accuracyM: 5, atMs }],
    };
    const token = this.parts.tokens.get(personId)!;
    void post(
      'unit.positions',
      body,
      pageRequest(this.parts.stage.network, process, this.parts.server, token),
    );
  }

  /** The officer reads what was refused, and puts it away. */
  readRefusals(): void {
    const { process, outbox } = this;
    if (!process?.alive || process.isFrozen || !outbox) return;
    for (const entry of outbox.state().entries) if (entry.answer !== null) this.told.set(entry.key, entry);
    const first = outbox.state().entries.find((entry) => entry.answer !== null);
    if (first) void outbox.dismiss(first.key);
  }
  /** What officers were told in words, by key. */
  readonly told = new Map<string, Entry>();

  /** Everything on its disk. */
  get rows(): readonly Entry[] {
    return this.disk.rows;
  }

  get isFresh(): boolean {
    return this.live !== null && this.live.state().connected && this.live.staleSinceMs() === null;
  }

  get areaIds(): readonly string[] {
    return this.parts.areasOf(this.personId);
  }

  get signedIn(): string {
    return this.personId;
  }
}

function worldOf(process: Process): OutboxWorld {
  return {
    random: () => process.chance.real(),
    pause: (ms, wake) =>
      new Promise((done) => {
        const cancel = process.after(ms, done, null);
        wake.addEventListener('abort', () => {
          cancel();
          done();
        });
      }),
  };
}
