// A browser's side of a view, for tests: asks for it, opens its websocket, and counts what comes.
import type { ViewAsked, ViewGranted } from '@haixi/proto/media/media';
import { viewPath } from '@haixi/proto/media/media';
import { WebSocket } from 'ws';

/** A check of this camera, by video. */
export function checkOf(siteId: string, sourceId = 'camera-1'): ViewAsked {
  return { siteId, sourceId, as: 'video', purpose: 'check', incidentId: null, reason: '检查画面' };
}

/** `POST /api/views`; the answer as it comes. */
export function askView(base: string, cookie: string, asked: ViewAsked): Promise<Response> {
  return fetch(`${base}/api/views`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
}

/** The id of a view that is granted. Throws where it is not. */
export async function grantedView(base: string, cookie: string, asked: ViewAsked): Promise<string> {
  const answer = await askView(base, cookie, asked);
  if (answer.status !== 200) throw new Error(`no view: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as ViewGranted).viewId;
}

/** A video's websocket as a browser has it. */
export class Screen {
  bytes = 0;
  /** Bytes of video tags: what makes the picture move. */
  videoTags = 0;
  keyFrames = 0;
  /** The first message: an FLV's head. */
  first: Buffer | null = null;
  /** The code it was closed with; null while it is open. */
  closed: number | null = null;
  /** The HTTP status it was refused with. */
  refused: number | null = null;
  private readonly websocket: WebSocket;

  constructor(base: string, cookie: string, viewId: string, headers: Record<string, string> = {}) {
    const url = `${base.replace('http', 'ws')}${viewPath(viewId)}`;
    this.websocket = new WebSocket(url, { headers: { cookie, ...headers }, perMessageDeflate: false });
    this.websocket.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode ?? 0;
      response.resume();
      this.websocket.terminate();
    });
    this.websocket.on('error', () => {});
    this.websocket.on('close', (code) => (this.closed = code));
    this.websocket.on('message', (data: Buffer) => this.count(data));
  }

  /** Reads nothing more and answers no ping, with the connection open. */
  stall(): void {
    this.websocket.pause();
  }

  close(): void {
    this.websocket.terminate();
  }

  private count(data: Buffer): void {
    this.first ??= data;
    this.bytes += data.length;
    if (data[0] !== 9) return;
    this.videoTags += 1;
    if (data[11]! >> 4 === 1 && data[12] === 1) this.keyFrames += 1;
  }
}

/** Asks for a view and opens it. */
export async function look(base: string, cookie: string, asked: ViewAsked): Promise<Screen> {
  return new Screen(base, cookie, await grantedView(base, cookie, asked));
}
