// Views: who may look at which camera now, from the asking to the end, each with its start and end in the log (V3, V4).
import type { Action } from '@haixi/proto/commands/commands';
import { viewCloseCodes, viewLastsMs, viewOpensWithinMs, type ViewGranted } from '@haixi/proto/media/media';
import type { ViewEnd } from '@haixi/proto/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { callersOf } from '../accounts/sessions.store.js';
import { type Db, isWrongValue, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import {
  type CameraAt,
  cameraAt,
  cameraOfOrder,
  cutOffSites,
  type Groundless,
  groundless,
  withoutGround,
} from './grounds.store.js';
import { MediaProcess } from './media-process.service.js';
import type { LinkEnd } from './messages.js';
import { type Still, Stills } from './stills.service.js';
import { type Arrival, Streams } from './streams.service.js';
import { type Asked, endView, type Got, keepUp, leftOpen, startView, type View } from './views.store.js';

const lookEveryMs = 250;
const askRightsEveryMs = 2_000;
const keepUpEveryMs = 10_000;
/** A view by stills that nobody asks for any more has been left. */
const polledWithinMs = 10_000;
/** So many a person may have asked for or open at once: twice the tiles of the largest wall. */
const viewsOfPersonMax = 64;

/** A view from its grant to its end; its times are of the steady clock. `n` is its connection's number, once it has one. */
interface Look extends View {
  readonly grantedAtMs: number;
  startedAtMs: number;
  state: 'granted' | 'starting' | 'open' | 'ended';
  sessionId: string;
  n: number | null;
  bytes: number;
  polledAtMs: number;
}

export type Opened =
  | { ok: true; granted: ViewGranted }
  | { ok: false; reason: 'no_camera' | 'too_many' | Groundless }
  | { ok: false; reason: 'not_allowed'; action: Action; areaId: string };

/** Whoever asks about an open view: the person, and the session that has to last as long as the view does. */
export interface Viewer {
  readonly personId: string;
  readonly sessionId: string;
}

@Injectable()
export class Views {
  private readonly looks = new Map<string, Look>();
  private stopLooking = async () => {};
  private askedRightsAtMs = -Infinity;
  private keptUpAtMs = -Infinity;
  private isStopped = false;
  /** Ends go into the store one after another, and each until it is there. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly streams: Streams,
    private readonly stills: Stills,
    private readonly media: MediaProcess,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const viewId of await leftOpen(this.db)) this.tellEnd(viewId, 'server-restarted');
    await this.queue;
    this.stopLooking = this.world.every(lookEveryMs, 'views', () => this.look());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
    for (const look of this.looks.values()) this.end(look, 'server-restarted');
    this.isStopped = true;
    await this.queue;
    await this.media.stop();
  }

  /** Grants a view to someone who may have it; nothing is in the log before it is opened. */
  async open(caller: Caller, asked: Omit<Asked, 'orderId'>): Promise<Opened> {
    const camera = await cameraAt(this.db, asked);
    if (!camera || !caller.may('live.watch', camera.areaId)) return { ok: false, reason: 'no_camera' };
    const wanted = { ...asked, orderId: null };
    const action = actionFor(wanted);
    const { areaId } = camera;
    if (!caller.may(action, areaId)) return { ok: false, reason: 'not_allowed', action, areaId };
    const reason = await groundless(this.db, caller, wanted, camera, this.world.nowMs());
    return reason === null ? this.grant(caller.personId, wanted, camera) : { ok: false, reason };
  }

  /** Grants an installer a view of the camera of their own work order, in the state in which it is being installed. */
  async openForOrder(caller: Caller, orderId: string, as: Asked['as']): Promise<Opened> {
    const found = await cameraOfOrder(this.db, caller.personId, orderId);
    const camera = found.ok ? await cameraAt(this.db, found.named, true) : null;
    const action = 'camera.install';
    if (camera && !caller.may(action, camera.areaId))
      return { ok: false, reason: 'not_allowed', action, areaId: camera.areaId };
    if (!found.ok) return found;
    if (!camera) return { ok: false, reason: 'no_camera' };
    const why = { purpose: 'installation' as const, incidentId: null, roundId: null, reason: '' };
    return this.grant(caller.personId, { ...found.named, ...why, as, orderId }, camera);
  }

  private grant(personId: string, asked: Asked, { areaId }: CameraAt): Opened {
    this.media.wake();
    const own = [...this.looks.values()].filter((look) => look.personId === personId);
    if (own.length >= viewsOfPersonMax) return { ok: false, reason: 'too_many' };
    const grantedAtMs = this.world.steadyMs();
    const viewId = this.world.newId();
    const view: View = { viewId, personId, areaId, asked };
    const rest = { sessionId: '', n: null, bytes: 0, startedAtMs: grantedAtMs, polledAtMs: grantedAtMs };
    this.looks.set(viewId, { ...view, grantedAtMs, state: 'granted', ...rest });
    return { ok: true, granted: { viewId, untilMs: this.world.nowMs() + viewLastsMs } };
  }

  /**
   * Opens a granted view with its websocket, once and for the person who asked for it. A view of another person is
   * not told from one that is not there.
   */
  async watch(
    viewId: string,
    viewer: Viewer,
    arrival: Arrival,
  ): Promise<{ ok: true } | { ok: false; reason: 'no_view' | 'used' | 'no_media' }> {
    const look = this.ownLook(viewId, viewer);
    if (!look || look.asked.as !== 'video') return { ok: false, reason: 'no_view' };
    // Asked before anything is begun: what fails from then on would leave a view open that nobody has.
    const camera = await cameraAt(this.db, look.asked);
    if (look.state !== 'granted') return { ok: false, reason: 'used' };
    await this.start(look, viewer);
    if (!isOpen(look)) return { ok: false, reason: 'no_view' };
    look.n = this.streams.watch(look.asked, arrival, {
      bytes: (bytes) => (look.bytes = bytes),
      ended: (because) => this.end(look, viewEndOf(because)),
    });
    if (look.n === null) {
      this.end(look, 'media-restarted');
      return { ok: false, reason: 'no_media' };
    }
    if (!isOpen(look)) this.streams.close(look.n, viewCloseCodes.rightEnded, 'ended meanwhile');
    else if (camera?.isDark) this.close(look, 'no-picture', viewCloseCodes.noPicture, 'dark');
    return { ok: true };
  }

  /** The latest still of one's own view by stills; the first asking begins the view. */
  async still(
    viewId: string,
    viewer: Viewer,
  ): Promise<{ ok: true; still: Still } | { ok: false; reason: string }> {
    const look = this.ownLook(viewId, viewer);
    if (!look || look.asked.as !== 'stills') return { ok: false, reason: 'no_view' };
    if (look.state === 'granted') await this.start(look, viewer);
    if (look.state !== 'open') return { ok: false, reason: 'no_view' };
    look.polledAtMs = this.world.steadyMs();
    this.stills.join(look.asked, viewId);
    const latest = this.stills.latest(look.asked);
    if (latest === null || typeof latest === 'string') return { ok: false, reason: latest ?? 'no_still_yet' };
    look.bytes += latest.jpeg.length;
    return { ok: true, still: latest };
  }

  /** Ends one's own view; true where it was there. */
  leave(viewId: string, viewer: Pick<Viewer, 'personId'>): boolean {
    const look = this.ownLook(viewId, viewer);
    if (!look) return false;
    this.close(look, 'viewer-left', 1000, 'left');
    return true;
  }

  /** What `may` is to be asked of one's own view; null where one has none of this id. */
  rightOf(viewId: string, viewer: Pick<Viewer, 'personId'>): { action: Action; areaId: string } | null {
    const look = this.ownLook(viewId, viewer);
    return look && { action: actionFor(look.asked), areaId: look.areaId };
  }

  /** Whether somebody looks at a camera in this round. */
  isInRound(roundId: string): boolean {
    return [...this.looks.values()].some((look) => look.asked.roundId === roundId && isOpen(look));
  }

  /** Ends the views of a round, and settles once their ends are in the store. */
  async endRound(roundId: string, because: ViewEnd, code: number): Promise<void> {
    for (const look of this.looks.values())
      if (look.asked.roundId === roundId) this.close(look, because, code, 'the round has ended');
    await this.queue;
  }

  /** Ends what has to end by now: left, out of time, or out of right; asks for stills that are due. */
  async look(): Promise<void> {
    const steadyMs = this.world.steadyMs();
    for (const look of this.looks.values()) {
      const hasLastedMs = steadyMs - look.grantedAtMs;
      if (look.state === 'granted' && hasLastedMs >= viewOpensWithinMs) this.end(look, 'time-up');
      if (look.state !== 'open') continue;
      if (hasLastedMs >= viewLastsMs) this.close(look, 'time-up', viewCloseCodes.timeUp, 'time is up');
      else if (look.asked.as === 'stills' && steadyMs - look.polledAtMs >= polledWithinMs)
        this.close(look, 'viewer-left', 1000, 'left');
    }
    this.stills.look();
    const open = [...this.looks.values()].filter(isOpen);
    if (steadyMs - this.askedRightsAtMs >= askRightsEveryMs) {
      this.askedRightsAtMs = steadyMs;
      await this.askRights(open);
    }
    if (steadyMs - this.keptUpAtMs >= keepUpEveryMs) {
      this.keptUpAtMs = steadyMs;
      const kept = open.filter(isOpen).map((look) => ({ viewId: look.viewId, ...this.gotBy(look) }));
      await keepUp(this.db, kept, this.world.nowMs());
    }
  }

  private async askRights(open: readonly Look[]): Promise<void> {
    const sessionIds = [...new Set(open.map((look) => look.sessionId))];
    const callers = await callersOf(this.db, sessionIds, this.world.nowMs());
    const groundlessNow = await withoutGround(this.db, open);
    for (const look of open) {
      const may = callers.get(look.sessionId)?.may(actionFor(look.asked), look.areaId);
      if (may && !groundlessNow.has(look.viewId)) continue;
      this.close(look, 'right-ended', viewCloseCodes.rightEnded, 'the right to see it has ended');
    }
    for (const siteId of await cutOffSites(this.db, this.streams.siteIds)) this.streams.cutOff(siteId);
  }

  private async start(look: Look, { sessionId }: Viewer): Promise<void> {
    look.state = 'starting';
    look.sessionId = sessionId;
    look.startedAtMs = this.world.steadyMs();
    try {
      const isEntered = await this.db.transaction().execute((tx) => startView(tx, look, this.world));
      if (!isEntered) return this.end(look, 'right-ended');
    } catch (error) {
      // It may be tried again while it stands.
      if (isEnded(look)) this.tellEnd(look.viewId, 'viewer-left', this.gotBy(look));
      else look.state = 'granted';
      throw error;
    }
    // It may have been left meanwhile, or the server told to end: its start is in the log and wants its end.
    if (isEnded(look))
      return this.tellEnd(look.viewId, this.isStopped ? 'server-restarted' : 'viewer-left', this.gotBy(look));
    look.state = 'open';
    look.polledAtMs = this.world.steadyMs();
  }

  private ownLook(viewId: string, { personId }: Pick<Viewer, 'personId'>): Look | null {
    const look = this.looks.get(viewId);
    return look?.personId === personId ? look : null;
  }

  private close(look: Look, because: ViewEnd, code: number, reason: string): void {
    if (look.n !== null) this.streams.close(look.n, code, reason);
    this.end(look, because);
  }

  private end(look: Look, because: ViewEnd): void {
    if (look.state === 'ended') return;
    // A start that failed may be in the log all the same; of one that is not there no end is told.
    const mayBeTold = look.state === 'open' || (look.state === 'granted' && look.sessionId !== '');
    look.state = 'ended';
    this.looks.delete(look.viewId);
    if (look.asked.as === 'stills') this.stills.leave(look.asked, look.viewId);
    if (mayBeTold) this.tellEnd(look.viewId, because, this.gotBy(look));
  }

  private gotBy({ bytes, startedAtMs }: Look): Got {
    return { bytes, lastedMs: Math.round(this.world.steadyMs() - startedAtMs) };
  }

  private tellEnd(viewId: string, because: ViewEnd, got?: Got): void {
    this.enqueue((tx) => endView(tx, viewId, because, this.world, got));
  }

  private enqueue(save: (tx: Tx) => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
        try {
          await this.db.transaction().execute(save);
          return;
        } catch (error) {
          const givenUp = isWrongValue(error) || this.isStopped;
          const next = givenUp ? 'is told at the next start' : 'tries again';
          this.world.say(`views: could not tell an end, ${next}: ${(error as Error).message}`);
          if (givenUp) return;
          await this.world.wait(pauseMs);
        }
      }
    });
  }
}

/** What `may` is asked about for a view: an installer looks at the camera of an order, and at no other. */
function actionFor({ orderId }: Asked): Action {
  return orderId === null ? 'camera.view' : 'camera.install';
}

// A view may end while something else is waited for, which the compiler can't see in a field.
function isOpen(look: Look): boolean {
  return look.state === 'open';
}

function isEnded(look: Look): boolean {
  return look.state === 'ended';
}

function viewEndOf(because: LinkEnd | 'media-died'): ViewEnd {
  if (because === 'slow') return 'viewer-slow';
  if (because === 'media-died') return 'media-restarted';
  // A stream that ended, or that never came, has no picture any more; all else is a viewer's own end.
  return because === 'stream-ended' || because === 'closed' ? 'no-picture' : 'viewer-left';
}
