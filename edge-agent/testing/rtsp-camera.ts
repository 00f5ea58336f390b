// A camera that speaks RTSP, for tests: ffmpeg publishes a film to this small relay, which plays it to who asks.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface Login {
  readonly user: string;
  readonly password: string;
}

export class RtspCamera {
  readonly address: string;
  private publisher: ChildProcess | null = null;
  private sdp = '';
  private readonly sockets = new Set<Socket>();
  private readonly players = new Set<Socket>();

  private constructor(
    private readonly tcp: Server,
    port: number,
    private readonly login: Login | null,
  ) {
    this.address = `rtsp://127.0.0.1:${port}/stream`;
    tcp.on('connection', (socket: Socket) => this.serve(socket));
  }

  /** Plays the film in a loop from now on, to those who know the login where it has one. */
  static async start(film: string, login: Login | null = null): Promise<RtspCamera> {
    const tcp = createServer({ noDelay: true });
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const address = tcp.address();
    const camera = new RtspCamera(tcp, typeof address === 'object' && address ? address.port : 0, login);
    const command = `-v error -re -stream_loop -1 -i ${film} -c copy -f rtsp -rtsp_transport tcp ${camera.address}`;
    camera.publisher = spawn('ffmpeg', command.split(' '), { stdio: 'ignore' });
    return camera;
  }

  /** Whether the film has begun: who asks before is told that there is no stream. */
  get isPlaying(): boolean {
    return this.sdp !== '';
  }

  /** Holds the stream without closing anything, as a camera that hangs, or lets it go on. */
  hold(held: boolean): void {
    this.publisher?.kill(held ? 'SIGSTOP' : 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.publisher?.kill('SIGKILL');
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.tcp.close(done));
  }

  private serve(socket: Socket): void {
    let bytes: Buffer = Buffer.alloc(0);
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.players.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let length = messageBytes(bytes); length > 0; length = messageBytes(bytes)) {
        const message = bytes.subarray(0, length);
        bytes = bytes.subarray(length);
        if (message[0] === interleaved) for (const player of this.players) player.write(message);
        else socket.write(this.answer(message.toString('latin1'), socket));
      }
    });
  }

  private knows(message: string): boolean {
    if (this.login === null) return true;
    const told = /^Authorization: Basic (\S+)\r$/im.exec(message)?.[1] ?? '';
    return Buffer.from(told, 'base64').toString() === `${this.login.user}:${this.login.password}`;
  }

  private answer(message: string, socket: Socket): string {
    const method = message.slice(0, message.indexOf(' '));
    const sequence = /^CSeq: *(\d+)/im.exec(message)?.[1] ?? '0';
    const transport = /^Transport: *(.*)\r$/im.exec(message)?.[1] ?? '';
    const body = method === 'DESCRIBE' ? this.sdp : '';
    if (method === 'ANNOUNCE') this.sdp = message.slice(message.indexOf('\r\n\r\n') + 4);
    if (method === 'PLAY') this.players.add(socket);
    const isReady = method !== 'DESCRIBE' || this.sdp !== '';
    if (method === 'DESCRIBE' && !this.knows(message)) {
      return `RTSP/1.0 401 Unauthorized\r\nCSeq: ${sequence}\r\nWWW-Authenticate: Basic realm="camera"\r\n\r\n`;
    }
    return [
      isReady ? 'RTSP/1.0 200 OK' : 'RTSP/1.0 404 Not Found',
      `CSeq: ${sequence}`,
      `Date: ${new Date().toUTCString()}`,
      'Session: 1',
      ...(method === 'OPTIONS' ? ['Public: OPTIONS, ANNOUNCE, DESCRIBE, SETUP, PLAY, RECORD, TEARDOWN'] : []),
      ...(method === 'SETUP' ? [`Transport: ${transport}`] : []),
      ...(method === 'DESCRIBE' ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  }
}

/** `$` begins a packet of media inside an RTSP connection: channel, two bytes of length, data (RFC 2326 §10.12). */
const interleaved = 0x24;

/** Bytes of the first message, 0 while it isn't whole. */
function messageBytes(bytes: Buffer): number {
  if (bytes.length < 4) return 0;
  if (bytes[0] === interleaved) {
    const length = 4 + bytes.readUInt16BE(2);
    return bytes.length >= length ? length : 0;
  }
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return 0;
  const content = /^Content-Length: *(\d+)/im.exec(bytes.toString('latin1', 0, headEnd))?.[1] ?? '0';
  const length = headEnd + 4 + Number(content);
  return bytes.length >= length ? length : 0;
}
