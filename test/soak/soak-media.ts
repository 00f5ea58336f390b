// Video without video: connections are taken, told of and ended as by the media process, and nothing flows through them.
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { type MediaListener, MediaProcess } from '@haixi/server/media/media-process.service';
import type { Handover } from '@haixi/server/media/messages';
import type { Arrival } from '@haixi/server/media/streams.service';

export class SoakMedia extends MediaProcess {
  /** Nobody reads from it or writes to it, so one stands for all. */
  readonly arrival: Arrival;
  private readonly open = new Map<number, Handover['kind']>();
  private told: MediaListener | null = null;

  constructor() {
    super();
    const socket = new Socket();
    this.arrival = { request: new IncomingMessage(socket), socket, head: Buffer.alloc(0) };
  }

  override tell(listener: MediaListener): void {
    this.told = listener;
  }

  override wake(): void {}

  override hand({ n, kind }: Handover): boolean {
    this.open.set(n, kind);
    return true;
  }

  override close(n: number): void {
    this.end(n, 'closed');
  }

  override async stop(): Promise<void> {
    for (const n of this.open.keys()) this.end(n, 'closed');
  }

  /** Every viewer of the moment turns away. */
  viewersLeave(): void {
    for (const [n, kind] of this.open) if (kind === 'view') this.end(n, 'left');
  }

  /** Every stream of the moment breaks off, and with it its viewers. */
  streamsBreak(): void {
    for (const n of this.open.keys()) this.end(n, 'stream-ended');
  }

  private end(n: number, because: 'closed' | 'left' | 'stream-ended'): void {
    if (this.open.delete(n)) this.told?.ended(n, because, 250_000);
  }
}
