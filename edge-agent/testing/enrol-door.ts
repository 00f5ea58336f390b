// The server's door for boxes, for tests: a real HTTP server that knows one claimed sticker and judges proofs by the contract.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { enrolBodySchema, nonceBodySchema } from '@haixi/proto/devices/orders';

export interface Asked {
  readonly path: string;
  readonly body: string;
  readonly login: string;
}

export class EnrolDoor {
  readonly asked: Asked[] = [];
  isClaimed = false;
  /** What `GET config` answers; null is 404. */
  config: unknown = null;
  /** Refusals of the next questions, before anything else. `0` breaks the connection off. */
  refuses: (readonly [status: number, code: string])[] = [];
  /** The key that was let in first. */
  key: string | null = null;
  mqtt = 'ws://127.0.0.1:1/mqtt';
  private readonly nonces = new Set<string>();

  private constructor(
    private readonly http: Server,
    private readonly serial: string,
    private readonly claimCode: string,
    private readonly siteId: string,
  ) {
    http.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [status, body] = this.answer(request, Buffer.concat(chunks).toString());
        if (status === 0) return void request.socket.destroy();
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
  }

  static async open(serial: string, claimCode: string, siteId: string): Promise<EnrolDoor> {
    const http = createServer();
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    return new EnrolDoor(http, serial, claimCode, siteId);
  }

  get origin(): string {
    const address = this.http.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** How often this path was asked. */
  count(path: string): number {
    return this.asked.filter((each) => each.path === path).length;
  }

  async close(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((done) => this.http.close(done));
  }

  private answer(request: IncomingMessage, body: string): [number, unknown] {
    const path = request.url ?? '';
    const login = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
    this.asked.push({ path, body, login });
    const refused = this.refuses.shift();
    if (refused) return problem(...refused);
    if (path === '/api/enrolment/nonce') {
      nonceBodySchema.parse(JSON.parse(body));
      const nonce = randomBytes(12).toString('base64url');
      this.nonces.add(nonce);
      return [200, { nonce, untilMs: Date.now() + 60_000 }];
    }
    if (path === '/api/enrolment') return this.enrol(body);
    if (path !== `/api/sites/${this.siteId}/config`) return problem(404, 'unknown_route');
    if (login !== `${this.siteId}:${this.key}`) return problem(401, 'unknown_site');
    return this.config === null ? problem(404, 'unknown_site') : [200, this.config];
  }

  private enrol(body: string): [number, unknown] {
    const { serial, nonce, key, proof } = enrolBodySchema.parse(JSON.parse(body));
    if (!this.nonces.has(nonce)) return problem(410, 'nonce_expired');
    if (serial !== this.serial || !this.isClaimed) return [200, { state: 'waiting', againMs: 50 }];
    const claimKey = createHash('sha256').update(`haixi claim\n${this.claimCode}`).digest();
    const right = createHmac('sha256', claimKey).update([serial, nonce, key].join('\n')).digest('hex');
    if (proof !== right) return problem(403, 'wrong_proof');
    this.key ??= key;
    if (this.key !== key) return problem(409, 'already_enrolled');
    return [200, { state: 'granted', siteId: this.siteId, server: this.mqtt, web: this.origin }];
  }
}

function problem(status: number, code: string): [number, unknown] {
  return [status, { code, where: 'body', rule: 'a rule', todo: 'what to do' }];
}
