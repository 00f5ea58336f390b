// One look at one camera: runs the tile's life against the server, the player and the clock. It owns the video element.
import { type ViewAsked, stillEveryMs } from '@haixi/proto/media/media';
import type { Queries } from '../api/queries';
import { makeVideo } from './make-video';
import { paceOf } from './pace';
import type { Player } from './player.service';
import { type As, type Effect, type Input, nothingShown, step, type Tile, type Watched } from './tile-life';
import { type Said, saidOf } from './tile-says';

/** What is known of the picture that is shown. */
export interface Facts {
  readonly codec: string | null;
  readonly width: number;
  readonly height: number;
  readonly kbps: number | null;
}

export interface LookState {
  readonly as: As;
  readonly said: Said;
  readonly facts: Facts;
  /** Address of the latest still, null while there is none. */
  readonly stillUrl: string | null;
  /** Whether there is a picture to show, live or not: else there are only words. */
  readonly pictured: boolean;
}

export interface Look {
  /** Muted, and moved to wherever the tile is shown. */
  readonly video: HTMLVideoElement;
  state(): LookState;
  subscribe(changed: () => void): () => void;
  start(as: As): void;
  stop(): void;
  /** The camera has a picture again. */
  wake(): void;
}

/** Who looks at what for which reason. */
export type Reason = Omit<ViewAsked, 'as'>;

export interface LookNeeds {
  readonly queries: Pick<Queries, 'openView' | 'endView' | 'still'>;
  readonly monoMs: () => number;
  readonly random: () => number;
  /** The server's clock, epoch ms. */
  readonly serverNowMs: () => number;
  /** How far the camera's agent is ahead of the server's clock, in ms: a still's time is the agent's. */
  readonly skewMs: () => number;
}

const tickMs = 250;
const kbpsOverMs = 4_000;
const nothing: Watched = { bytesMonoMs: null, pictureMonoMs: null, aheadMs: 0 };
const noFacts: Facts = { codec: null, width: 0, height: 0, kbps: null };

export const notLooking: LookState = {
  as: 'video',
  said: { says: 'asking' },
  facts: noFacts,
  stillUrl: null,
  pictured: false,
};

/** A look that has not been started: it touches nothing until it is. Needs a document. */
export function createLook(reason: Reason, needs: LookNeeds): Look {
  const { queries, monoMs } = needs;
  const video = makeVideo();
  const listeners = new Set<() => void>();
  let tile: Tile = { ...nothingShown, renews: reason.purpose === 'round' };
  let watched = nothing;
  let facts = noFacts;
  let openViewId: string | null = null;
  let player: Player | null = null;
  let still: { url: string; takenAtMs: number } | null = null;
  let stills: ReturnType<typeof setTimeout> | undefined;
  let playedTo = 0;
  let arrived: { atMonoMs: number; bytes: number }[] = [];
  let shown = stateNow();
  let ticks: ReturnType<typeof setInterval> | undefined;

  const take = (input: Input) => {
    const next = step(tile, input, monoMs(), needs.random());
    tile = next.tile;
    for (const effect of next.effects) act(effect);
    shown = stateNow();
    for (const listener of listeners) listener();
    if (tile.phase.is === 'off') rest();
    else if (ticks === undefined) begin();
  };

  const begin = () => {
    ticks = setInterval(tick, tickMs);
    document.addEventListener('visibilitychange', visibility);
    window.addEventListener('pagehide', leave);
  };

  const rest = () => {
    clearInterval(ticks);
    ticks = undefined;
    document.removeEventListener('visibilitychange', visibility);
    window.removeEventListener('pagehide', leave);
  };

  const visibility = () => take({ type: document.visibilityState === 'hidden' ? 'hidden' : 'shown' });
  // A page that goes away takes its views with it.
  const leave = () => take({ type: 'stop' });

  const act = (effect: Effect) => {
    switch (effect.do) {
      case 'ask':
        return void ask(effect.as);
      case 'open':
        openViewId = effect.viewId;
        return effect.as === 'video' ? void play(effect.viewId) : void readStill(effect.viewId);
      case 'drop':
        if (effect.viewId === openViewId) keepLastPicture();
        return drop(effect.viewId);
      case 'toEnd':
        return toEnd(video);
    }
  };

  const ask = async (as: As) => {
    // Loaded meanwhile; that it could not be is told where it is wanted.
    if (as === 'video') void loadPlayer().catch(() => undefined);
    const asked = await queries.openView({ ...reason, as });
    if (asked.ok) return take({ type: 'granted', viewId: asked.value.viewId });
    if (asked.reason === 'refused')
      return take({ type: 'refused', code: asked.problem.code, rule: asked.problem.rule });
    return take({ type: 'unreachable' });
  };

  const play = async (viewId: string) => {
    const loaded = await loadPlayer().catch(() => null);
    if (!isOpen(viewId)) return;
    if (loaded === null) return take({ type: 'failed' });
    if (!loaded.canPlay()) return take({ type: 'unplayable' });
    player = loaded.openPlayer(video, viewId, {
      bytes: (bytes) => {
        const atMonoMs = monoMs();
        arrived.push({ atMonoMs, bytes });
        watched = { ...watched, bytesMonoMs: atMonoMs };
      },
      info: ({ codec, width, height }) => (facts = { ...facts, codec, width, height }),
      closed: (code) => take({ type: 'closed', code }),
      unplayable: () => take({ type: 'unplayable' }),
      failed: () => take({ type: 'failed' }),
    });
  };

  const readStill = async (viewId: string) => {
    const askedMonoMs = monoMs();
    const asked = await queries.still(viewId);
    if (!isOpen(viewId)) return;
    if (asked.ok && asked.value.takenAtMs !== still?.takenAtMs) {
      const { picture, takenAtMs } = asked.value;
      const url = URL.createObjectURL(picture);
      const isPicture = await decodes(url);
      if (!isPicture || !isOpen(viewId)) URL.revokeObjectURL(url);
      if (!isOpen(viewId)) return;
      if (isPicture) {
        if (still !== null) URL.revokeObjectURL(still.url);
        still = { url, takenAtMs };
        watched = { bytesMonoMs: monoMs(), pictureMonoMs: monoMs(), aheadMs: 0 };
        take({ type: 'time', watched });
      }
    } else if (!asked.ok && asked.reason === 'refused' && asked.problem.code === 'not_found')
      // The view is gone; all other refusals only say why there is no still yet.
      return take({ type: 'closed', code: 1000 });
    stills = setTimeout(() => void readStill(viewId), Math.max(0, askedMonoMs + stillEveryMs - monoMs()));
  };

  const drop = (viewId: string | null) => {
    // Granted to a look that was stopped and begun again meanwhile: what is shown now is another view.
    if (viewId !== null && viewId !== openViewId) return void queries.endView(viewId);
    openViewId = null;
    clearTimeout(stills);
    const hadSocket = player !== null;
    player?.destroy();
    player = null;
    watched = nothing;
    facts = noFacts;
    arrived = [];
    playedTo = 0;
    if (still !== null) URL.revokeObjectURL(still.url);
    still = null;
    // A view whose websocket was open ends with it.
    if (viewId !== null && !hadSocket) void queries.endView(viewId);
  };

  /** Behind the words, greyed, until there is a new one; not for who has closed it or may no longer look. */
  const keepLastPicture = () => {
    const { phase } = tile;
    const gone = phase.is === 'off' || (phase.is === 'ended' && phase.ended.why === 'rightEnded');
    const poster = gone ? '' : pictureOf(video);
    if (poster !== null) video.poster = poster;
  };

  const isOpen = (viewId: string) =>
    (tile.phase.is === 'waiting' || tile.phase.is === 'showing') && tile.phase.viewId === viewId;

  const tick = () => {
    const now = monoMs();
    if (player !== null) {
      // Played on since the last tick: a frame was shown, however few the camera sends.
      const plays = video.videoWidth > 0 && video.readyState >= 2 && video.currentTime !== playedTo;
      playedTo = video.currentTime;
      watched = { ...watched, pictureMonoMs: plays ? now : watched.pictureMonoMs, aheadMs: aheadOf(video) };
      const rate = paceOf(watched.aheadMs, video.playbackRate);
      if (rate !== video.playbackRate) video.playbackRate = rate;
      arrived = arrived.filter(({ atMonoMs }) => now - atMonoMs <= kbpsOverMs);
      const bytes = arrived.reduce((sum, each) => sum + each.bytes, 0);
      facts = {
        ...facts,
        width: video.videoWidth || facts.width,
        height: video.videoHeight || facts.height,
        kbps: (bytes * 8) / kbpsOverMs,
      };
    }
    take({ type: 'time', watched });
  };

  function stateNow(): LookState {
    const stillAgeMs =
      still === null ? null : Math.max(0, needs.serverNowMs() - (still.takenAtMs - needs.skewMs()));
    const said = saidOf(tile, watched, stillAgeMs, monoMs());
    return {
      as: tile.as,
      said,
      facts,
      stillUrl: still?.url ?? null,
      pictured: tile.phase.is === 'showing',
    };
  }

  return {
    video,
    state: () => shown,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    start: (as) => take({ type: 'start', as }),
    stop: () => take({ type: 'stop' }),
    wake: () => take({ type: 'wake' }),
  };
}

/**
 * Loads the player and lets the browser get ready to play: before the first incident, not in it. Nothing is looked at.
 */
export async function prepareLooks(): Promise<void> {
  const player = await loadPlayer().catch(() => null);
  player?.warmUp();
}

/** The player's chunk. */
function loadPlayer() {
  return import('./player.service');
}

/** What is shown now as an address of its own, small; null where nothing is shown. */
function pictureOf(video: HTMLVideoElement): string | null {
  if (video.videoWidth === 0 || video.readyState < 2) return null;
  const canvas = document.createElement('canvas');
  canvas.width = 480;
  canvas.height = Math.round((480 * video.videoHeight) / video.videoWidth);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.7);
}

/** Decoded before it is shown: between two stills there is no dark moment. */
async function decodes(url: string): Promise<boolean> {
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => true,
    () => false,
  );
}

function aheadOf(video: HTMLVideoElement): number {
  const { buffered } = video;
  return buffered.length === 0
    ? 0
    : Math.max(0, Math.round((buffered.end(buffered.length - 1) - video.currentTime) * 1000));
}

function toEnd(video: HTMLVideoElement): void {
  const { buffered } = video;
  if (buffered.length > 0)
    video.currentTime = Math.max(
      buffered.start(buffered.length - 1),
      buffered.end(buffered.length - 1) - 0.5,
    );
  void video.play().catch(() => undefined);
}
