// Views: who may look at which camera now, from the asking to the end, each with its start and end in the log (V3, V4).
import { setTimeout as sleep } from 'node:timers/promises';
import {
  viewCloseCodes,
  viewLastsMs,
  viewOpensWithinMs,
  type ViewAsked,
  type ViewGranted,
} from '@haixi/proto/media/media';
import type { ViewEnd } from '@haixi/proto/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { callersOf } from '../accounts/sessions.store.js';
import { type Db, isWrongValue, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { MediaProcess } from './media-process.service.js';
import type { LinkEnd } from './messages.js';
import { type Still, Stills } from './stills.service.js';
import { type Arrival, Streams } from './streams.service.js';
import { areaOfIncident, cameraAt, endView, keepUp, leftOpen, startView, type View } from './views.store.js';

const lookEveryMs = 250;
const askRightsEveryMs = 2_000;
const keepUpEveryMs = 10_000;
/** A clock that goes back by less is only being put right. */
const setBackMs = 5_000;
/** A view by stills that nobody asks for any more has been left. */
const polledWithinMs = 10_000;
/** So many a person may have asked for or open at once: twice the tiles of the largest wall. */
const viewsOfPersonMax = 64;

/** A view from its grant to its end. `n` is its connection's number, once it has one. */
interface Look extends View {
  readonly untilMs: number;
  readonly grantedAtMs: number;
  state: 'granted' | 'starting' | 'open' | 'ended';
  sessionHash: string;
  n: number | null;
  bytes: number;
  polledAtMs: number;
}

export type Opened =
  | { ok: true; granted: ViewGranted }
  | { ok: false; reason: 'no_camera' | 'no_incident' | 'too_many' }
  | { ok: false; reason: 'not_allowed'; areaId: string };

/** Whoever asks about an open view: the person, and the session that has to last as long as the view does. */
export interface Viewer {
  readonly personId: string;
  readonly sessionHash: string;
}

@Injectable()
export class Views {
  private readonly looks = new Map<string, Look>();
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private askedRightsAtMs = 0;
  private keptUpAtMs = 0;
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
    this.timer = setInterval(() => {
      this.looking ??= this.look()
        .catch((error: Error) => {
          process.stdout.write(`views: could not look, tries again: ${error.message}\n`);
        })
        .finally(() => {
          this.looking = null;
        });
    }, lookEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.looking;
    for (const look of this.looks.values()) this.end(look, 'server-restarted');
    this.isStopped = true;
    await this.queue;
    await this.media.stop();
  }

  /** Grants a view to someone who may have it; nothing is in the log before it is opened. */
  async open(caller: Caller, asked: Required<ViewAsked>): Promise<Opened> {
    const camera = await cameraAt(this.db, asked);
    if (!camera || !caller.may('live.watch', camera.areaId)) return { ok: false, reason: 'no_camera' };
    const { areaId } = camera;
    if (!caller.may('camera.view', areaId)) return { ok: false, reason: 'not_allowed', areaId };
    if (asked.incidentId !== null) {
      const incidentAreaId = await areaOfIncident(this.db, asked.incidentId);
      if (incidentAreaId === null || !caller.may('incident.read', incidentAreaId))
        return { ok: false, reason: 'no_incident' };
    }
    this.media.wake();
    const { personId } = caller;
    const own = [...this.looks.values()].filter((look) => look.personId === personId);
    if (own.length >= viewsOfPersonMax) return { ok: false, reason: 'too_many' };
    const grantedAtMs = this.world.nowMs();
    const [viewId, untilMs] = [this.world.newId(), grantedAtMs + viewLastsMs];
    const view: View = { viewId, personId, areaId, asked };
    const rest = { sessionHash: '', n: null, bytes: 0, polledAtMs: grantedAtMs };
    this.looks.set(viewId, { ...view, untilMs, grantedAtMs, state: 'granted', ...rest });
    return { ok: true, granted: { viewId, untilMs } };
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
    look.polledAtMs = this.world.nowMs();
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

  /** The area of one's own view, for `may`; null where one has none of this id. */
  areaOf(viewId: string, viewer: Pick<Viewer, 'personId'>): string | null {
    return this.ownLook(viewId, viewer)?.areaId ?? null;
  }

  /** Ends what has to end by now: left, out of time, or out of right; asks for stills that are due. */
  async look(): Promise<void> {
    const nowMs = this.world.nowMs();
    for (const look of this.looks.values()) {
      if (look.state === 'granted' && nowMs - look.grantedAtMs >= viewOpensWithinMs)
        this.end(look, 'time-up');
      if (look.state !== 'open') continue;
      // Of a clock that was set back nobody can tell how long a view has lasted.
      if (nowMs >= look.untilMs || nowMs < look.grantedAtMs - setBackMs)
        this.close(look, 'time-up', viewCloseCodes.timeUp, 'time is up');
      else if (look.asked.as === 'stills' && nowMs - look.polledAtMs >= polledWithinMs)
        this.close(look, 'viewer-left', 1000, 'left');
    }
    this.stills.look();
    const open = [...this.looks.values()].filter(isOpen);
    if (Math.abs(nowMs - this.askedRightsAtMs) >= askRightsEveryMs) {
      this.askedRightsAtMs = nowMs;
      await this.askRights(open, nowMs);
    }
    if (Math.abs(nowMs - this.keptUpAtMs) >= keepUpEveryMs) {
      this.keptUpAtMs = nowMs;
      await keepUp(this.db, open, nowMs);
    }
  }

  private async askRights(open: readonly Look[], nowMs: number): Promise<void> {
    const hashes = [...new Set(open.map((look) => look.sessionHash))];
    const callers = await callersOf(this.db, hashes, nowMs);
    for (const look of open) {
      if (callers.get(look.sessionHash)?.may('camera.view', look.areaId)) continue;
      this.close(look, 'right-ended', viewCloseCodes.rightEnded, 'the right to see it has ended');
    }
  }

  private async start(look: Look, { sessionHash }: Viewer): Promise<void> {
    look.state = 'starting';
    look.sessionHash = sessionHash;
    try {
      await this.db.transaction().execute((tx) => startView(tx, look, this.world));
    } catch (error) {
      // Nothing of it is in the log, so it may be tried again while it stands.
      if (!isEnded(look)) look.state = 'granted';
      throw error;
    }
    // It may have been left meanwhile, or the server told to end: its start is in the log and wants its end.
    if (isEnded(look))
      return this.tellEnd(look.viewId, this.isStopped ? 'server-restarted' : 'viewer-left', 0);
    look.state = 'open';
    look.polledAtMs = this.world.nowMs();
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
    const wasOpen = look.state === 'open';
    look.state = 'ended';
    this.looks.delete(look.viewId);
    if (look.asked.as === 'stills') this.stills.leave(look.asked, look.viewId);
    if (wasOpen) this.tellEnd(look.viewId, because, look.bytes);
  }

  private tellEnd(viewId: string, because: ViewEnd, bytes?: number): void {
    this.enqueue((tx) => endView(tx, viewId, because, this.world, bytes));
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
          process.stdout.write(`views: could not tell an end, ${next}: ${(error as Error).message}\n`);
          if (givenUp) return;
          await sleep(pauseMs);
        }
      }
    });
  }
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
