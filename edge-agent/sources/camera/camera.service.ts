// One camera: keeps a watch on it for ever, hands what comes to the detectors and the tee, and tells what it measures.
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../../clock.js';
import { faultText, oneLine, type Say } from '../../line.js';
import { backoffMs, cameraBounds } from '../../retry.js';
import { sentCodec } from '../../streams/burnt.js';
import { Tee } from '../../streams/tee.js';
import { type CameraConfig, kindOf, watchedAddress } from './camera-config.js';
import { faultTexts } from './fault.js';
import { installFfmpeg } from './ffmpeg.js';
import { Flapping } from './flapping.js';
import { Notice } from './notice/notice.js';
import type { Noticed } from './notice/noticed.js';
import { isSamePlan, type Plan, planOf, startPlan } from './plan.js';
import type { Reach } from './reach.service.js';
import { Relief } from './relief.js';
import { type NewFfmpeg, Watch, type WatchParts } from './watch.service.js';

/** One that ran so long was a good one: the next try comes quickly. */
const goodAfterMs = 30_000;

const lookEachMs = 500;

/** From one look to the next: longer is no busy machine but one that stood still. */
const sleptAfterMs = 2_000;

/** A camera that let in no second viewer is asked again after so long. */
const replanAgainAfterMs = 60 * 60_000;

export interface CameraParts {
  readonly config: CameraConfig;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
  /** Major version of ffmpeg, or null where there is none. */
  readonly ffmpegMajor: () => Promise<number | null>;
  readonly newFfmpeg: NewFfmpeg;
  /** Says where an address leads that is not people's own. Absent where it may lead anywhere. */
  readonly reach?: Reach;
  /** So long the first start waits, so that a hundred cameras don't start at one moment. */
  readonly startsAfterMs: number;
  readonly alarm: (noticed: Noticed) => void;
  /** The picture's state or its fault has changed: a reading is due. */
  readonly changed: () => void;
  /** Whether somebody is looking at its video now. */
  readonly isWatched: () => boolean;
  /** What is burnt into its pictures before they leave the site. Absent where nothing of it leaves. */
  readonly masking?: () => CameraReading['masking'];
}

export class Camera {
  readonly tee = new Tee();
  /** Major version of the ffmpeg that has opened it last; null before. */
  major: number | null = null;
  private readonly notice: Notice;
  /** As it is opened now: with the addresses that were looked at. */
  private opened: CameraConfig | null = null;
  private readonly flapping = new Flapping();
  private watch: Watch | null = null;
  private relief: Relief | null = null;
  private plan: Plan;
  private replansAtMs = 0;
  /** When its key frames last went apart, on the steady clock. */
  private farAtMs: number | null = null;
  private fault: string | null = null;
  private lastFrameAtMs: number | null = null;
  private reconnects = 0;
  private isArmed = false;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private stopWait: () => void = () => {};
  private stopLooking: () => void = () => {};
  private lookedAtMs: number | null = null;
  private justWoke = false;

  constructor(private readonly parts: CameraParts) {
    const { config, clock, startsAfterMs } = parts;
    this.notice = new Notice(config.notice, clock.steadyMs() + startsAfterMs);
    this.plan = startPlanOf(config);
  }

  start(): void {
    this.running = this.run();
  }

  /** Ends ffmpeg and waits until it is gone. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopLooking();
    this.stopWait();
    this.watch?.kill('stopped');
    await this.relief?.dismiss();
    await this.running;
  }

  get id(): string {
    return this.parts.config.id;
  }

  /** The larger stream, for snapshots, where the smaller one is watched; null where there is none, or none is reached. */
  get mainStream(): Pick<CameraConfig, 'address' | 'transport'> | null {
    const { opened } = this;
    return opened?.substream === undefined ? null : { address: opened.address, transport: opened.transport };
  }

  /** Motion and sound are alarms only while the site is armed. */
  armed(isArmed: boolean): void {
    this.isArmed = isArmed;
    this.notice.armed(isArmed);
  }

  /** The codec of what the tee holds, by ffmpeg's name; null until it is known. */
  get codec(): string | null {
    return this.watch?.facts.codec ?? null;
  }

  get reading(): CameraReading {
    const { fault, lastFrameAtMs, reconnects, notice } = this;
    const masking = this.parts.masking?.() ?? null;
    const { codec, width, height, fps, kbps, keyFrameEveryMs } = this.watch?.facts ?? noFacts;
    return {
      sourceId: this.id,
      state: fault === installFfmpeg ? 'lost' : notice.state,
      codec: sentCodec(codec, masking?.zones ?? 0),
      width,
      height,
      fps,
      kbps,
      keyFrameEveryMs,
      lastFrameAtMs,
      reconnects,
      soundDb: notice.soundDb,
      armed: this.isArmed,
      watched: this.parts.isWatched(),
      masking,
      fault,
    };
  }

  private async run(): Promise<void> {
    const { clock, random, startsAfterMs } = this.parts;
    if (startsAfterMs > 0) await this.wait(startsAfterMs);
    if (this.stopped) return;
    this.lookForEver();
    let failedTries = 0;
    while (!this.stopped) {
      const startedAtMs = clock.steadyMs();
      const plan = this.plan;
      const fault = await this.runOnce().catch(faultText);
      if (this.stopped) return;
      if (plan.sound && !this.plan.sound) continue;
      this.setFault(oneLine(fault, 200));
      if (clock.steadyMs() - startedAtMs >= goodAfterMs) failedTries = 0;
      await this.wait(backoffMs(failedTries, random(), cameraBounds));
      failedTries += 1;
    }
  }

  /** From a connection to the end of it, whichever watches followed one another over it; answers why it ended. */
  private async runOnce(): Promise<string> {
    const major = await this.parts.ffmpegMajor();
    this.major = major;
    if (major === null) return installFfmpeg;
    // Asked each time: a camera may get another address, and a name may come to lead elsewhere.
    const reached = await this.parts.reach?.(this.parts.config);
    this.opened = reached ? (reached.ok ? reached.opened : null) : this.parts.config;
    if (reached && !reached.ok) return reached.fault;
    if (this.stopped) return 'stopped';
    this.watch = new Watch(this.watchParts(this.plan, major));
    for (;;) {
      const watch: Watch = this.watch;
      const fault = await watch.fault;
      if (this.watch !== watch) continue;
      this.leave(watch);
      return fault;
    }
  }

  private leave(watch: Watch): void {
    this.watch = null;
    this.tee.reset();
    if (watch.failedBySound) this.plan = withoutSound(this.plan);
    // A camera that lets in but one viewer may have thrown out the first for the second.
    if (this.relief) this.giveUp(this.relief);
    if (watch.shownForMs > 0) this.reconnects += 1;
  }

  private watchParts(plan: Plan, major: number): WatchParts {
    const { config, clock, newFfmpeg } = this.parts;
    return {
      config: this.opened ?? config,
      clock,
      newFfmpeg,
      plan,
      major,
      frame: (watch, grey) => this.see(watch, grey),
      stream: (watch, chunk) => {
        if (watch === this.watch) this.tee.take(chunk, clock.nowMs());
        else if (watch === this.relief?.watch) this.relief.keep(chunk);
      },
      spoilt: (watch) => {
        if (watch === this.watch) this.tee.spoilt();
      },
      loudness: (watch, db) => {
        if (watch === this.watch) this.noticeWith((atMs) => this.notice.loudness(db, atMs));
      },
    };
  }

  private see(watch: Watch, grey: Buffer): void {
    if (this.stopped) return;
    if (watch === this.relief?.watch) this.relieve(watch, this.relief);
    if (watch !== this.watch) return;
    this.lastFrameAtMs = this.parts.clock.nowMs();
    this.setFault(watch.trouble);
    this.noticeWith((atMs) => this.notice.frame(grey, atMs));
  }

  /** The new watch shows a picture: from this moment on it is the one, and no picture is missed in between. */
  private relieve(watch: Watch, relief: Relief): void {
    const before = this.watch;
    this.relief = null;
    // Somebody has begun to look at the video meanwhile.
    if (!this.goesApart(relief.plan) && this.parts.isWatched()) {
      void relief.dismiss();
      return;
    }
    this.watch = watch;
    this.plan = relief.plan;
    before?.kill('relieved');
    this.tee.reset();
    for (const chunk of relief.kept) this.tee.take(chunk, this.parts.clock.nowMs());
  }

  /** Silence is looked at on the clock, for no frame comes to tell of it. */
  private lookForEver(): void {
    const { clock } = this.parts;
    const atMs = clock.steadyMs();
    // A machine that was halted takes its own sleep for the camera's silence: what came meanwhile is read first, once.
    const slept = !this.justWoke && atMs - (this.lookedAtMs ?? atMs) > sleptAfterMs;
    this.lookedAtMs = atMs;
    this.justWoke = slept;
    if (!slept) {
      this.noticeWith((noticedAtMs) => this.notice.quiet(noticedAtMs));
      if (this.watch) this.look(this.watch);
    }
    this.stopLooking = clock.after(lookEachMs, () => this.lookForEver());
  }

  private look(watch: Watch): void {
    watch.check();
    const { trouble } = watch;
    if (trouble !== null) this.setFault(trouble);
    if (this.relief?.isOverdue) {
      const { plan } = this.relief;
      this.giveUp(this.relief);
      // Key frames alone would notice too late: rather a moment without a picture.
      if (this.goesApart(plan)) {
        this.plan = plan;
        watch.kill(faultTexts.ended);
      }
    }
    if (this.relief === null) this.replan(watch);
  }

  private giveUp(relief: Relief): void {
    if (relief.watch?.failedBySound) this.plan = withoutSound(this.plan);
    this.replansAtMs = this.parts.clock.steadyMs() + replanAgainAfterMs;
    this.relief = null;
    void relief.dismiss();
  }

  /** A file would begin again from its start, and a device can be opened but once: both stay as they are. */
  private replan(watch: Watch): void {
    const { clock, config, isWatched } = this.parts;
    if (kindOf(watchedAddress(config)) !== 'rtsp') return;
    const atMs = clock.steadyMs();
    const hasSound = watch.hasSound && config.notice.sound.on;
    const known = {
      stream: watch.facts,
      watchedForMs: watch.shownForMs,
      hasSound,
      farAtMs: this.farAtMs,
      atMs,
    };
    const plan = planOf(this.plan, known);
    if (isSamePlan(plan, this.plan)) {
      this.plan = plan;
      return;
    }
    const goesApart = this.goesApart(plan);
    if (goesApart) this.farAtMs = atMs;
    // Who looks at the video would be interrupted for no more than less work.
    if (!goesApart && (isWatched() || atMs < this.replansAtMs)) return;
    void this.sendRelief(plan);
  }

  /** Key frames are what is decoded, and no longer near enough for that. */
  private goesApart(plan: Plan): boolean {
    return this.plan.keyFramesOnly && !plan.keyFramesOnly;
  }

  private async sendRelief(plan: Plan): Promise<void> {
    const relief = new Relief(this.parts.clock, plan);
    this.relief = relief;
    try {
      const major = await this.parts.ffmpegMajor();
      if (major === null || this.stopped || this.relief !== relief) return;
      relief.begin(new Watch(this.watchParts(plan, major)));
    } catch (cause) {
      // A machine that is short of memory may not start a second ffmpeg.
      this.parts.say('camera_not_relieved', { fault: faultText(cause) });
      relief.fail();
    }
  }

  private noticeWith(look: (atMs: number) => Noticed[]): void {
    if (this.stopped) return;
    const { clock, alarm, say, changed } = this.parts;
    const before = this.notice.state;
    const atMs = clock.steadyMs();
    const all = look(atMs);
    const { state } = this.notice;
    for (const noticed of this.flapping.pass(all, state, atMs)) alarm(noticed);
    if (state === before) return;
    say('picture', { state, before });
    changed();
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

/** Whether a file has sound is tried out at its start, for it is not opened a second time. */
function startPlanOf({ address, substream, notice, ...rest }: CameraConfig): Plan {
  const kind = kindOf(watchedAddress({ address, substream, ...rest }));
  if (kind === 'rtsp' && notice.sound.on) return startPlan;
  return { ...startPlan, sound: kind === 'file' && notice.sound.on, soundKnown: true };
}

function withoutSound(plan: Plan): Plan {
  return { ...plan, sound: false, soundKnown: true };
}

const noFacts = { codec: null, width: null, height: null, fps: null, kbps: null, keyFrameEveryMs: null };
