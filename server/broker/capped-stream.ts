// Stands between a socket and the broker: lets bytes through both ways, and ends both at a packet that is too long.
import { Duplex } from 'node:stream';
import { PacketLengths } from './packet-lengths.js';

type Done = (error?: Error | null) => void;

/** aedes collects a whole packet before any of its hooks runs, so the cap has to stand before it. */
export class CappedStream extends Duplex {
  private readonly lengths: PacketLengths;

  constructor(
    private readonly inner: Duplex,
    packetBytesMax: number,
    private readonly onTooLong: (packetBytes: number) => void,
  ) {
    super();
    this.lengths = new PacketLengths(packetBytesMax);
    inner.on('data', (chunk: Buffer) => this.arrived(chunk));
    inner.on('end', () => this.push(null));
    inner.on('error', (error) => this.destroy(error));
    inner.on('close', () => this.destroy());
  }

  private arrived(chunk: Buffer): void {
    if (this.destroyed) return;
    const packetBytes = this.lengths.take(chunk);
    if (packetBytes !== null) {
      this.onTooLong(packetBytes);
      this.destroy();
    } else if (!this.push(chunk)) this.inner.pause();
  }

  override _read(): void {
    this.inner.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: Done): void {
    this.inner.write(chunk, encoding, done);
  }

  /** A packet is written in pieces: together they are one write, and over a websocket one message. */
  override _writev(pieces: { chunk: Buffer }[], done: Done): void {
    this.inner.write(Buffer.concat(pieces.map((piece) => piece.chunk)), done);
  }

  override _final(done: Done): void {
    this.inner.end(() => done());
  }

  override _destroy(error: Error | null, done: Done): void {
    this.inner.destroy();
    done(error);
  }
}
