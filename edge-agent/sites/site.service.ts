// One site: its sources, its outbox and its link. A fault in here is told, retried, and stops no other site.
import { join } from 'node:path';
import {
  type AgentLoad,
  type AlarmBody,
  alarmBodySchema,
  type CameraReading,
  type Readings,
  type SiteReply,
} from '@haixi/proto/mqtt/messages';
import { priorityOf, type SiteAlarmKind } from '@haixi/proto/vocabulary';
import { type Clock, stampMs } from '../clock.js';
import type { SiteConfig } from '../config/config.js';
import { faultText } from '../line.js';
import { type CameraCommand, Link, type LinkParts } from '../link/link.service.js';
import { type Appended, OutboxStore, type OutboxParts } from '../outbox/outbox.store.js';
import { backoffMs, wireBounds } from '../retry.js';
import type { PictureMaker } from '../snapshots/pictures.service.js';
import { type Pictured, Snapshots } from '../snapshots/snapshots.service.js';
import type { Camera, CameraParts } from '../sources/camera/camera.service.js';
import type { Noticed } from '../sources/camera/notice/noticed.js';
import { Schedule } from '../sources/camera/notice/schedule.js';
import type { Places } from '../streams/places.js';
import { Streams } from '../streams/streams.service.js';
import { Proofs } from './proofs.service.js';
import { type Raised, RaisedAlarms } from './raised.service.js';

const readingsEachMs = 10_000;
const changesTogetherMs = 200;

/** Arming times are whole minutes; a second is near enough to them. */
const armedAskedEachMs = 1_000;

/** Panics are urgent: they overtake everything (rule D7). */
const urgentPriority = 1;

export interface SiteParts
  extends
    Omit<LinkParts, 'outbox' | 'siteId' | 'key' | 'opened' | 'stored' | 'refused' | 'obey'>,
    OutboxParts {
  readonly clock: Clock;
  readonly config: SiteConfig;
  readonly newCamera: (
    parts: Pick<CameraParts, 'config' | 'alarm' | 'changed' | 'isWatched' | 'say'>,
  ) => Camera;
  /** What the agent takes of its machine; null while it is not known. */
  readonly load: () => AgentLoad | null;
  /** Origin of the server's web address, where pictures go; null where the configuration has none. */
  readonly web: string | null;
  /** Shared by all sites of the agent: its machine bears only so much. */
  readonly maker: Pick<PictureMaker, 'make'>;
  readonly places: Places;
}

/** What a camera of this site has noticed. */
interface RaisedHere extends Raised {
  readonly kind: SiteAlarmKind;
  readonly occurredAtMs: number;
  readonly more: Pick<AlarmBody, 'note' | 'zone'>;
}

export class Site {
  private outbox: OutboxStore | null = null;
  private outboxFault = 'the outbox is being opened';
  private link: Link | null = null;
  private proofs: Proofs | null = null;
  private readonly cameras: readonly Camera[];
  private readonly streams: Streams;
  private readonly snapshots: Snapshots;
  private readonly schedule: Schedule;
  private readonly raised: RaisedAlarms<RaisedHere>;
  private isArmed = false;
  private readingsAreDue = false;
  private stopped = false;
  private stopTimers = new Set<() => void>();

  constructor(private readonly parts: SiteParts) {
    this.schedule = new Schedule(parts.config.armed);
    this.cameras = parts.config.cameras.map((config) =>
      parts.newCamera({
        config,
        say: (event, fields) => parts.say(event, { camera: config.id, ...fields }),
        alarm: (noticed) => void this.raised.raise(this.raisedBy(config.id, noticed)),
        changed: () => this.tellReadingsSoon(),
        isWatched: () => this.streams.isSending(config.id),
      }),
    );
    this.raised = new RaisedAlarms<RaisedHere>({
      ...parts,
      report: ({ sourceId, kind, occurredAtMs, more }) => this.report(sourceId, kind, occurredAtMs, more),
    });
    const shared = { ...parts, siteId: parts.config.id, key: parts.config.key };
    this.streams = new Streams({
      ...shared,
      camera: (sourceId) => this.cameras.find(({ id }) => id === sourceId),
      changed: () => this.tellReadingsSoon(),
    });
    this.snapshots = new Snapshots({
      ...shared,
      folder: join(parts.folder, 'snapshots'),
      cameras: () => this.pictured(),
    });
  }

  get id(): string {
    return this.parts.config.id;
  }

  /** Tries the outbox once and goes on trying in the background; sources run from now on. */
  async start(): Promise<void> {
    await this.openOutbox(0);
    this.snapshots.run();
    for (const camera of this.cameras) camera.start();
    this.armForEver();
    this.tellReadingsForEver();
  }

  /** One report of a source. `ok` when it is on the disk (rule D1). */
  async report(
    sourceId: string,
    kind: SiteAlarmKind,
    occurredAtMs: number,
    more: Pick<AlarmBody, 'note' | 'zone'> = {},
  ): Promise<Appended> {
    if (!this.outbox) return { ok: false, reason: 'disk_error', detail: this.outboxFault };
    const { speech, clock, say } = this.parts;
    const body: AlarmBody = { sourceId, kind, occurredAtMs, agentAtMs: stampMs(clock), ...more };
    const urgent = priorityOf[kind] === urgentPriority;
    const appended = await this.outbox.append({
      v: speech.range.max,
      kind: 'alarm',
      body: alarmBodySchema.parse(body),
      urgent,
    });
    if (!appended.ok) {
      say('alarm_not_kept', { source: sourceId, kind, reason: appended.reason, detail: appended.detail });
      return appended;
    }
    say('alarm', { source: sourceId, kind, seq: appended.seq });
    if (urgent) this.link?.hurry();
    this.snapshots.take(appended, sourceId);
    return appended;
  }

  /** What this site is and holds, for the people who installed it. */
  get state(): unknown {
    const { buttons } = this.parts.config;
    return {
      id: this.id,
      link: this.link?.state ?? null,
      outbox: this.outbox
        ? {
            epoch: this.outbox.epoch,
            oldestHeld: this.outbox.oldestHeld,
            next: this.outbox.next,
            ...this.outbox.depth,
          }
        : { fault: this.outboxFault },
      proof: this.proofs?.state ?? null,
      raised: this.raised.depth,
      buttons: buttons.map(({ id, kind }) => ({ id, kind })),
      cameras: this.readings,
    };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const stop of this.stopTimers) stop();
    this.proofs?.stop();
    this.raised.stop();
    await Promise.all([this.streams.stopAll(), this.snapshots.stop()]);
    await Promise.all(this.cameras.map((camera) => camera.stop()));
    await this.link?.stop();
    await this.outbox?.close();
  }

  private async openOutbox(failedTries: number): Promise<void> {
    const { config, clock, random, say, speech } = this.parts;
    if (this.stopped) return;
    let outbox: OutboxStore;
    try {
      outbox = await OutboxStore.open(this.parts);
    } catch (cause) {
      this.outboxFault = `the outbox can not be opened: ${faultText(cause)}`;
      say('outbox_not_opened', { folder: this.parts.folder, fault: faultText(cause) });
      this.later(backoffMs(failedTries, random(), wireBounds), () => void this.openOutbox(failedTries + 1));
      return;
    }
    // The disk may have been slow, and the agent has been stopped meanwhile.
    if (this.stopped) return outbox.close();
    this.outbox = outbox;
    const { epoch, oldestHeld, next, depth } = outbox;
    say('outbox_open', { epoch, held: depth.held, refused: depth.refused, oldestHeld, next });
    const proofs = new Proofs({ outbox, version: speech.range.max, clock, random, say });
    this.proofs = proofs;
    this.link = new Link({
      ...this.parts,
      outbox,
      siteId: config.id,
      key: config.key,
      opened: () => {
        proofs.opened();
        this.tellReadings();
      },
      stored: (seqs) => {
        proofs.stored(seqs);
        this.snapshots.stored(epoch, seqs);
      },
      refused: (seq) => proofs.refused(seq),
      obey: (command) => this.obey(command),
    });
    void this.link.run();
  }

  /** What the server asks of one of the cameras: its video or a still of it. */
  private async obey(command: CameraCommand): Promise<SiteReply['result']> {
    if (command.kind === 'stream.stop') return this.streams.stop(command.sourceId);
    if (command.kind === 'stream.start') return this.streams.start(command.sourceId, command.ticket);
    if (command.kind === 'still.send') return this.snapshots.still(command.sourceId, command.ticket);
    return 'not_understood';
  }

  private pictured(): Pictured[] {
    return this.parts.config.cameras.flatMap(({ id, address, substream, transport }) => {
      const camera = this.cameras.find((each) => each.id === id);
      if (!camera) return [];
      const main = substream === undefined ? null : { address, transport };
      return {
        sourceId: id,
        tee: camera.tee,
        main,
        // Of a hundred cameras few are asked, and a reading takes its time.
        get reading() {
          return camera.reading;
        },
      };
    });
  }

  private raisedBy(sourceId: string, noticed: Noticed): RaisedHere {
    const { kind, zone, note } = noticed;
    const more = { ...(zone === undefined ? {} : { zone }), ...(note === undefined ? {} : { note }) };
    return { sourceId, kind, occurredAtMs: this.occurredAtMs(noticed), more };
  }

  /** Detectors tell moments on the steady clock; an alarm tells them in epoch milliseconds. */
  private occurredAtMs({ atMs }: Noticed): number {
    const { clock } = this.parts;
    // A box whose clock begins at 1970 would otherwise tell a time that no contract takes.
    return Math.max(0, Math.round(clock.nowMs() - Math.max(0, clock.steadyMs() - atMs)));
  }

  /** Only cameras are armed; buttons always are. */
  private armForEver(): void {
    if (this.cameras.length === 0) return;
    const isArmed = this.schedule.isArmed(this.parts.clock.nowMs());
    if (isArmed !== this.isArmed) this.parts.say(isArmed ? 'armed' : 'disarmed');
    this.isArmed = isArmed;
    for (const camera of this.cameras) camera.armed(isArmed);
    this.later(armedAskedEachMs, () => this.armForEver());
  }

  private get readings(): CameraReading[] {
    return this.cameras.map((camera) => camera.reading);
  }

  private tellReadings(): void {
    const { outbox } = this;
    if (!outbox) return;
    const atMs = stampMs(this.parts.clock);
    const { held, refused } = outbox.depth;
    this.link?.tell((): Readings => {
      const { held: snapshotsHeld, lostSoFar: snapshotsLost } = this.snapshots;
      const snapshots = { snapshotsHeld, snapshotsLost };
      return { v: 3, atMs, held, refused, ...snapshots, load: this.parts.load(), cameras: this.readings };
    });
  }

  /** Changes that come together, as of a hundred cameras behind one broken switch, are told together. */
  private tellReadingsSoon(): void {
    if (this.readingsAreDue) return;
    this.readingsAreDue = true;
    this.later(changesTogetherMs, () => {
      this.readingsAreDue = false;
      this.tellReadings();
    });
  }

  private tellReadingsForEver(): void {
    this.later(readingsEachMs, () => {
      this.tellReadings();
      this.tellReadingsForEver();
    });
  }

  private later(delayMs: number, run: () => void): void {
    if (this.stopped) return;
    const stop = this.parts.clock.after(delayMs, () => {
      this.stopTimers.delete(stop);
      run();
    });
    this.stopTimers.add(stop);
  }
}
