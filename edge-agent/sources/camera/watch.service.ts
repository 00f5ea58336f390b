// One watch over a camera: an ffmpeg from its start to its end, what its stream is, and why it ended.
import type { Clock } from '../../clock.js';
import { type CameraConfig, kindOf, watchedAddress } from './camera-config.js';
import { faultOf, faultTexts, isAboutSound } from './fault.js';
import { ffmpegArguments } from './ffmpeg.js';
import type { End, Listener, RunningFfmpeg } from './ffmpeg.service.js';
import { Loudness } from './loudness.js';
import type { Plan } from './plan.js';
import { type StreamFacts, StreamMeter } from './stream.js';
import { type Track, Words } from './words.js';

/** Without a packet for so long an ffmpeg is hung, or its camera is; either way a new one is the better try. */
const hungAfterMs = 10_000;
const hungAtStartAfterMs = 20_000;

/** Packets without a key frame among them: after so long it is a fault, and after longer connecting anew may help. */
const noKeyFrameAfterMs = 30_000;
const blindAfterMs = 60_000;

export type NewFfmpeg = (args: readonly string[], listener: Listener) => RunningFfmpeg;

export interface WatchParts {
  readonly config: CameraConfig;
  readonly clock: Clock;
  readonly newFfmpeg: NewFfmpeg;
  readonly plan: Plan;
  readonly major: number;
  readonly frame: (watch: Watch, grey: Buffer) => void;
  readonly stream: (watch: Watch, chunk: Buffer) => void;
  readonly loudness: (watch: Watch, db: number) => void;
  /** Packets were lost on the way from the camera: the next picture of its stream is not whole. */
  readonly spoilt?: (watch: Watch) => void;
}

export class Watch {
  /** Why it ended. Never rejects. */
  readonly fault: Promise<string>;
  readonly startedAtMs: number;
  private firstFrameAtMs: number | null = null;
  private lastFrameAtMs: number | null = null;
  private readonly meter = new StreamMeter();
  private readonly words = new Words(
    (width, height) => this.meter.resized(width, height),
    () => this.parts.spoilt?.(this),
  );
  private readonly loudness = new Loudness();
  private readonly ffmpeg: RunningFfmpeg;
  /** Why it was killed, where it was. */
  private killedFor: string | null = null;

  constructor(private readonly parts: WatchParts) {
    const { clock, config, plan, major } = parts;
    this.startedAtMs = clock.steadyMs();
    this.ffmpeg = parts.newFfmpeg(ffmpegArguments(config, plan, major), {
      frame: (grey) => this.see(grey),
      packet: (text) => this.meter.take(text, clock.steadyMs()),
      stream: (chunk) => parts.stream(this, chunk),
      sound: (chunk) => {
        for (const db of this.loudness.take(chunk)) parts.loudness(this, db);
      },
      words: (text) => this.words.take(text),
    });
    this.fault = this.ffmpeg.ended.then((end) => this.faultAfter(end));
  }

  get plan(): Plan {
    return this.parts.plan;
  }

  get facts(): StreamFacts {
    return this.meter.facts(this.parts.clock.steadyMs());
  }

  /** How many key frames have come. */
  get keyFrames(): number {
    return this.meter.keyFrames;
  }

  /** For how long it has shown pictures. */
  get shownForMs(): number {
    return this.firstFrameAtMs === null ? 0 : this.parts.clock.steadyMs() - this.firstFrameAtMs;
  }

  /** What comes in, as ffmpeg describes it. */
  get tracks(): readonly Track[] {
    return this.words.tracks;
  }

  get hasSound(): boolean {
    return this.tracks.some(({ kind, codec }) => kind === 'audio' && codec !== 'none');
  }

  /** Whether it ended, or never began, because of the sound that it was asked to measure. */
  get failedBySound(): boolean {
    return this.plan.sound && this.firstFrameAtMs === null && isAboutSound(this.words.errors);
  }

  /** What is wrong while it runs, or null. */
  get trouble(): string | null {
    const blindForMs = this.meter.withoutKeyFrameMs(this.parts.clock.steadyMs());
    return blindForMs >= noKeyFrameAfterMs ? faultTexts.noKeyFrame : null;
  }

  /** To be asked now and then: kills an ffmpeg that is of no more use. */
  check(): void {
    const atMs = this.parts.clock.steadyMs();
    const silentMs = atMs - (this.meter.lastPacketAtMs ?? this.startedAtMs);
    const patienceMs = this.meter.lastPacketAtMs === null ? hungAtStartAfterMs : hungAfterMs;
    if (silentMs >= patienceMs) return this.kill(faultTexts.sendsNothing);
    const blindMs = atMs - (this.lastFrameAtMs ?? this.startedAtMs);
    if (blindMs >= blindAfterMs) this.kill(faultTexts.noKeyFrame);
  }

  kill(why: string): void {
    this.killedFor ??= why;
    this.ffmpeg.kill();
  }

  private see(grey: Buffer): void {
    this.lastFrameAtMs = this.parts.clock.steadyMs();
    this.firstFrameAtMs ??= this.lastFrameAtMs;
    this.parts.frame(this, grey);
  }

  private faultAfter({ code, signal, error }: End): string {
    const { config } = this.parts;
    if (error !== null) return error;
    if (this.killedFor !== null) return this.killedFor;
    if (code === 0)
      return kindOf(watchedAddress(config)) === 'file' ? faultTexts.fileEnded : faultTexts.ended;
    if (this.words.errors.length === 0) return `ffmpeg ended with ${signal ?? code ?? 'no code'}`;
    return faultOf(this.words.errors, config);
  }
}
