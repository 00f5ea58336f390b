// The tee of one camera: keeps its stream since the last key frame, so that a snapshot and a viewer need not wait (pure).
import {
  beginsKeyFrame,
  beginsPicture,
  endsPicture,
  type Packet,
  packetBytes,
  patPid,
  pidOf,
  programPid,
  streamPid,
  syncByte,
} from './ts-packet.js';

/** The most that is kept of one camera. A group of pictures beyond it is let go, and the next key frame awaited. */
export const gopBytesMax = 8 * 1024 * 1024;

/** When ffmpeg says that packets were lost, it still holds the picture they were of and the one before. */
const underWay = 2;

/** Gets a stream that a decoder can begin with. After `ended` nothing more comes. */
export interface Sink {
  readonly bytes: (chunk: Buffer) => void;
  readonly ended: () => void;
}

/** MPEG-TS from a key frame on, which came in at `sinceMs` (epoch milliseconds of the agent). */
export interface Gop {
  readonly bytes: readonly Buffer[];
  readonly sinceMs: number;
}

/** Whole pictures from a key frame on; the last of them came in at `takenAtMs` (epoch milliseconds of the agent). */
export interface Pictures {
  readonly bytes: readonly Buffer[];
  readonly count: number;
  readonly takenAtMs: number;
}

export class Tee {
  private rest: Buffer = Buffer.alloc(0);
  private inStep = true;
  private pat: Buffer | null = null;
  private pmt: Buffer | null = null;
  private pmtPid: number | null = null;
  private videoPid: number | null = null;
  /** What followers get at once; null while the next key frame is awaited. */
  private held: Held | null = null;
  /** The last whole pictures of a group that has ended, until the next group has one. */
  private before: Pictures | null = null;
  private readonly followers = new Map<Sink, 'waiting' | 'live'>();
  /** So many pictures to come are not trusted. */
  private spoiltToCome = 0;

  /** `followed` is told how many follow now, at each change of it. */
  constructor(private readonly followed: (followers: number) => void = () => {}) {}

  /** Takes bytes of ffmpeg's MPEG-TS, cut anywhere. `atMs` is the wall's clock in epoch milliseconds. */
  take(chunk: Buffer, atMs: number): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    let from = 0;
    for (;;) {
      if (!this.inStep) {
        const found = nextStep(bytes, at);
        this.inStep = found.inStep;
        at = found.at;
        from = at;
      }
      if (!this.inStep || at + packetBytes > bytes.length) break;
      if (bytes[at] !== syncByte) {
        this.pass(bytes.subarray(from, at));
        this.loseStep();
        continue;
      }
      if (this.isKeyFrame(bytes, at)) {
        this.pass(bytes.subarray(from, at));
        this.begin(atMs);
        from = at;
      }
      if (this.held && !this.held.hasRoom()) {
        this.pass(bytes.subarray(from, at));
        this.letGo();
        from = at;
      }
      this.held?.grow({ bytes, at }, this.videoPid, atMs);
      at += packetBytes;
    }
    this.pass(bytes.subarray(from, at));
    this.rest = Buffer.from(bytes.subarray(at));
  }

  /**
   * Packets were lost on the way from the camera. What a decoder would get now ends a browser's video for good, so
   * nothing goes on before the next key frame, and that has to come after the pictures that were on their way.
   */
  spoilt(): void {
    this.letGo();
    this.spoiltToCome = underWay;
    for (const sink of this.followers.keys()) this.followers.set(sink, 'waiting');
  }

  /** The stream has ended: followers are told; of what was held only the last pictures remain, as of their time. */
  reset(): void {
    this.letGo();
    this.rest = Buffer.alloc(0);
    this.inStep = true;
    this.pat = null;
    this.pmt = null;
    this.pmtPid = null;
    this.videoPid = null;
    this.spoiltToCome = 0;
    const told = [...this.followers.keys()];
    this.followers.clear();
    for (const sink of told) sink.ended();
    if (told.length > 0) this.followed(0);
  }

  /** Nothing of what was held is shown any more, nor remains as the last pictures. */
  forget(): void {
    this.held = null;
    this.before = null;
  }

  /** The stream since the last key frame, tables first; null while there is none. */
  get gop(): Gop | null {
    return this.held && { bytes: [...this.held.parts], sinceMs: this.held.sinceMs };
  }

  /** The newest whole pictures, those before the stream's end too: an operator wants the last one before a loss. */
  get pictures(): Pictures | null {
    return this.held?.pictures() ?? this.before;
  }

  /** Gives the sink the group at once, then what comes; without a group, from the next key frame on. */
  follow(sink: Sink): () => void {
    this.followers.set(sink, this.held ? 'live' : 'waiting');
    for (const part of this.held?.parts ?? []) sink.bytes(part);
    this.followed(this.followers.size);
    return () => {
      if (this.followers.delete(sink)) this.followed(this.followers.size);
    };
  }

  /** Notes the tables, and tells whether a decoder can begin with this packet. */
  private isKeyFrame(bytes: Buffer, at: number): boolean {
    const packet = { bytes, at };
    const pid = pidOf(packet);
    if (pid === patPid) {
      this.pmtPid = programPid(packet) ?? this.pmtPid;
      this.pat = copy(bytes, at);
    } else if (pid === this.pmtPid) {
      this.videoPid = streamPid(packet) ?? this.videoPid;
      this.pmt = copy(bytes, at);
    }
    if (pid !== this.videoPid || !beginsPicture(packet)) return false;
    if (this.spoiltToCome === 0) return beginsKeyFrame(packet);
    this.spoiltToCome -= 1;
    return false;
  }

  private begin(atMs: number): void {
    this.letGo();
    if (!this.pat || !this.pmt) return;
    const tables = Buffer.concat([this.pat, this.pmt]);
    this.held = new Held(tables, atMs);
    for (const [sink, state] of this.followers) {
      if (state === 'live') continue;
      this.followers.set(sink, 'live');
      sink.bytes(tables);
    }
  }

  private pass(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.held?.parts.push(bytes);
    for (const [sink, state] of this.followers) if (state === 'live') sink.bytes(bytes);
  }

  /** Bytes are missing: what is held is no longer whole. */
  private loseStep(): void {
    this.inStep = false;
    this.letGo();
  }

  private letGo(): void {
    this.before = this.pictures;
    this.held = null;
  }
}

/** A group of pictures as it grows: packet by packet in `grow`, in longer pieces in `parts`. */
class Held {
  readonly parts: Buffer[];
  private size: number;
  private begun = 0;
  private whole: { size: number; count: number; atMs: number } | null = null;
  private lastAtMs: number;

  constructor(
    tables: Buffer,
    readonly sinceMs: number,
  ) {
    this.parts = [tables];
    this.size = tables.length;
    this.lastAtMs = sinceMs;
  }

  hasRoom(): boolean {
    return this.size + packetBytes <= gopBytesMax;
  }

  /** Notes where a picture ends: before this packet or with it. */
  grow(packet: Packet, videoPid: number | null, atMs: number): void {
    this.size += packetBytes;
    if (pidOf(packet) !== videoPid) return;
    if (beginsPicture(packet)) {
      if (this.begun > 0)
        this.whole = { size: this.size - packetBytes, count: this.begun, atMs: this.lastAtMs };
      this.begun += 1;
    }
    if (endsPicture(packet)) this.whole = { size: this.size, count: this.begun, atMs };
    this.lastAtMs = atMs;
  }

  pictures(): Pictures | null {
    if (!this.whole) return null;
    const { size, count, atMs } = this.whole;
    return { bytes: cut(this.parts, size), count, takenAtMs: atMs };
  }
}

/** The first place from which packets follow one another. It is not looked for beyond what has come in. */
function nextStep(bytes: Buffer, from: number): { at: number; inStep: boolean } {
  let at = from;
  for (; at + packetBytes < bytes.length; at += 1) {
    if (bytes[at] === syncByte && bytes[at + packetBytes] === syncByte) return { at, inStep: true };
  }
  return { at, inStep: false };
}

function cut(parts: readonly Buffer[], size: number): Buffer[] {
  const kept: Buffer[] = [];
  let left = size;
  for (const part of parts) {
    if (left <= 0) break;
    kept.push(part.subarray(0, left));
    left -= part.length;
  }
  return kept;
}

function copy(bytes: Buffer, at: number): Buffer {
  return Buffer.from(bytes.subarray(at, at + packetBytes));
}
