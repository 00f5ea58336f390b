// The pictures of one site's cameras for the server: a snapshot of each alarm, taken after it and never in its way (rule V1).
import type { Privacy } from '@haixi/proto/devices/site-config';
import type { CameraReading, SiteReply } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../clock.js';
import { faultText, type Say } from '../line.js';
import type { Disk } from '../outbox/disk.js';
import { zonesName } from '../privacy/burn.js';
import { backoffMs, wireBounds } from '../retry.js';
import type { ClipStill } from '../streams/clip-still.js';
import type { Tee } from '../streams/tee.js';
import { Delivery } from './delivery.service.js';
import type { Order, PictureMaker } from './pictures.service.js';
import { Shelf, type Shelved } from './shelf.store.js';
import { Web } from './web.service.js';

/** What is older than this is no still of now. */
const stillAgeMsMax = 30_000;

/** What is asked of a camera. `main` is its larger stream, where the tee has the smaller one. */
export interface Pictured {
  readonly sourceId: string;
  readonly tee: Tee;
  readonly reading: Pick<CameraReading, 'state'>;
  readonly main: Order['main'];
  /** What a camera that shows a clip shows now; absent for all others. */
  readonly clip?: () => ClipStill | null;
}

export interface SnapshotsParts {
  readonly siteId: string;
  readonly key: string;
  /** Origin of the server's web address; null where the configuration has none: then no picture is taken. */
  readonly web: string | null;
  readonly folder: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
  /** The site's cameras, in the order in which they are written. */
  readonly cameras: () => readonly Pictured[];
  /** The places of a camera's picture that nobody may see. */
  readonly zones: (sourceId: string) => Privacy;
  readonly maker: Pick<PictureMaker, 'make' | 'burn'>;
}

export class Snapshots {
  private readonly web: Web | null;
  private shelf: Shelf | null = null;
  private delivery: Delivery | null = null;
  /** Being taken now. */
  private taking = 0;
  private lostCount = 0;
  private readonly stills = new Set<string>();
  private stopped = false;
  private stopWait: () => void = () => {};

  constructor(private readonly parts: SnapshotsParts) {
    const { web, siteId, key, clock } = parts;
    this.web = web === null ? null : new Web({ web, siteId, key, clock });
  }

  /** Opens the folder, again and again until the disk lets it, and sends what is there. */
  run(failedTries = 0): void {
    const { web } = this;
    if (this.stopped) return;
    if (!web) return this.parts.say('no_pictures_sent', { why: 'the configuration has no web address' });
    void this.open(web).catch((cause: unknown) => {
      const { clock, random, say, folder } = this.parts;
      say('snapshots_not_opened', { folder, fault: faultText(cause) });
      const waitMs = backoffMs(failedTries, random(), wireBounds);
      this.stopWait = clock.after(waitMs, () => this.run(failedTries + 1));
    });
  }

  /**
   * Takes the picture of an alarm that is on the disk: what its camera shows now, or showed last; where its source is a
   * button, an onlooking camera of the site. Returns at once and never throws; whatever goes wrong is told and counted,
   * and the alarm is none the worse.
   */
  take(entry: { epoch: string; seq: number }, sourceId: string): void {
    if (!this.web) return;
    const cameras = this.parts.cameras();
    const camera = cameras.find((each) => each.sourceId === sourceId) ?? onlooker(cameras);
    if (!camera) return;
    this.taking += 1;
    // Everything of this moment is taken hold of before anything is waited for.
    void this.keep(entry, camera.sourceId, this.orderOf(camera, true))
      .catch((cause: unknown) => faultText(cause))
      .then((fault) => {
        this.taking -= 1;
        if (fault !== null) this.lost(entry.seq, fault);
      });
  }

  /** The server has stored these entries: their pictures are welcome. */
  stored(epoch: string, seqs: readonly number[]): void {
    this.delivery?.stored(epoch, seqs);
  }

  /** Sends one picture of now, for the ticket; one at a time a camera. */
  async still(sourceId: string, ticket: string): Promise<SiteReply['result']> {
    const camera = this.parts.cameras().find((each) => each.sourceId === sourceId);
    if (!camera) return 'unknown_source';
    if (!this.web) return 'no_way';
    const { pictures } = camera.tee;
    const isNow = camera.clip
      ? camera.reading.state !== 'lost' && camera.clip() !== null
      : pictures !== null &&
        // One of the future was taken before somebody set the clock back.
        Math.abs(this.parts.clock.nowMs() - pictures.takenAtMs) <= stillAgeMsMax;
    if (!isNow) return 'no_picture';
    if (this.stills.has(sourceId)) return 'busy';
    this.stills.add(sourceId);
    try {
      const made = await this.parts.maker.make({ ...this.orderOf(camera, false), main: null });
      if (!made.ok) {
        this.parts.say('still_not_taken', { source: sourceId, reason: made.reason, detail: made.detail });
        return made.reason === 'too_many' ? 'busy' : 'no_picture';
      }
      const answer = await this.web.putStill(sourceId, ticket, made.takenAtMs, made.jpeg);
      if (answer.what === 'taken') return 'done';
      const why = 'detail' in answer ? answer.detail : answer.what;
      this.parts.say('still_not_sent', { source: sourceId, why });
      return 'no_way';
    } finally {
      this.stills.delete(sourceId);
    }
  }

  /** Nothing of this camera that is under way goes on as it is: its zones have changed, or itself. */
  cutOff(sourceId: string): void {
    this.web?.cutOff(sourceId);
  }

  /** Snapshots that have not reached the server yet. */
  get held(): number {
    return this.taking + (this.shelf?.all.length ?? 0);
  }

  /** Snapshots since the start that never will. */
  get lostSoFar(): number {
    return this.lostCount;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopWait();
    this.web?.stop();
    await this.delivery?.stop();
  }

  private async open(web: Web): Promise<void> {
    const { disk, folder, say } = this.parts;
    const shelf = await Shelf.open({ disk, folder, say }, ({ seq }) =>
      this.lost(seq, 'there is no more room'),
    );
    if (this.stopped) return;
    if (shelf.all.length > 0) say('snapshots_held', { held: shelf.all.length });
    this.shelf = shelf;
    this.delivery = new Delivery({
      ...this.parts,
      shelf,
      web,
      burnt: (shelved, jpeg) => this.burnt(shelved, jpeg),
      lost: ({ seq }, reason) => this.lost(seq, reason),
    });
    this.delivery.nudge();
  }

  /** Makes the picture and puts it on the shelf. Null, or why that was not possible. */
  private async keep(
    entry: { epoch: string; seq: number },
    sourceId: string,
    order: Order,
  ): Promise<string | null> {
    // Starting an ffmpeg takes milliseconds: first the alarm goes out, and the button has its answer (rule V1).
    await new Promise<void>((next) => this.parts.clock.after(0, next));
    const made = await this.parts.maker.make(order);
    if (!made.ok) return `${made.reason}: ${made.detail}`;
    if (!this.shelf) return 'the folder of the snapshots is not open';
    const { epoch, seq } = entry;
    const { takenAtMs, jpeg } = made;
    const taken = { epoch, seq, takenAtMs, sourceId, zones: zonesName(made.zones) };
    const fault = await this.shelf.put(taken, jpeg);
    if (fault) return fault.detail;
    this.delivery?.nudge();
    return null;
  }

  /** What was taken before its zones were set waits on the shelf: they are burnt in before it leaves (rule N4). */
  private async burnt({ sourceId, zones: taken }: Shelved, jpeg: Buffer): Promise<Buffer | null> {
    let burnt: Buffer | null = jpeg;
    let name = taken;
    for (;;) {
      const zones = this.zonesOf(sourceId);
      if (burnt === null || zones.length === 0 || zonesName(zones) === name) return burnt;
      burnt = await this.parts.maker.burn(burnt, zones);
      name = zonesName(zones);
    }
  }

  /** Of a picture whose camera is not known, from an earlier release, whatever any camera has. */
  private zonesOf(sourceId: string | null): Privacy {
    const { cameras, zones } = this.parts;
    return sourceId === null ? cameras().flatMap((camera) => zones(camera.sourceId)) : zones(sourceId);
  }

  /** A camera whose picture is lost is not asked again: what it showed last is wanted, with its time. */
  private orderOf({ sourceId, tee, reading, main, clip }: Pictured, isAlarm: boolean): Order {
    return {
      isAlarm,
      pictures: tee.pictures,
      later: () => tee.pictures,
      main: reading.state === 'lost' ? null : main,
      clip: clip?.() ?? null,
      zones: () => this.parts.zones(sourceId),
    };
  }

  private lost(seq: number, reason: string): void {
    this.lostCount += 1;
    this.parts.say('snapshot_lost', { seq, reason });
  }
}

/** The camera that looks on while a button is pressed: the first that shows something, else the first that once did. */
function onlooker(cameras: readonly Pictured[]): Pictured | undefined {
  const shows = ({ tee, clip }: Pictured) => tee.pictures !== null || (clip?.() ?? null) !== null;
  return cameras.find((each) => each.reading.state === 'ok' && shows(each)) ?? cameras.find(shows);
}
