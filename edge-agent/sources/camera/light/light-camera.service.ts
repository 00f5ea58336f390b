// A camera for demonstrations and tests: shows a clip, looks at nothing, and notices what it is told at the local door.
import { spawn, type ChildProcess } from 'node:child_process';
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import type { ClipStill } from '../../../streams/clip-still.js';
import { Tee } from '../../../streams/tee.js';
import type { CameraParts } from '../camera.service.js';
import { faultTexts } from '../fault.js';
import { type Caption, type Shown, stillOfClip, streamOfClip } from './clip.js';
import type { ClipFacts, ClipLooker } from './clips.service.js';
import { type CameraEvent, pictureOf } from './event.js';

/** A clip that is still being drawn is looked for again. */
const lookAgainMs = 3_000;

/** No ffmpeg that nothing is read of is left behind. */
const killSignal = 'SIGKILL';

export interface LightParts extends Pick<
  CameraParts,
  'config' | 'clock' | 'say' | 'alarm' | 'changed' | 'isWatched' | 'masking' | 'ffmpegMajor' | 'startsAfterMs'
> {
  readonly clips: ClipLooker;
}

interface Fault {
  readonly kind: CameraEvent['kind'];
  /** Where in the clip it began, in seconds, and when: a frozen or lost picture is of this moment. */
  readonly atS: number;
  readonly atMs: number;
  readonly end: () => void;
}

export class LightCamera {
  readonly mainStream = null;
  readonly tee = new Tee((followers) => this.followed(followers));
  major: number | null = null;
  private facts: ClipFacts | null = null;
  private caption: Caption | null = null;
  private fault: Fault | null = null;
  /** When the clip began, on the steady clock: it is not played, but its time runs. */
  private begunAtMs: number;
  private lastShownAtMs: number | null = null;
  private isArmed = false;
  private stopped = false;
  private stopTimer: () => void = () => {};
  private ffmpeg: ChildProcess | null = null;
  private ffmpegGone: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: LightParts) {
    this.begunAtMs = parts.clock.steadyMs();
  }

  get id(): string {
    return this.parts.config.id;
  }

  start(): void {
    this.stopTimer = this.parts.clock.after(this.parts.startsAfterMs, () => void this.look());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopTimer();
    this.fault?.end();
    this.endStream();
    await this.ffmpegGone;
  }

  armed(isArmed: boolean): void {
    this.isArmed = isArmed;
  }

  /** Notices what it is told; a fault of the picture lasts until its time is over or another one comes. */
  happens({ kind, atS, forS, zone, note }: CameraEvent): void {
    const { clock, alarm } = this.parts;
    const atMs = clock.steadyMs();
    if (atS !== undefined) this.begunAtMs = atMs - atS * 1_000;
    if (pictureOf[kind] !== null) this.breakFor(kind, forS * 1_000);
    else if (atS !== undefined) this.restartStream();
    alarm({ kind, atMs, ...(zone === undefined ? {} : { zone }), ...(note === undefined ? {} : { note }) });
  }

  /** The moment of the clip that it shows now or, where its picture is lost, showed last; null before it has shown any. */
  still(): ClipStill | null {
    const shown = this.shown();
    if (!shown) return null;
    return { takenAtMs: shown.takenAtMs, argumentsFor: (zones) => stillOfClip(shown, zones) };
  }

  get reading(): CameraReading {
    const { facts, fault } = this;
    const state = facts === null ? 'starting' : ((fault && pictureOf[fault.kind]?.state) ?? 'ok');
    const seen = state === 'lost' ? null : facts;
    if (seen !== null) this.lastShownAtMs = this.parts.clock.nowMs();
    return {
      sourceId: this.id,
      state,
      codec: facts === null ? null : 'h264',
      width: facts?.width ?? null,
      height: facts?.height ?? null,
      fps: seen?.fps ?? null,
      kbps: seen?.kbps ?? null,
      keyFrameEveryMs: seen === null ? null : 2_000,
      lastFrameAtMs: this.lastShownAtMs,
      reconnects: 0,
      soundDb: null,
      armed: this.isArmed,
      watched: this.parts.isWatched(),
      masking: this.parts.masking?.() ?? null,
      fault: state === 'lost' ? faultTexts.sendsNothing : null,
    };
  }

  private async look(): Promise<void> {
    const { config, clips, ffmpegMajor, changed, clock } = this.parts;
    this.major ??= await ffmpegMajor();
    this.caption = await clips.caption(config.name ?? config.id, config.id);
    const facts = await clips.facts(config.address);
    if (this.stopped) return;
    this.facts = facts;
    if (facts) return changed();
    this.stopTimer = clock.after(lookAgainMs, () => void this.look());
  }

  private breakFor(kind: CameraEvent['kind'], forMs: number): void {
    const { clock, changed, say } = this.parts;
    const atS = this.clipAtS(clock.steadyMs());
    this.fault?.end();
    const end = clock.after(forMs, () => {
      this.fault = null;
      say('light_camera_back', { kind });
      this.restartStream();
      changed();
    });
    this.fault = { kind, atS, atMs: clock.nowMs(), end };
    this.restartStream();
    changed();
  }

  private clipAtS(atMs: number): number {
    return ((atMs - this.begunAtMs) / 1_000) % (this.facts?.lengthS ?? 1);
  }

  private shown(): (Shown & { takenAtMs: number }) | null {
    const { facts, fault, caption } = this;
    const { config, clock } = this.parts;
    const effect = fault ? pictureOf[fault.kind] : null;
    if (!facts) return null;
    const stands = fault && (effect?.state === 'frozen' || effect?.state === 'lost') ? fault : null;
    const takenAtMs = stands?.atMs ?? clock.nowMs();
    return {
      file: config.address,
      atS: stands?.atS ?? this.clipAtS(clock.steadyMs()),
      takenAtMs,
      epochS: Math.floor(takenAtMs / 1_000),
      effect: effect?.effect ?? 'none',
      caption,
      fps: facts.fps,
    };
  }

  /** Encodes only while somebody looks. */
  private followed(followers: number): void {
    if (followers === 0) this.endStream();
    else if (!this.ffmpeg && !this.stopped) this.beginStream();
  }

  private beginStream(): void {
    const shown = this.reading.state === 'lost' ? null : this.shown();
    if (!shown) return;
    const child = spawn('ffmpeg', streamOfClip(shown), { stdio: ['ignore', 'pipe', 'ignore'] });
    this.ffmpeg = child;
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.ffmpeg === child) this.tee.take(chunk, this.parts.clock.nowMs());
    });
    const gone = new Promise<void>((done) => {
      child.once('error', () => done());
      child.once('close', () => done());
    });
    this.ffmpegGone = gone.then(() => {
      if (this.ffmpeg === child) this.restartStream();
    });
  }

  /** Who looks on is told that it has ended, and asks anew for what there is then. */
  private restartStream(): void {
    if (!this.ffmpeg) return;
    this.endStream();
    this.tee.reset();
  }

  private endStream(): void {
    const { ffmpeg } = this;
    this.ffmpeg = null;
    ffmpeg?.kill(killSignal);
    // What was held is of the past: the next viewer begins anew.
    if (ffmpeg) this.tee.forget();
  }
}
