// Makes JPEGs of what cameras show, two at a time over all sites: an alarm storm must not take the machine.
import type { Privacy } from '@haixi/proto/devices/site-config';
import type { Clock } from '../clock.js';
import { faultText, withoutKeys } from '../line.js';
import { zonesName } from '../privacy/burn.js';
import type { ClipStill } from '../streams/clip-still.js';
import type { Pictures } from '../streams/tee.js';
import { bestQuality, fits, fromCamera, fromGroup, fromJpeg, lastJpeg, lesserQualities } from './jpeg.js';
import { jpegWithin } from './motion-jpeg.js';
import { runFfmpeg } from './run-ffmpeg.service.js';

const atOnceMax = 2;
const waitingMax = 200;

/** What waits holds its pictures, so that they are those of the alarm's moment, up to this in all. */
const heldBytesMax = 64 * 1024 * 1024;

const groupWithinMs = 20_000;
const anewWithinMs = 5_000;

/** A camera's main stream is waited for so long: the alarm's moment passes. */
const cameraWithinMs = 3_000;

/** What a picture is made of: of `address` if there is one and it shows itself in time, else of the tee's. */
export interface Order {
  /** Alarms come before stills. */
  readonly isAlarm: boolean;
  /** Let go of where the memory is needed while it waits: then the tee is asked again when it is its turn. */
  pictures: Pictures | null;
  /** The tee's pictures at a later moment. */
  readonly later: () => Pictures | null;
  readonly main: { readonly address: string; readonly transport: 'tcp' | 'udp' } | null;
  /** What a camera that shows a clip shows: then nothing else is asked. */
  readonly clip?: ClipStill | null;
  /** The places that nobody may see, at the moment when it is asked. */
  readonly zones: () => Privacy;
}

export type Made =
  /** `zones` are burnt in. */
  | { ok: true; jpeg: Buffer; takenAtMs: number; zones: Privacy }
  | { ok: false; reason: 'no_picture' | 'not_decoded' | 'too_large' | 'too_many'; detail: string };

interface Waiting {
  readonly order: Order;
  readonly done: (made: Made) => void;
}

export interface PicturesParts {
  readonly clock: Clock;
  /** Major version of ffmpeg, or null where there is none. */
  readonly ffmpegMajor: () => Promise<number | null>;
}

export class PictureMaker {
  private waiting: Waiting[] = [];
  private running = 0;

  constructor(private readonly parts: PicturesParts) {}

  /** The picture, or why there is none. Never rejects. The newest orders are kept where there are too many. */
  make(order: Order): Promise<Made> {
    return new Promise((done) => {
      this.waiting.push({ order, done });
      this.shed();
      this.next();
    });
  }

  /** The same picture with these zones burnt in as well; null where that can't be done. */
  async burn(jpeg: Buffer, zones: Privacy): Promise<Buffer | null> {
    const burnt = await this.anew(jpeg, bestQuality, zones);
    const made = burnt && (await this.fitting(burnt, 0, zones));
    return made?.ok ? made.jpeg : null;
  }

  private shed(): void {
    if (this.waiting.length > waitingMax) {
      const [oldest] = this.waiting.splice(0, 1);
      oldest?.done({ ok: false, reason: 'too_many', detail: `more than ${waitingMax} pictures at one time` });
    }
    let bytes = 0;
    for (const { order } of this.waiting.toReversed()) {
      bytes += sizeOf(order.pictures);
      if (bytes > heldBytesMax) order.pictures = null;
    }
  }

  private next(): void {
    if (this.running >= atOnceMax) return;
    const alarm = this.waiting.findIndex(({ order }) => order.isAlarm);
    const [waiting] = this.waiting.splice(Math.max(0, alarm), 1);
    if (!waiting) return;
    this.running += 1;
    const failed = (cause: unknown): Made => {
      return { ok: false, reason: 'not_decoded', detail: withoutKeys(faultText(cause)) };
    };
    void this.picture(waiting.order)
      .catch(failed)
      .then((made) => {
        this.running -= 1;
        waiting.done(made);
        this.next();
      });
  }

  private async picture(order: Order): Promise<Made> {
    const made = await this.pictureWith(order, order.zones());
    if (!made.ok) return made;
    // Zones may have been set while it was made (rule N4).
    const zones = order.zones();
    if (zones.length === 0 || zonesName(zones) === zonesName(made.zones)) return made;
    const jpeg = await this.burn(made.jpeg, zones);
    return jpeg
      ? { ...made, jpeg, zones }
      : { ok: false, reason: 'not_decoded', detail: 'its privacy zones could not be burnt in' };
  }

  private async pictureWith(order: Order, zones: Privacy): Promise<Made> {
    if (order.clip) return this.ofClip(order.clip, zones);
    const main = order.main && (await this.ofCamera(order.main, zones));
    if (main) return this.fitting(main, this.parts.clock.nowMs(), zones);
    const pictures = order.pictures ?? order.later();
    if (!pictures) return { ok: false, reason: 'no_picture', detail: 'the camera shows nothing' };
    const jpeg = await this.ofGroup(pictures, zones);
    if (typeof jpeg === 'string') return { ok: false, reason: 'not_decoded', detail: jpeg };
    return this.fitting(jpeg, pictures.takenAtMs, zones);
  }

  private async ofClip({ argumentsFor, takenAtMs }: ClipStill, zones: Privacy): Promise<Made> {
    const ran = await runFfmpeg(argumentsFor(zones), [], anewWithinMs, this.parts.clock);
    if (!ran.ok) return { ok: false, reason: 'not_decoded', detail: ran.fault };
    const jpeg = lastJpeg(ran.bytes);
    if (!jpeg) return { ok: false, reason: 'no_picture', detail: 'the clip shows nothing at that moment' };
    return this.fitting(jpeg, takenAtMs, zones);
  }

  private async ofCamera(main: NonNullable<Order['main']>, zones: Privacy): Promise<Buffer | null> {
    const major = await this.parts.ffmpegMajor();
    if (major === null) return null;
    const args = fromCamera(main, major, zones);
    const ran = await runFfmpeg(args, [], cameraWithinMs, this.parts.clock);
    return ran.ok ? lastJpeg(ran.bytes) : null;
  }

  /** The last picture, or what ffmpeg said. Where fewer can be decoded than were counted, all are written. */
  private async ofGroup({ bytes, count }: Pictures, zones: Privacy): Promise<Buffer | string> {
    let fault = 'no picture could be decoded';
    for (const counted of count > 1 ? [count, 0] : [0]) {
      const ran = await runFfmpeg(fromGroup(counted, zones), bytes, groupWithinMs, this.parts.clock);
      const jpeg = ran.ok ? lastJpeg(ran.bytes) : null;
      if (jpeg) return jpeg;
      if (!ran.ok) fault = ran.fault;
    }
    const found = jpegWithin(Buffer.concat(bytes));
    return (found && (await this.anew(found, bestQuality, zones))) ?? fault;
  }

  private async anew(jpeg: Buffer, quality: number, zones: Privacy): Promise<Buffer | null> {
    const ran = await runFfmpeg(fromJpeg(quality, zones), [jpeg], anewWithinMs, this.parts.clock);
    return ran.ok ? lastJpeg(ran.bytes) : null;
  }

  private async fitting(jpeg: Buffer, takenAtMs: number, zones: Privacy): Promise<Made> {
    if (fits(jpeg)) return { ok: true, jpeg, takenAtMs, zones };
    for (const quality of lesserQualities) {
      const less = await this.anew(jpeg, quality, zones);
      if (less && fits(less)) return { ok: true, jpeg: less, takenAtMs, zones };
    }
    return { ok: false, reason: 'too_large', detail: `${jpeg.length} bytes at the best quality` };
  }
}

function sizeOf(pictures: Pictures | null): number {
  return pictures?.bytes.reduce((sum, { length }) => sum + length, 0) ?? 0;
}
