// Watches one camera: keeps an ffmpeg on it, kills one that hangs, and tells the picture's state and its alarms.
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../../clock.js';
import type { CameraConfig } from '../../config/config.js';
import { faultText, oneLine, type Say, withoutKeys } from '../../line.js';
import { backoffMs, cameraBounds } from '../../retry.js';
import { type CameraAlarm, decide, type Picture, startPicture } from './notice/decide.js';
import { Ffmpeg } from './ffmpeg.service.js';
import { installFfmpeg } from './ffmpeg.js';
import { type FrameStats, frameStats } from './notice/frame.js';
import { StreamMeter } from './stream.js';

/** An ffmpeg without a frame for so long is hung, or its camera is; either way a new one is the better try. */
const hungAfterMs = 10_000;
const hungAtStartAfterMs = 20_000;

/** One that ran so long was a good one: the next try comes quickly. */
const goodAfterMs = 30_000;

const lookEachMs = 500;

export interface CameraParts {
  readonly config: CameraConfig;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
  /** Major version of ffmpeg, or null where there is none. */
  readonly ffmpegMajor: () => Promise<number | null>;
  readonly alarm: (kind: CameraAlarm) => void;
  /** The picture's state or its fault has changed: a reading is due. */
  readonly changed: () => void;
}

export class Camera {
  private picture: Picture;
  private meter = new StreamMeter();
  private fault: string | null = null;
  private lastFrameAtMs: number | null = null;
  private ffmpeg: Ffmpeg | null = null;
  /** When the present ffmpeg gave its last sign of life, on the steady clock. */
  private sign = { atMs: 0, isFrame: false };
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private stopWait: () => void = () => {};
  private stopLooking: () => void = () => {};

  constructor(private readonly parts: CameraParts) {
    this.picture = startPicture(parts.clock.steadyMs());
  }

  start(): void {
    this.running = this.run();
    this.lookForEver();
  }

  /** Ends ffmpeg and waits until it is gone. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopLooking();
    this.stopWait();
    this.ffmpeg?.kill();
    await this.running;
  }

  get reading(): CameraReading {
    const { config, clock } = this.parts;
    const state = this.fault === installFfmpeg ? 'lost' : this.picture.state;
    const facts = this.meter.facts(clock.steadyMs());
    const unknown = { keyFrameEveryMs: null, reconnects: 0, soundDb: null, armed: false, watched: false };
    const { lastFrameAtMs, fault } = this;
    return { sourceId: config.id, state, ...facts, ...unknown, lastFrameAtMs, fault };
  }

  private async run(): Promise<void> {
    const { clock, random } = this.parts;
    let failedTries = 0;
    while (!this.stopped) {
      const startedAtMs = clock.steadyMs();
      const fault = await this.runOnce().catch(faultText);
      if (this.stopped) return;
      this.setFault(oneLine(withoutKeys(fault), 200));
      if (clock.steadyMs() - startedAtMs >= goodAfterMs) failedTries = 0;
      await this.wait(backoffMs(failedTries, random(), cameraBounds));
      failedTries += 1;
    }
  }

  /** One life of ffmpeg; answers why it ended. */
  private async runOnce(): Promise<string> {
    const { clock, config, ffmpegMajor } = this.parts;
    const major = await ffmpegMajor();
    if (major === null) return installFfmpeg;
    if (this.stopped) return 'stopped';
    const meter = new StreamMeter();
    this.meter = meter;
    this.sign = { atMs: clock.steadyMs(), isFrame: false };
    this.ffmpeg = new Ffmpeg(config, major, {
      frame: (frame) => this.see(frameStats(frame)),
      packet: (text) => meter.take(text, clock.steadyMs()),
    });
    try {
      return await this.ffmpeg.ended;
    } finally {
      this.ffmpeg = null;
    }
  }

  /** Takes one frame, or the fact that a moment has passed (null). */
  private see(frame: FrameStats | null): void {
    if (this.stopped) return;
    const { clock, say, alarm: raise, changed } = this.parts;
    const atMs = clock.steadyMs();
    const before = this.picture.state;
    if (frame) {
      this.sign = { atMs, isFrame: true };
      this.lastFrameAtMs = clock.nowMs();
      this.setFault(null);
    }
    const { picture, alarm } = decide(this.picture, { frame, atMs });
    this.picture = picture;
    if (alarm) raise(alarm);
    if (picture.state === before) return;
    say('picture', { state: picture.state, before });
    changed();
  }

  /** Silence is looked at on the clock, for no frame comes to tell of it. */
  private lookForEver(): void {
    const { clock } = this.parts;
    this.see(null);
    const silentMs = clock.steadyMs() - this.sign.atMs;
    if (silentMs >= (this.sign.isFrame ? hungAfterMs : hungAtStartAfterMs)) this.ffmpeg?.kill();
    this.stopLooking = clock.after(lookEachMs, () => this.lookForEver());
  }

  private setFault(fault: string | null): void {
    if (fault === this.fault) return;
    this.fault = fault;
    if (fault === null) this.parts.say('camera_back');
    else this.parts.say('camera_fault', { fault });
    this.parts.changed();
  }

  private wait(delayMs: number): Promise<void> {
    return new Promise((done) => {
      const cancel = this.parts.clock.after(delayMs, done);
      this.stopWait = () => {
        cancel();
        done();
      };
    });
  }
}
