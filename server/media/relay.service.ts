// The relay of the media process: node-media-server's sessions on websockets that the server has let in, and nobody else.
import { createHash, randomBytes } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { viewCloseCodes } from '@haixi/proto/media/media';
// Their types are ours, in node-media-server.d.ts.
import context, { type Session } from 'node-media-server/src/core/context.js';
import logger from 'node-media-server/src/core/logger.js';
import FlvSession from 'node-media-server/src/session/flv_session.js';
import { WebSocket, WebSocketServer } from 'ws';
import type { FromMedia, Handover, LinkEnd } from './messages.js';
import { answered, forgive, isSilent, isStalled, newcomer, type Pulse, pingEveryMs } from './pulse.js';

const lookEveryMs = 250;
/** Whoever does not answer a closing has its connection cut; of one that is too slow no answer is expected. */
const closeWithinMs = 1_000;
const closeSlowWithinMs = 300;
/** The longest message of a publisher; the agent sends what ffmpeg wrote, chunk by chunk. */
const messageBytesMax = 4 * 1024 * 1024;
/** A stream whose key frames are further apart is not kept for newcomers: they wait for the next one. */
const gopBytesMax = 16 * 1024 * 1024;

/** The flags in the head of an FLV, and in a video tag where the type of the frame stands. */
const videoOnly = 1;
const frameTypeAt = 11;
const keyFrame = 1;

interface Link {
  readonly n: number;
  readonly kind: Handover['kind'];
  readonly websocket: WebSocket;
  readonly session: FlvSession;
  readonly pulse: Pulse;
  because: LinkEnd | null;
}

export class Relay {
  private readonly arriving = new Map<number, { handover: Handover; socket: Socket | undefined }>();
  private readonly links = new Map<number, Link>();
  private readonly publishers = new Map<string, Link>();
  /** Sessions that the server let in; node-media-server refuses any other before it is registered. */
  private readonly letIn = new WeakSet<Session>();
  private readonly websockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: messageBytesMax,
  });
  private lookedAtMs = performance.now();
  private pingedAtMs = 0;

  constructor(private readonly tell: (message: FromMedia) => void) {
    this.closeOtherDoors();
    setInterval(() => this.look(performance.now()), lookEveryMs);
  }

  /** Keeps a connection until it may be spoken with. */
  take(handover: Handover, socket: Socket | undefined): void {
    // A connection that breaks meanwhile must not end this process.
    socket?.on('error', () => {});
    this.arriving.set(handover.n, { handover, socket });
  }

  /** Finishes the handshake of a connection and makes it a publisher or a viewer of its stream. */
  go(n: number): void {
    const arrival = this.arriving.get(n);
    if (!arrival) return;
    this.arriving.delete(n);
    const { handover, socket } = arrival;
    // It may have broken on its way here.
    if (!socket) return this.tell({ kind: 'ended', n, because: 'left', bytes: 0 });
    const { url, headers, head } = handover;
    const request = Object.assign(new IncomingMessage(socket), { method: 'GET', url, headers });
    let isTaken = false;
    this.websockets.handleUpgrade(request, socket, Buffer.from(head, 'base64'), (websocket) => {
      isTaken = true;
      this.begin(handover, request, websocket);
    });
    if (!isTaken) this.tell({ kind: 'ended', n, because: 'broken', bytes: 0 });
  }

  /** Closes one connection; a publisher's stream is free for another from now on. */
  close(n: number, code: number, reason: string, because: LinkEnd = 'closed'): void {
    const link = this.links.get(n);
    if (!link || link.because) return;
    link.because = because;
    if (link.kind === 'publish') this.endStream(link);
    link.websocket.close(code, reason);
    setTimeout(() => link.websocket.terminate(), because === 'slow' ? closeSlowWithinMs : closeWithinMs);
  }

  private begin({ n, kind, stream }: Handover, request: IncomingMessage, websocket: WebSocket): void {
    const older = kind === 'publish' ? this.publishers.get(stream) : undefined;
    // The newer ticket is the one that the server asked for: whoever had the older is no longer wanted.
    if (older) this.close(older.n, viewCloseCodes.streamEnded, 'a newer one came', 'replaced');
    request.url = stream;
    const session = new FlvSession(request, websocket);
    const pulse = { heardAtMs: performance.now(), bytes: 0 };
    const link: Link = { n, kind, websocket, session, pulse, because: null };
    this.links.set(n, link);
    if (kind === 'publish') this.publishers.set(stream, link);
    // Otherwise a name of the websocket's own choice would make a viewer a publisher.
    session.isPublisher = kind === 'publish';
    session.broadcast.publishGraceMs = 0;
    // It would tell of sound as well, for which a player waits, and no sound leaves a site.
    session.broadcast.flvHeader[4] = videoOnly;
    session.onData = kind === 'publish' ? this.guarded(link, session.onData) : () => {};
    this.letIn.add(session);
    websocket.on('pong', (echo: Buffer) =>
      answered(pulse, Number(echo.toString('latin1')), performance.now()),
    );
    websocket.on('error', () => (link.because ??= 'broken'));
    websocket.on('close', () => this.ended(link));
    session.run();
    // Of a viewer these are what it was given from the last key frame on.
    Object.assign(pulse, newcomer(session.outBytes, performance.now()));
  }

  /** What is no FLV must end its own connection and never this process; node-media-server would read on or throw. */
  private guarded(link: Link, read: (data: Buffer) => void): (data: Buffer) => void {
    return (data) => {
      if (link.because) return;
      try {
        read(data);
      } catch {
        link.websocket.close();
      }
      if (link.websocket.readyState === WebSocket.OPEN) return;
      this.close(link.n, 1007, 'this is no FLV', 'broken');
    };
  }

  private ended(link: Link): void {
    const { n, kind } = link;
    const because = (link.because ??= 'left');
    if (!this.links.delete(n)) return;
    if (kind === 'publish') this.endStream(link);
    this.tell({ kind: 'ended', n, because, bytes: bytesOf(link) });
  }

  /** Lets go of a publisher's stream: who watched it is told, and the next one begins with nothing of it. */
  private endStream({ session }: Link): void {
    const { streamPath, broadcast } = session;
    if (this.publishers.get(streamPath)?.session === session) this.publishers.delete(streamPath);
    if (context.broadcasts.get(streamPath) === broadcast) context.broadcasts.delete(streamPath);
    for (const link of this.links.values()) {
      if (link.kind === 'view' && link.session.broadcast === broadcast)
        this.close(link.n, viewCloseCodes.streamEnded, 'the stream ended', 'stream-ended');
    }
  }

  private look(nowMs: number): void {
    forgive(
      [...this.links.values()].map((link) => link.pulse),
      this.lookedAtMs,
      nowMs,
    );
    this.lookedAtMs = nowMs;
    const pings = nowMs - this.pingedAtMs >= pingEveryMs;
    if (pings) this.pingedAtMs = nowMs;
    for (const link of this.links.values()) this.lookAt(link, nowMs, pings);
    if (pings) this.tellFigures();
  }

  private lookAt({ n, kind, websocket, session, pulse }: Link, nowMs: number, pings: boolean): void {
    if (kind === 'publish') {
      limitGop(session);
      if (isSilent(pulse, session.inBytes, nowMs)) this.close(n, 1001, 'nothing came for 4 s', 'silent');
    } else if (isStalled(pulse, websocket.bufferedAmount, nowMs)) {
      this.close(n, viewCloseCodes.slow, 'too slow', 'slow');
    } else if (pings && websocket.readyState === WebSocket.OPEN) {
      websocket.ping(String(nowMs));
    }
  }

  private tellFigures(): void {
    const bytes = [...this.links.values()].map((link) => [link.n, bytesOf(link)] as const);
    this.tell({ kind: 'figures', rssBytes: process.memoryUsage.rss(), bytes });
  }

  /**
   * node-media-server can't refuse in a hook, but it refuses a session without its signature before registering it.
   * The signature's secret is known to nobody: only a session we made gets one.
   */
  private closeOtherDoors(): void {
    const secret = randomBytes(32).toString('hex');
    context.config = { auth: { play: true, publish: true, secret } };
    const sign = (session: Session): void => {
      const untilS = Math.floor(Date.now() / 1_000) + 60;
      const md5 = createHash('md5').update(`${session.streamPath}-${untilS}-${secret}`).digest('hex');
      session.streamQuery = this.letIn.has(session) ? { sign: `${untilS}-${md5}` } : {};
    };
    context.eventEmitter.on('prePlay', sign);
    context.eventEmitter.on('prePublish', sign);
    // Its lines name addresses and every start and end; what counts is told to the server.
    logger.log = () => {};
  }
}

function bytesOf({ kind, session }: Link): number {
  return kind === 'publish' ? session.inBytes : session.outBytes;
}

/** What a newcomer gets first begins with a key frame and has an end, or there is nothing of it until the next one. */
function limitGop({ broadcast }: FlvSession): void {
  let bytes = 0;
  for (const message of broadcast.flvGopCache ?? []) bytes += message.length;
  const first = broadcast.flvGopCache?.values().next().value;
  // node-media-server empties it after 4096 frames and goes on with those between key frames.
  const beginsAmiss = first !== undefined && ((first.readUInt8(frameTypeAt) >> 4) & 7) !== keyFrame;
  if (bytes <= gopBytesMax && !beginsAmiss) return;
  broadcast.flvGopCache = null;
  broadcast.rtmpGopCache = null;
}
