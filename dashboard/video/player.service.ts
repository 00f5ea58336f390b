// The player: FLV from a view's websocket into a video element by mpegts.js, telling each thing that happens to it.
import { viewPath } from '@haixi/proto/media/media';
import mpegts from 'mpegts.js';
import { makeVideo } from './make-video';

export interface PlayerEvents {
  bytes(count: number): void;
  /** Codec as the browser names it (`avc1.64001f`), and the picture's size. */
  info(info: { codec: string | null; width: number; height: number }): void;
  /** The websocket has closed, with its code. */
  closed(code: number): void;
  /** This browser can't play the codec. */
  unplayable(): void;
  failed(): void;
}

export interface Player {
  destroy(): void;
}

/** How much of what was shown is kept, in seconds: a screen that runs for weeks must not fill its memory. */
const keptSeconds = { min: 10, max: 20 };

mpegts.LoggingControl.enableAll = false;

/** Whether H.264 can be played here at all. */
export function canPlay(): boolean {
  return mpegts.isSupported() && MediaSource.isTypeSupported('video/mp4; codecs="avc1.640028"');
}

/** Lets the browser build what it plays video with, which takes it a second and more the first time. */
export function warmUp(): void {
  if (!canPlay()) return;
  const video = makeVideo();
  const source = new MediaSource();
  const url = URL.createObjectURL(source);
  source.addEventListener('sourceopen', () => {
    URL.revokeObjectURL(url);
    video.removeAttribute('src');
    video.load();
  });
  video.src = url;
}

/** Plays the view in this element until it is destroyed. What goes wrong is told by `events`; it never throws. */
export function openPlayer(video: HTMLVideoElement, viewId: string, events: PlayerEvents): Player {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const url = `${scheme}://${location.host}${viewPath(viewId)}`;
  let over = false;
  const tell = (what: () => void) => {
    if (!over) what();
  };
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, hasAudio: false, hasVideo: true, url },
    {
      enableWorker: false,
      enableStashBuffer: false,
      lazyLoad: false,
      // Data may come before the browser has made its decoder: it waits in the player, not on the way.
      deferLoadAfterSourceOpen: false,
      // Not together with liveSync, which freezes the picture.
      liveBufferLatencyChasing: true,
      liveBufferLatencyMaxLatency: 2,
      liveBufferLatencyMinRemain: 0.5,
      autoCleanupSourceBuffer: true,
      autoCleanupMinBackwardDuration: keptSeconds.min,
      autoCleanupMaxBackwardDuration: keptSeconds.max,
      customLoader: loaderOf({
        bytes: (count) => tell(() => events.bytes(count)),
        closed: (code) => tell(() => events.closed(code)),
      }),
    },
  );
  player.on(mpegts.Events.MEDIA_INFO, (info: { videoCodec?: string; width?: number; height?: number }) =>
    tell(() =>
      events.info({ codec: info.videoCodec ?? null, width: info.width ?? 0, height: info.height ?? 0 }),
    ),
  );
  player.on(mpegts.Events.ERROR, (_type: string, detail: string) =>
    tell(() =>
      detail === mpegts.ErrorDetails.MEDIA_CODEC_UNSUPPORTED ? events.unplayable() : events.failed(),
    ),
  );
  player.attachMediaElement(video);
  player.load();
  // A browser that lets nothing play by itself lets a muted picture; where it doesn't, the tile shows that it stands.
  void Promise.resolve(player.play()).catch(() => undefined);
  return {
    destroy() {
      if (over) return;
      over = true;
      player.destroy();
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** The head of an FLV comes from the centre at once; only what is behind it comes from the camera. */
const flvHeadBytes = 13;

/** A loader of our own: mpegts.js's tells neither the close code, which says why, nor when bytes came. */
function loaderOf(told: Pick<PlayerEvents, 'bytes' | 'closed'>) {
  return class FlvSocket extends mpegts.BaseLoader {
    #socket: WebSocket | null = null;
    #received = 0;
    #working = false;

    constructor() {
      super('flv-socket');
    }

    override destroy() {
      this.abort();
      super.destroy();
    }

    override isWorking() {
      return this.#working;
    }

    override open({ url }: { url?: string }) {
      const socket = new WebSocket(url ?? '');
      this.#socket = socket;
      this.#working = true;
      socket.binaryType = 'arraybuffer';
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (!(data instanceof ArrayBuffer) || this.#socket !== socket) return;
        const from = this.#received;
        this.#received += data.byteLength;
        if (this.#received > flvHeadBytes) told.bytes(data.byteLength);
        this.onDataArrival?.(data, from, this.#received);
      });
      socket.addEventListener('close', ({ code }) => {
        if (this.#socket !== socket) return;
        this.#working = false;
        told.closed(code);
      });
    }

    override abort() {
      const socket = this.#socket;
      this.#socket = null;
      this.#working = false;
      if (socket !== null && socket.readyState <= WebSocket.OPEN) socket.close();
    }
  };
}
