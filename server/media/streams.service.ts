// The streams of all cameras: asked for at the first viewer, shared by all, let go after the last (rule V1).
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { viewCloseCodes } from '@haixi/proto/media/media';
import type { SiteCommand } from '@haixi/proto/mqtt/messages';
import { Injectable } from '@nestjs/common';
import { hashOfSecret, newSecret } from '../accounts/secret.js';
import { SiteLink } from '../ingest/site-link.js';
import { World } from '../world.js';
import { type Demand, joined, left, newDemand, published, unpublished, wishOf } from './demand.js';
import { MediaProcess } from './media-process.service.js';
import type { Handover, LinkEnd } from './messages.js';
import { readReply } from './replies.js';
import { cameraKey, type CameraRef, Tickets } from './tickets.js';

const lookEveryMs = 250;

/** Ends of a publisher that somebody should look into. */
const toldEnds: readonly LinkEnd[] = ['silent', 'broken', 'replaced'];

/** A connection on its way to the media process. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

/** What is told of one viewer's connection. */
export interface Watching {
  /** So many bytes it has got by now. */
  bytes(bytes: number): void;
  ended(because: LinkEnd | 'media-died'): void;
}

interface Camera {
  readonly ref: CameraRef;
  readonly demand: Demand;
}

@Injectable()
export class Streams {
  private readonly cameras = new Map<string, Camera>();
  private readonly watching = new Map<number, { camera: Camera; told: Watching }>();
  private readonly publishing = new Map<number, Camera>();
  private readonly tickets = new Tickets();
  /** The camera of each command that has not been replied to, oldest first. */
  private readonly asked = new Map<string, Camera>();
  private lastN = 0;
  private stopLooking = async () => {};

  constructor(
    private readonly world: World,
    private readonly link: SiteLink,
    private readonly media: MediaProcess,
  ) {
    link.on('replies', (siteId, _topic, payload) => this.onReply(siteId, payload));
    media.tell({
      ended: (n, because, bytes) => this.onEnded(n, because, bytes),
      figures: (figures) => {
        for (const [n, bytes] of figures) this.watching.get(n)?.told.bytes(bytes);
      },
      died: () => this.onDied(),
    });
  }

  onApplicationBootstrap(): void {
    this.stopLooking = this.world.every(lookEveryMs, 'media: streams', () => this.look());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
  }

  /** Whether a connection with this ticket may bring this camera's stream; the ticket is used up by the asking. */
  mayPublish(camera: CameraRef, ticket: string): boolean {
    return this.tickets.use(hashOfSecret(ticket), camera, this.world.steadyMs());
  }

  /** Takes a publisher that may; false where the media process does not run. */
  publish(ref: CameraRef, arrival: Arrival): boolean {
    const camera = this.cameraOf(ref);
    const n = this.hand('publish', ref, arrival);
    if (n === null) return false;
    this.publishing.set(n, camera);
    published(camera.demand, n);
    return true;
  }

  /** Takes a viewer that may watch, and gives its number; null where the media process does not run. */
  watch(ref: CameraRef, arrival: Arrival, told: Watching): number | null {
    const n = this.hand('view', ref, arrival);
    if (n === null) return null;
    const camera = this.cameraOf(ref);
    this.watching.set(n, { camera, told });
    joined(camera.demand, n, this.world.steadyMs());
    this.lookAt(camera);
    return n;
  }

  /** Closes a viewer's connection; that it has ended is told as always. */
  close(n: number, code: number, reason: string): void {
    this.media.close(n, code, reason);
  }

  /** The sites of all cameras that somebody looks at, or whose streams linger. */
  get siteIds(): string[] {
    return [...new Set([...this.cameras.values()].map(({ ref }) => ref.siteId))];
  }

  /** Ends what comes of this site, because its agent may bring nothing any more: its viewers are told. */
  cutOff(siteId: string): void {
    for (const [n, camera] of this.publishing)
      if (camera.ref.siteId === siteId) this.media.close(n, 1000, 'this site is no longer let in');
    for (const camera of this.cameras.values()) {
      if (camera.ref.siteId !== siteId) continue;
      this.tickets.takeBack(camera.ref);
      this.refuse(camera, viewCloseCodes.noPicture, 'this site is no longer let in');
    }
  }

  /** The cameras that somebody watches or waits for, or that send. */
  wanted(): CameraRef[] {
    return [...this.cameras.values()].map(({ ref }) => ref);
  }

  /** Ends a camera's stream: who watches is told that there is no picture, and what is sent is let in no more. */
  end(ref: CameraRef, reason: string): void {
    const camera = this.cameras.get(cameraKey(ref));
    if (!camera) return;
    this.tickets.takeBack(ref);
    this.refuse(camera, viewCloseCodes.noPicture, reason);
    if (camera.demand.publisher !== null) this.media.close(camera.demand.publisher, 1000, reason);
  }

  /** Does what is due for every camera. */
  look(): void {
    for (const camera of this.cameras.values()) this.lookAt(camera);
  }

  private lookAt(camera: Camera): void {
    const { demand } = camera;
    const steadyMs = this.world.steadyMs();
    const wish = wishOf(demand, steadyMs);
    if (wish === 'ask') this.ask(camera, steadyMs);
    else if (wish === 'give-up') this.refuse(camera, viewCloseCodes.noPicture, 'no picture came');
    else if (wish === 'let-go') this.letGo(camera);
  }

  private ask(camera: Camera, steadyMs: number): void {
    const { ref, demand } = camera;
    const ticket = newSecret((count) => this.world.random(count));
    this.tickets.give(hashOfSecret(ticket), ref, steadyMs);
    demand.askedAtMs = steadyMs;
    const id = this.world.newId();
    this.asked.set(id, camera);
    // Of an agent that never replies only the latest commands are remembered.
    if (this.asked.size > 1_000) this.asked.delete(this.asked.keys().next().value!);
    this.send(ref, { id, kind: 'stream.start', sourceId: ref.sourceId, ticket });
  }

  private letGo({ ref, demand }: Camera): void {
    this.cameras.delete(cameraKey(ref));
    this.tickets.takeBack(ref);
    if (demand.publisher === null && demand.askedAtMs === null) return;
    this.send(ref, { id: this.world.newId(), kind: 'stream.stop', sourceId: ref.sourceId });
    if (demand.publisher !== null) this.media.close(demand.publisher, 1000, 'nobody watches');
  }

  private onReply(siteId: string, payload: Buffer): void {
    const reply = readReply(payload);
    const camera = reply && this.asked.get(reply.id);
    if (!reply || camera?.ref.siteId !== siteId) return;
    this.asked.delete(reply.id);
    if (camera.demand.publisher !== null) return;
    if (reply.result === 'done') camera.demand.isPromised = true;
    else if (reply.result === 'codec_not_sent') this.refuse(camera, viewCloseCodes.codec, reply.result);
    else this.refuse(camera, viewCloseCodes.noPicture, reply.result);
  }

  private refuse({ demand }: Camera, code: number, reason: string): void {
    demand.waitingSinceMs = null;
    for (const n of demand.viewers) this.media.close(n, code, reason);
  }

  private onEnded(n: number, because: LinkEnd, bytes: number): void {
    const steadyMs = this.world.steadyMs();
    const brought = this.publishing.get(n);
    if (brought) unpublished(brought.demand, n, steadyMs);
    if (brought && toldEnds.includes(because))
      this.world.say(`media: the stream of ${cameraKey(brought.ref)} was cut off: ${because}`);
    this.publishing.delete(n);
    const watched = this.watching.get(n);
    if (!watched) return;
    this.watching.delete(n);
    left(watched.camera.demand, n, steadyMs);
    watched.told.bytes(bytes);
    watched.told.ended(because);
  }

  /** Everything went with the process; whoever comes again asks anew. */
  private onDied(): void {
    const viewers = [...this.watching.values()];
    this.watching.clear();
    this.publishing.clear();
    this.cameras.clear();
    for (const { told } of viewers) told.ended('media-died');
  }

  private hand(kind: Handover['kind'], ref: CameraRef, { request, socket, head }: Arrival): number | null {
    const n = (this.lastN += 1);
    const { headers } = request;
    const handover = {
      kind,
      n,
      stream: `/${cameraKey(ref)}`,
      url: '/',
      headers: handshakeOf(headers),
      head: head.toString('base64'),
    };
    return this.media.hand(handover, socket) ? n : null;
  }

  private cameraOf(ref: CameraRef): Camera {
    const key = cameraKey(ref);
    const camera = this.cameras.get(key) ?? { ref, demand: newDemand() };
    this.cameras.set(key, camera);
    return camera;
  }

  private send({ siteId }: CameraRef, command: SiteCommand): void {
    this.link.send('commands', siteId, command);
  }
}

/** Of the request's head only what the handshake needs: cookies and tickets stay here. */
function handshakeOf(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const names = ['connection', 'upgrade', 'sec-websocket-key', 'sec-websocket-version'];
  return Object.fromEntries(names.map((name) => [name, headers[name]]));
}
