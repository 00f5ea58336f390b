// The server's door for video, for tests: a real websocket server that checks the ticket and reads the FLV that comes.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { publishPath } from '@haixi/proto/media/media';
import { type WebSocket, WebSocketServer } from 'ws';

/** One tag of video: `config` is the decoder's configuration, which stands before all pictures. */
export interface VideoTag {
  readonly atMs: number;
  readonly kind: 'config' | 'key' | 'other' | 'end';
  readonly shownAfterMs: number;
}

/** What one publisher has brought. */
export class Brought {
  readonly tags: VideoTag[] = [];
  hasSound = false;
  bytes = Buffer.alloc(0);
  private at = 0;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.take(data));
  }

  private take(data: Buffer): void {
    this.bytes = Buffer.concat([this.bytes, data]);
    if (this.at === 0) this.at = 9 + 4;
    while (this.bytes.length >= this.at + 11) {
      const size = this.bytes.readUIntBE(this.at + 1, 3);
      if (this.bytes.length < this.at + 11 + size + 4) return;
      this.tag(this.bytes.readUInt8(this.at), this.bytes.subarray(this.at + 4, this.at + 11 + size));
      this.at += 11 + size + 4;
    }
  }

  private tag(type: number, rest: Buffer): void {
    if (type === 8) this.hasSound = true;
    if (type !== 9) return;
    const atMs = rest.readUIntBE(0, 3) | (rest.readUInt8(3) << 24);
    const [first = 0, packet = 0] = rest.subarray(7);
    const picture = first >> 4 === 1 ? 'key' : 'other';
    const kind = packet === 0 ? 'config' : packet === 2 ? 'end' : picture;
    this.tags.push({ atMs, kind, shownAfterMs: rest.readIntBE(9, 3) });
  }
}

export class FlvDoor {
  readonly brought: Brought[] = [];
  readonly refused: string[] = [];
  private readonly websockets = new WebSocketServer({ noServer: true });

  private constructor(
    private readonly http: Server,
    private readonly tickets: Set<string>,
    path: string,
  ) {
    http.on('upgrade', (request: IncomingMessage, socket, head) => {
      const ticket = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (request.url !== path || !this.tickets.delete(ticket)) {
        this.refused.push(ticket);
        return void socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      }
      this.websockets.handleUpgrade(request, socket, head, (websocket) => {
        this.brought.push(new Brought(websocket));
      });
    });
  }

  /** Lets each of the tickets in once. */
  static async open(siteId: string, sourceId: string, tickets: readonly string[]): Promise<FlvDoor> {
    const http = createServer();
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    return new FlvDoor(http, new Set(tickets), publishPath(siteId, sourceId));
  }

  get origin(): string {
    const address = this.http.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  async close(): Promise<void> {
    for (const { socket } of this.brought) socket.terminate();
    this.http.closeAllConnections();
    await new Promise((done) => this.http.close(done));
  }
}
