// One stream on its way to the server: tee → ffmpeg → websocket, until either end has had enough; it leaves nothing behind.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { WebSocket } from 'ws';
import type { Clock } from '../clock.js';
import { faultText, oneLine } from '../line.js';
import { type Burning, burntArguments } from './burnt.js';
import { flvArguments } from './flv.js';
import { gopBytesMax, type Tee } from './tee.js';

/** A camera that is there shows a key frame by then, or nobody can be shown anything. */
export const keyFrameWithinMs = 12_000;

/** What may wait for ffmpeg and for the network together, beyond the group that the tee gives at once (rule V2). */
const waitingBytesMax = gopBytesMax + 8 * 1024 * 1024;
const lookEachMs = 1_000;
/** What waits has grown at so many looks in a row: the network is slower than the camera. */
const growingLooksMax = 5;

const connectWithinMs = 5_000;
const closeWithinMs = 1_000;

export interface PublisherParts {
  readonly tee: Tee;
  /** Address of the server's door for this camera, `ws://` or `wss://`. */
  readonly url: string;
  readonly ticket: string;
  readonly clock: Clock;
  /** The privacy zones that are burnt in and what that takes; null where nothing has to be hidden. */
  readonly burning: Burning | null;
  /** Bytes are on their way. */
  readonly opened: () => void;
}

export class Publisher {
  /** Why it ended, once its ffmpeg is gone. Never rejects. */
  readonly ended: Promise<string>;
  private readonly end: (why: string) => void;
  private isOver = false;
  private ffmpeg: ChildProcessWithoutNullStreams | null = null;
  private ffmpegGone: Promise<unknown> = Promise.resolve();
  private socket: WebSocket | null = null;
  private readonly stops: (() => void)[] = [];
  private stopLooking: () => void = () => {};
  private waiting = { bytes: 0, growingLooks: 0 };

  constructor(private readonly parts: PublisherParts) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.end = resolve;
    this.ended = promise.then(async (why) => {
      await this.ffmpegGone;
      return why;
    });
    const { tee, clock } = parts;
    const noKeyFrame = () => {
      if (!this.ffmpeg) this.stop('no key frame came');
    };
    this.stops.push(clock.after(keyFrameWithinMs, noKeyFrame));
    const sink = {
      bytes: (chunk: Buffer) => this.feed(chunk),
      ended: () => this.stop('the camera’s stream has ended'),
    };
    const stopFollowing = tee.follow(sink);
    if (this.isOver) stopFollowing();
    else this.stops.push(stopFollowing);
  }

  /** Ends it, whatever it is at; `atOnce` without a word to the server, for what waits would go before the word. */
  stop(why: string, atOnce = false): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const stop of this.stops) stop();
    this.stopLooking();
    this.ffmpeg?.kill('SIGKILL');
    this.closeSocket(atOnce);
    this.end(oneLine(why, 200));
  }

  /** The process that encodes; null where none does. */
  get encoder(): number | null {
    return this.parts.burning === null || this.isOver ? null : (this.ffmpeg?.pid ?? null);
  }

  private feed(chunk: Buffer): void {
    if (this.isOver) return;
    try {
      this.ffmpeg ??= this.begin();
    } catch (cause) {
      // A machine that is short of memory: this video is not sent, and the camera's stream goes on.
      return this.stop(faultText(cause));
    }
    this.ffmpeg.stdin.write(chunk);
    if (this.waitingBytes > waitingBytesMax) this.stop('the network does not keep up');
  }

  private get waitingBytes(): number {
    return (this.ffmpeg?.stdin.writableLength ?? 0) + (this.socket?.bufferedAmount ?? 0);
  }

  /** The server counts silence from the connection on, so it is made when there is something to send. */
  private begin(): ChildProcessWithoutNullStreams {
    const { burning } = this.parts;
    const args = burning === null ? flvArguments : burntArguments(burning);
    const child = spawn('ffmpeg', [...args], { stdio: 'pipe' });
    let lastError = '';
    this.ffmpegGone = new Promise((done) => {
      child.once('close', () => done(this.stop(lastError || 'ffmpeg has ended')));
      child.once('error', (cause) => done(this.stop(faultText(cause))));
    });
    child.stderr.on('data', (chunk: Buffer) => (lastError = chunk.toString().trim() || lastError));
    // A broken pipe is told by the child's end.
    child.stdin.on('error', () => {});
    this.socket = this.connect(child);
    this.look();
    return child;
  }

  private connect({ stdout }: ChildProcessWithoutNullStreams): WebSocket {
    const socket = new WebSocket(this.parts.url, {
      headers: { authorization: `Bearer ${this.parts.ticket}` },
      handshakeTimeout: connectWithinMs,
      perMessageDeflate: false,
      maxPayload: 64 * 1024,
    });
    socket.once('open', () => {
      this.parts.opened();
      // Until now ffmpeg's output has waited in its pipe.
      stdout.on('data', (chunk: Buffer) => this.send(socket, chunk));
    });
    socket.on('error', (cause) => this.stop(faultText(cause)));
    socket.once('close', (code, reason) =>
      this.stop(`the server has closed it: ${code} ${reason.toString()}`),
    );
    return socket;
  }

  private send(socket: WebSocket, chunk: Buffer): void {
    if (this.isOver || socket.readyState !== WebSocket.OPEN) return;
    socket.send(chunk, () => {});
  }

  /** A network that is only a little too slow would make the picture older and older. */
  private look(): void {
    if (this.isOver) return;
    const bytes = this.waitingBytes;
    const growingLooks = bytes > this.waiting.bytes ? this.waiting.growingLooks + 1 : 0;
    this.waiting = { bytes, growingLooks };
    if (growingLooks >= growingLooksMax) return this.stop('the network does not keep up');
    this.stopLooking = this.parts.clock.after(lookEachMs, () => this.look());
  }

  private closeSocket(atOnce: boolean): void {
    const { socket } = this;
    if (!socket) return;
    if (atOnce) return socket.terminate();
    socket.close(1000);
    const stopWaiting = this.parts.clock.after(closeWithinMs, () => socket.terminate());
    socket.once('close', stopWaiting);
  }
}
