// Makes JPEGs of what cameras show, two at a time over all sites: an alarm storm must not take the machine.
import type { Clock } from '../clock.js';
import { faultText, withoutKeys } from '../line.js';
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
}

export type Made =
  | { ok: true; jpeg: Buffer; takenAtMs: number }
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
    const main = order.main && (await this.ofCamera(order.main));
    if (main) return this.fitting(main, this.parts.clock.nowMs());
    const pictures = order.pictures ?? order.later();
    if (!pictures) return { ok: false, reason: 'no_picture', detail: 'the camera shows nothing' };
    const jpeg = await this.ofGroup(pictures);
    if (typeof jpeg === 'string') return { ok: false, reason: 'not_decoded', detail: jpeg };
    return this.fitting(jpeg, pictures.takenAtMs);
  }

  private async ofCamera({ address, transport }: NonNullable<Order['main']>): Promise<Buffer | null> {
    const major = await this.parts.ffmpegMajor();
    if (major === null) return null;
    const args = fromCamera(address, transport, major);
    const ran = await runFfmpeg(args, [], cameraWithinMs, this.parts.clock);
    return ran.ok ? lastJpeg(ran.bytes) : null;
  }

  /** The last picture, or what ffmpeg said. Where fewer can be decoded than were counted, all are written. */
  private async ofGroup({ bytes, count }: Pictures): Promise<Buffer | string> {
    let fault = 'no picture could be decoded';
    for (const counted of count > 1 ? [count, 0] : [0]) {
      const ran = await runFfmpeg(fromGroup(counted), bytes, groupWithinMs, this.parts.clock);
      const jpeg = ran.ok ? lastJpeg(ran.bytes) : null;
      if (jpeg) return jpeg;
      if (!ran.ok) fault = ran.fault;
    }
    const found = jpegWithin(Buffer.concat(bytes));
    return (found && (await this.anew(found, bestQuality))) ?? fault;
  }

  private async anew(jpeg: Buffer, quality: number): Promise<Buffer | null> {
    const ran = await runFfmpeg(fromJpeg(quality), [jpeg], anewWithinMs, this.parts.clock);
    return ran.ok ? lastJpeg(ran.bytes) : null;
  }

  private async fitting(jpeg: Buffer, takenAtMs: number): Promise<Made> {
    if (fits(jpeg)) return { ok: true, jpeg, takenAtMs };
    for (const quality of lesserQualities) {
      const less = await this.anew(jpeg, quality);
      if (less && fits(less)) return { ok: true, jpeg: less, takenAtMs };
    }
    return { ok: false, reason: 'too_large', detail: `${jpeg.length} bytes at the best quality` };
  }
}

function sizeOf(pictures: Pictures | null): number {
  return pictures?.bytes.reduce((sum, { length }) => sum + length, 0) ?? 0;
}
