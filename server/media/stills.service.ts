// Stills of cameras whose codec no browser plays: asked for while somebody looks, and only the latest kept, in memory.
import { stillEveryMs } from '@haixi/proto/media/media';
import type { SiteReply } from '@haixi/proto/mqtt/messages';
import { Injectable } from '@nestjs/common';
import { hashOfSecret, newSecret } from '../accounts/secret.js';
import { SiteLink } from '../ingest/site-link.js';
import { World } from '../world.js';
import { readReply } from './replies.js';
import { cameraKey, type CameraRef, Tickets } from './tickets.js';

/** A still that has not come by then is asked for again. */
const comesWithinMs = 6_000;

export interface Still {
  readonly jpeg: Buffer;
  /** By the agent's clock. */
  readonly takenAtMs: number;
}

interface Camera {
  readonly ref: CameraRef;
  readonly viewIds: Set<string>;
  /** The command that has neither been refused nor brought a still yet. */
  pending: string | null;
  askedAtMs: number | null;
  latest: Still | null;
  /** Why the agent sent none when it was asked last. */
  refused: SiteReply['result'] | null;
}

@Injectable()
export class Stills {
  private readonly cameras = new Map<string, Camera>();
  private readonly tickets = new Tickets();

  constructor(
    private readonly world: World,
    private readonly link: SiteLink,
  ) {
    link.on('replies', (siteId, _topic, payload) => this.onReply(siteId, payload));
  }

  /** Someone looks by this view: stills are asked for until `leave`. */
  join(ref: CameraRef, viewId: string): void {
    const key = cameraKey(ref);
    const nothing = { pending: null, askedAtMs: null, latest: null, refused: null };
    const camera = this.cameras.get(key) ?? { ref, viewIds: new Set<string>(), ...nothing };
    this.cameras.set(key, camera);
    camera.viewIds.add(viewId);
    this.lookAt(camera);
  }

  /** With the last who looks, the still goes too. */
  leave(ref: CameraRef, viewId: string): void {
    const camera = this.cameras.get(cameraKey(ref));
    if (!camera?.viewIds.delete(viewId) || camera.viewIds.size > 0) return;
    this.cameras.delete(cameraKey(ref));
    this.tickets.takeBack(ref);
  }

  /** The latest still of a camera that is looked at, or why there is none. */
  latest(ref: CameraRef): Still | SiteReply['result'] | null {
    const camera = this.cameras.get(cameraKey(ref));
    return camera?.refused ?? camera?.latest ?? null;
  }

  /** Whether an agent may bring a still with this ticket; the ticket is used up by the asking. */
  mayBring(ref: CameraRef, ticket: string): boolean {
    return this.tickets.use(hashOfSecret(ticket), ref, this.world.steadyMs());
  }

  /** Keeps a still that was asked for, in the place of the one before. */
  bring(ref: CameraRef, still: Still): void {
    const camera = this.cameras.get(cameraKey(ref));
    if (!camera) return;
    camera.latest = still;
    camera.refused = null;
    camera.pending = null;
  }

  /** Asks for every still that is due, one at a time for a camera. */
  look(): void {
    for (const camera of this.cameras.values()) this.lookAt(camera);
  }

  private lookAt(camera: Camera): void {
    const { ref, pending, askedAtMs } = camera;
    const steadyMs = this.world.steadyMs();
    const waitsMs = pending === null ? stillEveryMs : comesWithinMs;
    if (askedAtMs !== null && steadyMs - askedAtMs < waitsMs) return;
    const ticket = newSecret((count) => this.world.random(count));
    this.tickets.give(hashOfSecret(ticket), ref, steadyMs);
    camera.pending = this.world.newId();
    camera.askedAtMs = steadyMs;
    const { siteId, sourceId } = ref;
    this.link.send('commands', siteId, { id: camera.pending, kind: 'still.send', sourceId, ticket });
  }

  private onReply(siteId: string, payload: Buffer): void {
    const reply = readReply(payload);
    if (!reply || reply.result === 'done') return;
    for (const camera of this.cameras.values()) {
      if (camera.pending !== reply.id || camera.ref.siteId !== siteId) continue;
      camera.pending = null;
      camera.refused = reply.result;
    }
  }
}
