// The flood by the web port: requests that no page would make, of people who are signed in and of strangers.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { commandNames } from '@haixi/proto/commands/commands';
import { routes } from '@haixi/proto/commands/routes';
import { livePath, liveProtocol } from '@haixi/proto/live/frames';
import type { Chance } from '../sim/engine/chance.js';
import { bent, hostile, strange } from './hostile-json.js';

export interface WebFlood {
  readonly port: number;
  readonly chance: Chance;
  /** Cookies of people who are signed in. */
  readonly cookies: readonly string[];
  readonly messages: number;
  readonly sent: (more: number) => void;
}

/** What a request was answered; one that was only thrown at the port has no status. */
export interface Answered {
  readonly what: string;
  readonly status: number | null;
}

const together = 16;
const patienceMs = 20_000;

/** Sends them all; gives the answers that say that the server itself went wrong (5xx, a page may not cause one). */
export async function floodByWeb(flood: WebFlood): Promise<Answered[]> {
  const wrong: Answered[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  let left = flood.messages;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const answered = await one(flood, agent);
      if (answered.status !== null && answered.status >= 500) wrong.push(answered);
      flood.sent(1);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  agent.destroy();
  return wrong;
}

function one(flood: WebFlood, agent: Agent): Promise<Answered> {
  const { chance } = flood;
  const how = chance.int(20);
  if (how < 13) return ask(flood, agent);
  if (how < 16) return talkLive(flood);
  return throwBytes(flood);
}

/** A well-formed request with something wrong in it. */
function ask({ port, chance, cookies }: WebFlood, agent: Agent): Promise<Answered> {
  const route = chance.pick(routes);
  const method = chance.chance(0.9)
    ? route.method
    : chance.pick(['DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PUT']);
  const path = route.path.replaceAll(/:\w+/g, () => part(chance));
  const query = chance.chance(0.3) ? `?limit=${part(chance)}&a[b]=${part(chance)}` : '';
  const isCommand = route.path.startsWith('/api/commands/');
  const body = method === 'GET' || method === 'HEAD' ? null : hostile(chance, bodyOf(chance, isCommand));
  const headers: Record<string, string> = {
    'content-type': chance.pick([
      'application/json',
      'application/json',
      'image/jpeg',
      'text/plain',
      'x/y; z',
    ]),
  };
  if (chance.chance(0.8)) headers['cookie'] = chance.pick([...cookies, `haixi_session=${part(chance)}`]);
  if (chance.chance(0.2))
    headers['authorization'] = `Basic ${Buffer.from(chance.bytes(20)).toString('base64')}`;
  if (chance.chance(0.1)) headers['origin'] = 'https://evil.example';
  const what = `${method} ${path}${query}`;
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port, method, path: `${path}${query}`, headers, agent });
    asked.setTimeout(patienceMs, () => fail(new Error(`no answer within ${patienceMs} ms: ${what}`)));
    asked.on('response', (response) => {
      response.resume();
      response.on('close', () => done({ what, status: response.statusCode ?? null }));
    });
    // A server that lets the connection go in the middle of a body it does not want is right.
    asked.on('error', () => done({ what, status: null }));
    asked.end(body ?? undefined);
  });
}

function part(chance: Chance): string {
  const words = [
    'shop-01',
    'button-1',
    'i-1',
    '..',
    '%2e%2e%2f',
    '%00',
    '%',
    '-1',
    '1e9',
    'x'.repeat(300),
    '海',
    '',
  ];
  return chance.chance(0.5)
    ? encodeURIComponent(chance.pick(words))
    : chance.pick(words).replaceAll('海', '%E6');
}

function bodyOf(chance: Chance, isCommand: boolean): unknown {
  const about = {
    incidentId: 'i-1',
    assignmentId: 'a-1',
    unitId: 'unit-01',
    siteId: 'shop-01',
    areaId: '350902002',
  };
  const head = {
    key: `fuzz-key-${chance.int(10_000)}`,
    occurredAtMs: 1_790_000_000_000,
    note: '',
    photoIds: [],
  };
  const more = { expects: 'reported', outcome: 'test', priority: 2, position: null, address: 'x', text: 'x' };
  if (!isCommand) return { ...about, purpose: 'check', reason: 'fuzz' };
  const all: Record<string, unknown> = { ...head, ...about, ...more, name: chance.pick(commandNames) };
  const kept = Object.entries(all).filter(([name]) => name in head || chance.chance(0.4));
  return Object.fromEntries(kept);
}

/** A websocket at the live path, or where none should be, with frames that no page would send. */
function talkLive({ port, chance, cookies }: WebFlood): Promise<Answered> {
  const path = chance.pick([
    `${livePath}/?EIO=4&transport=websocket`,
    '/mqtt',
    '/media/view/x',
    '/media/publish/a/b',
    '/x',
  ]);
  const cookie = chance.chance(0.8) ? `Cookie: ${chance.pick(cookies)}\r\n` : '';
  const key = Buffer.from(chance.bytes(16)).toString('base64');
  const upgrade =
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `${cookie}Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: ${chance.pick([13, 13, 13, 8])}\r\n\r\n`;
  const frames = Array.from({ length: 1 + chance.int(4) }, () => frame(chance));
  return thrown(port, [Buffer.from(upgrade), ...frames], chance.int(60));
}

function frame(chance: Chance): Buffer {
  const watch = { protocol: liveProtocol, vector: { '350902002001': chance.int(9) } };
  const said = [
    `42${JSON.stringify(['watch', bent(chance, watch, 0)])}`,
    `42${JSON.stringify([strange(chance)])}`,
    '40{}',
    '2',
    '451-["watch",{"_placeholder":true,"num":9}]',
    Buffer.from(chance.bytes(chance.int(100))).toString('latin1'),
  ];
  const payload = Buffer.from(chance.pick(said));
  const [op, mask] = [chance.pick([0x81, 0x81, 0x81, 0x82, 0x88, 0x89, 0xff]), chance.bytes(4)];
  const head =
    payload.length < 126
      ? Buffer.from([op, 0x80 | payload.length])
      : Buffer.from([op, 0x80 | 126, (payload.length >> 8) & 0xff, payload.length & 0xff]);
  return Buffer.concat([head, mask, payload.map((byte, at) => byte ^ mask[at % 4]!)]);
}

/** Bytes at the web port that are not HTTP, or HTTP that nobody should write. */
function throwBytes({ port, chance }: WebFlood): Promise<Answered> {
  const long = 'x'.repeat(chance.int(100_000));
  const bytes = chance.pick([
    () => `GET / HTTP/1.1\r\nHost: x\r\nX: ${long}\r\n\r\n`,
    () => `GET /${long} HTTP/1.1\r\n\r\n`,
    () =>
      'POST /api/commands/unit.sos HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    () => 'POST /api/views HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{',
    () =>
      'POST /api/views HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    () => 'GET http://[::1 HTTP/1.1\r\nHost: [\r\n\r\n',
    () => 'GET /console HTTP/9.9\r\n\r\n',
    () => Buffer.from(chance.bytes(chance.int(500))).toString('latin1'),
    () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ])();
  return thrown(port, [Buffer.from(bytes, 'latin1')], chance.int(40));
}

function thrown(port: number, bytes: readonly Buffer[], staysMs: number): Promise<Answered> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const each of bytes) socket.write(each);
      setTimeout(() => socket.destroy(), staysMs);
    });
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('close', () => done({ what: 'bytes', status: null }));
  });
}
