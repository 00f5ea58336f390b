// What a stream is and how much of it comes, out of the lines that ffmpeg's framecrc writes: one for each packet.
import { oneLine } from '../../line.js';

/**
 * `fps` and `kbps` are measured over the last 10 s, null until there is a second to measure. `keyFrameEveryMs` is the
 * longest distance of key frames in the last minute. `reorders`: it has B-frames.
 */
export interface StreamFacts {
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly kbps: number | null;
  readonly keyFrameEveryMs: number | null;
  readonly reorders: boolean;
}

const overMs = 10_000;
const keyFramesOverMs = 60_000;

/** A step of the camera's clock beyond this is a jump and measures nothing. */
const jumpMs = 600_000;

/** A meter of one stream. Times are on the steady clock. */
export class StreamMeter {
  private codec: string | null = null;
  private size: { width: number; height: number } | null = null;
  private tickMs: number | null = null;
  private firstAtMs: number | null = null;
  private lastAtMs: number | null = null;
  private packets: { atMs: number; bytes: number }[] = [];
  private lastShownAtMs: number | null = null;
  private reorders = false;
  private lastKey: { atMs: number; cameraMs: number | null } | null = null;
  private keyFramesSeen = 0;
  private keyDistances: { atMs: number; distanceMs: number }[] = [];

  /**
   * Takes one line: `#tb 0: 1/90000`, `#codec_id 0: h264`, `#dimensions 0: 640x360`, or a packet
   * `0, dts, pts, duration, bytes, 0xcrc`, with `F=0x0` behind it where it is no key frame.
   */
  take(text: string, atMs: number): void {
    const fact = /^#(tb|codec_id|dimensions) 0: (\S+)/.exec(text);
    if (fact) this.learn(fact[1] ?? '', fact[2] ?? '');
    if (text.startsWith('#')) return;
    const [index, dts, pts, , bytes] = text.split(',').map(Number);
    if (index !== 0 || bytes === undefined || !Number.isFinite(bytes)) return;
    this.firstAtMs ??= atMs;
    this.lastAtMs = atMs;
    this.packets.push({ atMs, bytes });
    this.forget(atMs);
    this.noteOrder(this.inMs(pts));
    if (!/, *F=0x/.test(text)) this.noteKeyFrame(atMs, this.inMs(dts));
  }

  /** The size has changed while it runs, which framecrc does not tell. */
  resized(width: number, height: number): void {
    this.size = { width, height };
  }

  facts(atMs: number): StreamFacts {
    this.forget(atMs);
    const overS = this.firstAtMs === null ? 0 : Math.min(overMs, atMs - this.firstAtMs) / 1_000;
    const bytes = this.packets.reduce((sum, packet) => sum + packet.bytes, 0);
    const measured = overS >= 1;
    return {
      codec: this.codec,
      width: this.size?.width ?? null,
      height: this.size?.height ?? null,
      fps: measured ? round(this.packets.length / overS) : null,
      kbps: measured ? round((bytes * 8) / 1_000 / overS) : null,
      keyFrameEveryMs: this.keyFrameEveryMs(atMs),
      reorders: this.reorders,
    };
  }

  /** When the last packet came, or null before the first. */
  get lastPacketAtMs(): number | null {
    return this.lastAtMs;
  }

  /** How many key frames have come. */
  get keyFrames(): number {
    return this.keyFramesSeen;
  }

  /** For how long packets have come without a key frame among them. */
  withoutKeyFrameMs(atMs: number): number {
    const sinceMs = this.lastKey?.atMs ?? this.firstAtMs;
    return sinceMs === null ? 0 : atMs - sinceMs;
  }

  private learn(name: string, value: string): void {
    if (name === 'codec_id') this.codec = oneLine(value, 32) || null;
    if (name === 'dimensions') this.size = sizeOf(value);
    if (name === 'tb') this.tickMs = tickMsOf(value);
  }

  private noteOrder(shownAtMs: number | null): void {
    const before = this.lastShownAtMs;
    this.lastShownAtMs = shownAtMs;
    if (shownAtMs === null || before === null) return;
    this.reorders ||= shownAtMs < before && before - shownAtMs < 1_000;
  }

  /** The camera's own clock is the better measure; where it jumps, the moment of arrival is. */
  private noteKeyFrame(atMs: number, cameraMs: number | null): void {
    const before = this.lastKey;
    this.lastKey = { atMs, cameraMs };
    this.keyFramesSeen += 1;
    if (!before) return;
    const byCamera = cameraMs === null || before.cameraMs === null ? Number.NaN : cameraMs - before.cameraMs;
    const distanceMs = byCamera > 0 && byCamera < jumpMs ? byCamera : atMs - before.atMs;
    this.keyDistances.push({ atMs, distanceMs });
    const kept = this.keyDistances.findIndex((distance) => distance.atMs > atMs - keyFramesOverMs);
    this.keyDistances.splice(0, kept);
  }

  /** Where the next one is overdue, the waiting counts already. */
  private keyFrameEveryMs(atMs: number): number | null {
    const longest = Math.max(...this.keyDistances.map(({ distanceMs }) => distanceMs));
    const waitedMs = this.withoutKeyFrameMs(atMs);
    if (this.keyDistances.length === 0) return waitedMs >= overMs ? Math.round(waitedMs) : null;
    return Math.round(waitedMs > longest + 1_000 ? waitedMs : longest);
  }

  private inMs(ticks: number | undefined): number | null {
    if (this.tickMs === null || ticks === undefined || !Number.isFinite(ticks)) return null;
    return ticks * this.tickMs;
  }

  private forget(atMs: number): void {
    const kept = this.packets.findIndex((packet) => packet.atMs > atMs - overMs);
    this.packets.splice(0, kept < 0 ? this.packets.length : kept);
  }
}

/** Cuts whole lines out of what has come in; a line of absurd length is dropped. */
export function cutLines(rest: string, chunk: string): { lines: string[]; rest: string } {
  const parts = (rest + chunk).split(/\r?\n/);
  const open = parts.pop() ?? '';
  return { lines: parts, rest: open.length > 4_096 ? '' : open };
}

function sizeOf(text: string): { width: number; height: number } | null {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text);
  return match ? { width: Number(match[1]), height: Number(match[2]) } : null;
}

function tickMsOf(text: string): number | null {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const tickMs = match ? (Number(match[1]) / Number(match[2])) * 1_000 : 0;
  return Number.isFinite(tickMs) && tickMs > 0 ? tickMs : null;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
