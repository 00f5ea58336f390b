// One site: its sources, its outbox and its link. A fault in here is told, retried, and stops no other site.
import { join } from 'node:path';
import {
  type AgentLoad,
  type AlarmBody,
  type CameraReading,
  alarmBodySchema,
  type Readings,
  type SiteReply,
} from '@haixi/proto/mqtt/messages';
import { priorityOf, type SiteAlarmKind } from '@haixi/proto/vocabulary';
import { type Clock, stampMs } from '../clock.js';
import type { SiteConfig } from '../config/config.js';
import { faultText } from '../line.js';
import { Link, type LinkParts, type OwnCommand } from '../link/link.service.js';
import { type Appended, OutboxStore, type OutboxParts } from '../outbox/outbox.store.js';
import { backoffMs, wireBounds } from '../retry.js';
import type { PictureMaker } from '../snapshots/pictures.service.js';
import { Snapshots } from '../snapshots/snapshots.service.js';
import type { CameraParts } from '../sources/camera/camera.service.js';
import type { CameraConfig } from '../sources/camera/camera-config.js';
import type { Noticed } from '../sources/camera/notice/noticed.js';
import { Schedule } from '../sources/camera/notice/schedule.js';
import type { CameraEvent } from '../sources/camera/light/event.js';
import type { SiteCamera } from '../sources/camera/site-camera.js';
import type { Places } from '../streams/places.js';
import { Streams } from '../streams/streams.service.js';
import { LineTests } from './line-tests.service.js';
import { MaskingCosts } from './masking-costs.service.js';
import { Proofs } from './proofs.service.js';
import { type Raised, RaisedAlarms } from './raised.service.js';
import { Roster } from './roster.js';

const readingsEachMs = 10_000;
const changesTogetherMs = 200;

/** Arming times are whole minutes; a second is near enough to them. */
const armedAskedEachMs = 1_000;

/** Panics are urgent: they overtake everything (rule D7). */
const urgentPriority = 1;

export interface SiteParts
  extends
    Omit<LinkParts, 'outbox' | 'siteId' | 'key' | 'opened' | 'stored' | 'refused' | 'obey' | 'dismissed'>,
    OutboxParts {
  readonly clock: Clock;
  readonly config: SiteConfig;
  readonly newCamera: (
    parts: Pick<CameraParts, 'config' | 'alarm' | 'changed' | 'isWatched' | 'masking' | 'say'>,
  ) => SiteCamera;
  /** What the agent takes of its machine; null while it is not known. */
  readonly load: () => AgentLoad | null;
  /** Origin of the server's web address, where pictures go; null where the configuration has none. */
  readonly web: string | null;
  /** The server's configuration of this site may have changed. Absent where the configuration is a file of people's. */
  readonly configDue?: () => void;
  /** Shared by all sites of the agent: its machine bears only so much. */
  readonly maker: Pick<PictureMaker, 'make' | 'burn'>;
  readonly places: Places;
}

/** What a camera of this site has noticed. */
interface RaisedHere extends Raised {
  readonly kind: SiteAlarmKind;
  readonly occurredAtMs: number;
  readonly more: AlarmMore;
}

type AlarmMore = Pick<AlarmBody, 'note' | 'zone' | 'test'>;

/** A command that comes twice is done once; so many are remembered. */
const testsKept = 32;

export class Site {
  private outbox: OutboxStore | null = null;
  private outboxFault = 'the outbox is being opened';
  private link: Link | null = null;
  private proofs: Proofs | null = null;
  private config: SiteConfig;
  private readonly roster: Roster;
  private readonly streams: Streams;
  private readonly snapshots: Snapshots;
  private readonly schedule: Schedule;
  private readonly maskingCosts: MaskingCosts;
  private readonly lineTests: LineTests;
  private readonly raised: RaisedAlarms<RaisedHere>;
  private readonly testsDone: string[] = [];
  private isArmed = false;
  private isArming = false;
  private readingsAreDue = false;
  private stopped = false;
  private stopTimers = new Set<() => void>();

  constructor(private readonly parts: SiteParts) {
    this.schedule = new Schedule(parts.config.armed);
    this.config = parts.config;
    this.roster = new Roster(
      {
        newCamera: (config) => this.newCamera(config),
        cutOff: (sourceId, why) => {
          this.streams.end(sourceId, why);
          this.snapshots.cutOff(sourceId);
        },
      },
      parts.config.cameras,
    );
    this.raised = new RaisedAlarms<RaisedHere>({
      ...parts,
      report: ({ sourceId, kind, occurredAtMs, more }) => this.report(sourceId, kind, occurredAtMs, more),
    });
    const shared = { ...parts, siteId: parts.config.id, key: parts.config.key };
    this.streams = new Streams({
      ...shared,
      camera: (sourceId) => this.roster.camera(sourceId),
      zones: (sourceId) => this.roster.zones(sourceId),
      changed: () => {
        this.maskingCosts.begin();
        this.tellReadingsSoon();
      },
    });
    this.maskingCosts = new MaskingCosts({ ...parts, encoders: () => this.streams.encoders });
    this.lineTests = new LineTests(shared);
    this.snapshots = new Snapshots({
      ...shared,
      folder: join(parts.folder, 'snapshots'),
      cameras: () => this.roster.pictured(),
      zones: (sourceId) => this.roster.zones(sourceId),
    });
  }

  get id(): string {
    return this.parts.config.id;
  }

  /** Tries the outbox once and goes on trying in the background; sources run from now on. */
  async start(): Promise<void> {
    await this.openOutbox(0);
    this.snapshots.run();
    this.roster.start();
    this.armForEver();
    this.tellReadingsForEver();
  }

  /** Runs by another configuration of this site from now on; outbox and link stay as they are. */
  apply(config: SiteConfig): Promise<void> {
    this.config = config;
    const changed = this.roster.change(config.cameras);
    this.armForEver();
    this.tellReadingsSoon();
    return changed;
  }

  /** The buttons of this site. */
  get buttons(): SiteConfig['buttons'] {
    return this.config.buttons;
  }

  /** One report of a source. `ok` when it is on the disk (rule D1). */
  async report(
    sourceId: string,
    kind: SiteAlarmKind,
    occurredAtMs: number,
    more: AlarmMore = {},
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
    const isTest = more.test !== undefined;
    say(isTest ? 'test_alarm' : 'alarm', { source: sourceId, kind, seq: appended.seq });
    if (urgent) this.link?.hurry();
    // Of a test nobody needs to see anything.
    if (!isTest) this.snapshots.take(appended, sourceId);
    return appended;
  }

  /** Has a light camera notice something; false where this site has none of this id. It goes the way of any alarm. */
  happens(sourceId: string, event: CameraEvent): boolean {
    const camera = this.roster.camera(sourceId);
    if (!camera?.happens) return false;
    camera.happens(event);
    return true;
  }

  /** What this site is and holds, for the people who installed it. */
  get state(): unknown {
    const { buttons } = this.config;
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
      cameras: this.roster.readings,
    };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const stop of this.stopTimers) stop();
    this.proofs?.stop();
    this.raised.stop();
    this.lineTests.stop();
    this.maskingCosts.stop();
    await Promise.all([this.streams.stopAll(), this.snapshots.stop()]);
    await this.roster.stop();
    await this.link?.stop();
    await this.outbox?.close();
  }

  private async openOutbox(failedTries: number): Promise<void> {
    const { clock, random, say, speech } = this.parts;
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
      siteId: this.config.id,
      key: this.config.key,
      opened: () => {
        proofs.opened();
        // While the link was away nobody could tell.
        this.parts.configDue?.();
        this.tellReadings();
      },
      stored: (seqs) => {
        proofs.stored(seqs);
        this.snapshots.stored(epoch, seqs);
      },
      refused: (seq) => proofs.refused(seq),
      obey: (command) => this.obey(command),
      dismissed: () => this.streams.endAll('the server has sent this site away'),
    });
    void this.link.run();
  }

  /** What the server asks of one of the sources, or of the site. */
  private async obey(command: OwnCommand): Promise<SiteReply['result']> {
    switch (command.kind) {
      case 'stream.stop':
        return this.streams.stop(command.sourceId);
      case 'stream.start':
        return this.streams.start(command.sourceId, command.ticket);
      case 'still.send':
        return this.snapshots.still(command.sourceId, command.ticket);
      case 'alarm.test':
        return this.testAlarm(command.id, command.sourceId);
      case 'line.measure':
        return this.lineTests.measure(command.ticket);
      case 'config.read':
        this.parts.configDue?.();
        return this.parts.configDue ? 'done' : 'not_understood';
    }
  }

  /** A test goes the way of an alarm from before the disk on; `busy` where the disk does not take it. */
  private async testAlarm(test: string, sourceId: string): Promise<SiteReply['result']> {
    if (![...this.config.buttons, ...this.config.cameras].some(({ id }) => id === sourceId))
      return 'unknown_source';
    if (this.testsDone.includes(test)) return 'done';
    this.testsDone.push(test);
    this.testsDone.splice(0, this.testsDone.length - testsKept);
    const atMs = stampMs(this.parts.clock);
    const appended = await this.report(sourceId, 'help', atMs, { note: '测试', test });
    return appended.ok ? 'done' : 'busy';
  }

  private newCamera(config: CameraConfig): SiteCamera {
    const { parts } = this;
    return parts.newCamera({
      config,
      say: (event, fields) => parts.say(event, { camera: config.id, ...fields }),
      alarm: (noticed) => void this.raised.raise(this.raisedBy(config.id, noticed)),
      changed: () => this.tellReadingsSoon(),
      isWatched: () => this.streams.isSending(config.id),
      masking: () => this.masking(config.id),
    });
  }

  private masking(sourceId: string): CameraReading['masking'] {
    const zones = this.roster.zones(sourceId).length;
    return zones === 0 ? null : { zones, cpuPercent: this.maskingCosts.percent(sourceId) };
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
  private armForEver(isNext = false): void {
    if (this.roster.size === 0 || (this.isArming && !isNext)) return;
    this.isArming = true;
    const isArmed = this.schedule.isArmed(this.parts.clock.nowMs());
    if (isArmed !== this.isArmed) this.parts.say(isArmed ? 'armed' : 'disarmed');
    this.isArmed = isArmed;
    this.roster.arm(isArmed);
    this.later(armedAskedEachMs, () => {
      this.isArming = this.roster.size > 0;
      this.armForEver(true);
    });
  }

  private tellReadings(): void {
    const { outbox } = this;
    if (!outbox) return;
    const atMs = stampMs(this.parts.clock);
    const { held, refused } = outbox.depth;
    this.link?.tell((): Readings => {
      const { held: snapshotsHeld, lostSoFar: snapshotsLost } = this.snapshots;
      const snapshots = { snapshotsHeld, snapshotsLost };
      return {
        v: 3,
        atMs,
        held,
        refused,
        ...snapshots,
        load: this.parts.load(),
        cameras: this.roster.readings,
      };
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
