// The local door of buttons: HTTP on this machine. A press is answered when it is on the disk, and not before (D1).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { faultText } from '../../line.js';
import type { Appended } from '../../outbox/outbox.store.js';
import { type CameraEvent, readEvent } from '../camera/light/event.js';
import { type Button, findButton, pressBytesMax, readBody, type Refusal, refusal } from './press.js';

export interface DoorParts {
  /** The buttons there are now. */
  readonly buttons: () => readonly Button[];
  /** Puts the press in its site's outbox. */
  readonly press: (button: Button, note: string | undefined) => Promise<Appended>;
  /** Has a light camera notice something; false where there is none of this id at this site. */
  readonly happens: (siteId: string, sourceId: string, event: CameraEvent) => boolean;
  /** What the agent is and holds, for `GET /state`. */
  readonly state: (door: { forbidden: number }) => unknown;
}

type Reply = { status: number; body: unknown; headers?: Record<string, string> };

export class Door {
  private readonly http: Server;
  private forbidden = 0;

  constructor(private readonly parts: DoorParts) {
    this.http = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (request, response) => {
      void this.answer(request, response);
    });
    this.http.maxConnections = 256;
  }

  /** Opens the door and answers the port. Rejects with the system's error, EADDRINUSE for instance. */
  open(host: string, port: number): Promise<number> {
    return new Promise((done, failed) => {
      this.http.once('error', failed);
      this.http.listen(port, host, () => {
        this.http.off('error', failed);
        const address = this.http.address();
        done(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** Lets presses that have begun end, and takes no more. */
  async close(): Promise<void> {
    const closed = new Promise((done) => this.http.close(done));
    this.http.closeIdleConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.handle(request).catch((cause: unknown): Reply => {
      return problem(refusal(500, 'agent_fault', 'agent', 'a press is kept or refused', faultText(cause)));
    });
    response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
    response.end(`${JSON.stringify(reply.body)}\n`);
  }

  private async handle(request: IncomingMessage): Promise<Reply> {
    const [path = ''] = (request.url ?? '').split('?');
    const [, first, ...rest] = path.split('/');
    if (first === 'state' && rest.length === 0) {
      if (request.method !== 'GET') return notThisWay('GET', path);
      return { status: 200, body: this.parts.state({ forbidden: this.forbidden }) };
    }
    if (first === 'event' && rest.length === 2) {
      if (request.method !== 'POST') return notThisWay('POST', path);
      return this.event(request, rest);
    }
    if (first !== 'press' || rest.length < 1 || rest.length > 2) {
      return problem(
        refusal(404, 'unknown_route', path, 'the door has two ways', 'POST /press/{source} or GET /state'),
      );
    }
    if (request.method !== 'POST') return notThisWay('POST', path);
    return this.press(request, rest);
  }

  /** For demonstrations and tests: a light camera is told what it notices. `202` before it is on the disk. */
  private async event(request: IncomingMessage, [siteId = '', sourceId = '']: string[]): Promise<Reply> {
    if (request.headers.origin !== undefined) return problem(fromABrowser);
    const text = await readText(request);
    if (text === null) return { ...problem(tooLong), headers: { connection: 'close' } };
    const body = readEvent(text);
    if (!body.ok) return problem(body.refusal);
    if (this.parts.happens(siteId, sourceId, body.event)) return { status: 202, body: { ok: true } };
    return problem(notLight(`${siteId}/${sourceId}`));
  }

  private async press(request: IncomingMessage, path: readonly string[]): Promise<Reply> {
    // A page in a browser on this network must not be able to press; only browsers send an Origin.
    if (request.headers.origin !== undefined) return problem(fromABrowser);
    const found = findButton(this.parts.buttons(), path);
    if (!found.ok) return problem(found.refusal);
    const text = await readText(request);
    if (text === null) return { ...problem(tooLong), headers: { connection: 'close' } };
    const body = readBody(text);
    if (!body.ok) {
      if (body.refusal.problem.code === 'forbidden_field') this.forbidden += 1;
      return problem(body.refusal);
    }
    const appended = await this.parts.press(found.found, body.note);
    if (appended.ok) return { status: 202, body: { epoch: appended.epoch, seq: appended.seq } };
    return problem(
      refusal(
        statusOf[appended.reason],
        appended.reason,
        'outbox',
        'D1: on the disk, or not taken',
        appended.detail,
      ),
    );
  }
}

const statusOf = {
  too_large: 413,
  outbox_full: 507,
  disk_full: 507,
  disk_error: 507,
  closed: 503,
} as const;

const tooLong = refusal(
  413,
  'too_long',
  'body',
  `a press has at most ${pressBytesMax} bytes`,
  'send a shorter note',
);
const notLight = (where: string) =>
  refusal(
    404,
    'unknown_source',
    where,
    'no light camera has this id: every other camera looks for itself',
    'name a camera that is written with light: true',
  );
const fromABrowser = refusal(
  403,
  'from_a_browser',
  'Origin',
  'a web page may not press a button',
  'press from a program that sends no Origin',
);

function problem({ status, problem: body }: Refusal): Reply {
  return { status, body };
}

function notThisWay(allow: string, path: string): Reply {
  const refused = refusal(405, 'unknown_method', path, `only ${allow} is answered here`, `use ${allow}`);
  return { ...problem(refused), headers: { allow } };
}

async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Destroying the request here would cut the connection before the answer is on its way.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Buffer)) continue;
    bytes += chunk.length;
    if (bytes > pressBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
