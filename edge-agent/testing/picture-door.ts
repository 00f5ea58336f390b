// The server's door for pictures, for tests: a real HTTP server that answers as it is told to and keeps what came.
import { createServer, type Server } from 'node:http';

/** One request. `url` with its query, `key` as it stands in the header. */
export interface Came {
  readonly method: string;
  readonly url: string;
  readonly key: string;
  readonly type: string;
  readonly body: Buffer;
}

export class PictureDoor {
  readonly came: Came[] = [];
  /** Answers for the next requests, then 200. `0` breaks the connection off. */
  answers: (number | [status: number, code: string])[] = [];

  private constructor(private readonly http: Server) {
    http.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const key = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
        const type = headers['content-type'] ?? '';
        this.came.push({ method, url, key, type, body: Buffer.concat(chunks) });
        const next = this.answers.shift() ?? 200;
        const [status, code] = typeof next === 'number' ? [next, 'any'] : next;
        if (status === 0) return void request.socket.destroy();
        const problem = { code, where: 'params.seq', rule: 'a rule', todo: 'what to do' };
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(status === 200 ? { ok: true, bytes: 1 } : problem));
      });
    });
  }

  static async open(): Promise<PictureDoor> {
    const http = createServer();
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    return new PictureDoor(http);
  }

  get origin(): string {
    const address = this.http.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  async close(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((done) => this.http.close(done));
  }
}
