// What a stream is and how much of it comes, out of the lines that ffmpeg's framecrc writes: one for each packet.
import { oneLine } from '../../line.js';

/** `fps` and `kbps` are measured over the last 10 s; null until there is a second to measure. */
export interface StreamFacts {
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly kbps: number | null;
}

const overMs = 10_000;

/** A meter of one stream. Times are on the steady clock. */
export class StreamMeter {
  private codec: string | null = null;
  private size: { width: number; height: number } | null = null;
  private firstAtMs: number | null = null;
  private packets: { atMs: number; bytes: number }[] = [];

  /** Takes one line: `#codec_id 0: h264`, `#dimensions 0: 640x360` or `0, dts, pts, duration, bytes, 0xcrc`. */
  take(text: string, atMs: number): void {
    const fact = /^#(codec_id|dimensions) 0: (\S+)/.exec(text);
    if (fact?.[1] === 'codec_id') this.codec = oneLine(fact[2] ?? '', 32) || null;
    if (fact?.[1] === 'dimensions') this.size = sizeOf(fact[2] ?? '');
    if (text.startsWith('#')) return;
    const bytes = Number(text.split(',')[4]);
    if (!Number.isFinite(bytes)) return;
    this.firstAtMs ??= atMs;
    this.packets.push({ atMs, bytes });
    this.forget(atMs);
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
    };
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

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
