// A viewer of one camera, so that the media process has something to lose: asks again whenever the picture ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { viewGrantedSchema, viewPath } from '@haixi/proto/media/media';

/** A video that brought something so lately is running. */
const runningWithinMs = 4_000;
const silentMsMax = 8_000;
const againMs = 1_500;

export interface Viewer {
  /** True while bytes come. */
  runs(): boolean;
  /** Looks until `stop` aborts. */
  look(stop: AbortSignal): Promise<void>;
}

/** `url` is the server's; `cookie` that of somebody who may look. */
export function newViewer(url: string, cookie: string): Viewer {
  let heardMs = -Infinity;

  async function lookOnce(stop: AbortSignal): Promise<void> {
    const response = await fetch(`${url}/api/views`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({
        siteId: 'shop-01',
        sourceId: 'camera-1',
        as: 'video',
        purpose: 'check',
        incidentId: null,
        reason: 'chaos',
      }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) return;
    const { viewId } = viewGrantedSchema.parse(await response.json());
    // A browser's own adds the cookie; Node's takes it as an option that the type of browsers does not have.
    const address = `${url.replace('http', 'ws')}${viewPath(viewId)}`;
    const socket = Reflect.construct(WebSocket, [address, { headers: { cookie } }]) as WebSocket;
    socket.binaryType = 'arraybuffer';
    const openedMs = performance.now();
    await new Promise<void>((done) => {
      const watch = setInterval(() => {
        if (performance.now() - Math.max(heardMs, openedMs) > silentMsMax) end();
      }, 500);
      const end = () => {
        clearInterval(watch);
        stop.removeEventListener('abort', end);
        socket.close();
        done();
      };
      stop.addEventListener('abort', end);
      socket.addEventListener('message', () => {
        heardMs = performance.now();
      });
      for (const name of ['close', 'error'] as const) socket.addEventListener(name, end);
    });
  }

  return {
    runs: () => performance.now() - heardMs < runningWithinMs,
    async look(stop) {
      while (!stop.aborted) {
        await lookOnce(stop).catch(() => {});
        await sleep(againMs, null, { signal: stop }).catch(() => {});
      }
    },
  };
}
