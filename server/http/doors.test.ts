// The doors themselves, before anybody is asked who they are: names, origins, types, sizes and how often.
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { problemSchema, queryRoutes } from '@haixi/proto/commands/routes';
import { livePath } from '@haixi/proto/live/frames';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isOwnHost } from '../accounts/own-host.js';
import { addressOf, browserOf, networkOf } from '../accounts/visitor.js';
import { testKeyOf } from '../store/fresh.store.js';
import { type House, openHouse } from '../test-house.js';
import { pagePaths } from './pages.js';
import { Browser, refusalIn } from './visitor.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, { environment: { rateFactor: 1 } });
});
afterAll(() => house?.close());

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as no browser would let a page send it: any Host, any Origin. */
function send({ method = 'GET', path, headers = {}, body }: Sent): Promise<[number, string]> {
  return new Promise((done, fail) => {
    const asked = httpRequest(house.base + path, { method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const isProblem = text.startsWith('{"code"');
        done([response.statusCode!, isProblem ? problemSchema.parse(JSON.parse(text)).code : '']);
      });
    });
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      done([101, '']);
    });
    asked.on('error', fail);
    asked.end(body);
  });
}

test('H17 a name that somebody else points at this server gets no answer, at no door', async () => {
  const cookie = await house.cookieOf('op-lin');
  const port = new URL(house.base).port;
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    '192.0.2.1.example',
    '127.0.0.1.evil.example',
    'localhost.x',
  ]) {
    for (const path of ['/api/me', '/api/door', '/console', '/elsewhere'])
      expect([host, await send({ path, headers: { host, cookie } })]).toEqual([host, [421, 'foreign_host']]);
    const upgrade = { host, cookie, connection: 'Upgrade', upgrade: 'websocket' };
    expect(await send({ path: '/mqtt', headers: upgrade })).toEqual([421, 'foreign_host']);
  }
  for (const host of ['skynet.test', 'SKYNET.test', `localhost:${port}`, '[::1]:1234', '192.0.2.1:8080'])
    expect([host, (await send({ path: '/api/me', headers: { host, cookie } }))[0]]).toEqual([host, 200]);
});

test('H17 the live socket tells a foreign name nothing', async () => {
  const cookie = await house.cookieOf('op-lin');
  const open = (host: string) => heardBy(`${livePath}/?EIO=4&transport=websocket`, { host, cookie });
  expect(await open('skynet.test')).toContain('40{"sid"');
  expect(await open('evil.example')).not.toContain('40{');
});

test('H18 nothing is changed by a page of another site: neither with its origin, nor by a form’s types', async () => {
  const cookie = await house.cookieOf('op-lin');
  const post = { method: 'POST', path: '/api/session/end', body: '{}' };
  const json = { cookie, 'content-type': 'application/json' };
  const ways: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const foreign of ways)
    expect(await send({ ...post, headers: { ...json, ...foreign } })).toEqual([403, 'foreign_origin']);
  const signIn = { method: 'POST', path: '/api/session', body: '{"signInName":"a","password":"b"}' };
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-seq',
    'image/jpeg',
  ])
    expect([type, await send({ ...signIn, headers: { 'content-type': type } })]).toEqual([
      type,
      [415, 'bad_media_type'],
    ]);
  expect((await send({ path: '/api/me', headers: { cookie } }))[0]).toBe(200);
});

test('H19 thirty tries a minute to come in from one address; others, and whoever is in, are not kept out by it', async () => {
  const flood = new Browser(house, '198.51.100.1');
  const answers = [];
  for (let i = 0; i < 31; i += 1) answers.push(await flood.get('/api/invitations/none'));
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(30).fill(410), 429]);
  const last = answers.at(-1)!;
  expect(refusalIn(last)).toEqual([429, 'too_many_requests']);
  expect(problemSchema.parse(last.body).todo).toMatch(/^wait \d+ s/);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await flood.signIn('op-lin', 'x')).status).toBe(429);
  expect((await new Browser(house, '198.51.100.2').signIn('op-lin', 'x')).status).toBe(401);
  flood.cookie = await house.cookieOf('op-lin');
  expect((await flood.get('/api/me')).status).toBe(200);
});

test('H19 an address that asks without being let in uses up its own share, and no session’s behind the same address', async () => {
  const address = '198.51.100.3';
  const own = new Browser(house, address);
  own.cookie = await house.cookieOf('op-chen');
  expect((await own.get('/api/me')).status).toBe(200);
  const stranger = (i: number) => {
    const at = new Browser(house, address);
    // Another cookie each time is not another visitor.
    at.cookie = `haixi_session=${String(i).padStart(43, 'x')}`;
    return at.get('/api/me');
  };
  const statuses: number[] = [];
  for (let i = 0; i < 620; i += 20) {
    const some = await Promise.all(Array.from({ length: 20 }, (_, j) => stranger(i + j)));
    statuses.push(...some.map(({ status }) => status));
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(19);
  expect((await own.get('/api/me')).status).toBe(200);
  const site = { authorization: `Basic ${btoa(`shop-01:${testKeyOf('shop-01')}`)}` };
  const path = queryRoutes.siteConfig.path.replace(':siteId', 'shop-01');
  expect((await send({ path, headers: { ...site, 'x-forwarded-for': address } }))[0]).not.toBe(429);
});

test('H20 a body is as large as its route takes, and no larger', async () => {
  const cookie = await house.cookieOf('ad-zheng');
  const headers = { cookie, 'content-type': 'application/json' };
  const body = JSON.stringify({ x: 'x'.repeat(70_000) });
  const post = (path: string, text: string) => send({ method: 'POST', path, headers, body: text });
  expect(await post('/api/account/password', body)).toEqual([413, 'body_too_large']);
  expect((await post(queryRoutes.importSites.path, body))[0]).not.toBe(413);
  expect(await post(queryRoutes.importSites.path, `"${'x'.repeat(6 * 1024 * 1024)}"`)).toEqual([
    413,
    'body_too_large',
  ]);
});

test('H20 of a photo of 50 MB nothing is kept, and the connection is closed long before its end', async () => {
  const cookie = await house.cookieOf('op-lin');
  const incidentId = await opened(cookie);
  const path = `/api/incidents/${incidentId}/photos/photo-key-50mb`;
  const lengths: Record<string, string>[] = [{ 'content-length': String(50 * 1024 * 1024) }, {}];
  for (const said of lengths) {
    const told = await pour(path, { cookie, 'content-type': 'image/jpeg', ...said });
    // Whoever is still sending may find the line cut before the answer is read.
    expect([413, null]).toContain(told.status);
    expect(told.sentMb).toBeLessThan(50);
  }
  expect((await send({ path, headers: { cookie } }))[0]).toBe(404);
  expect(readdirSync(join(house.dataDir, 'photos'))).toEqual(['incoming']);
  const incoming = () => readdirSync(join(house.dataDir, 'photos', 'incoming'));
  await expect.poll(incoming, { timeout: 20_000 }).toEqual([]);
});

test('H21 every page says what a browser may do with it, and what the interface tells is kept nowhere', async () => {
  for (const path of [...pagePaths.filter((one) => !one.includes('*')), '/install/orders', '/api/door']) {
    const { headers } = await fetch(house.base + path, { headers: { 'x-forwarded-for': '198.51.100.9' } });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(headers.get('permissions-policy')).toMatch(
      /camera=\(self\), geolocation=\(self\).*microphone=\(\)/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    if (path.startsWith('/api')) expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('H22 an address is the proxy’s word only where the proxy is on this machine; a line’s IPv6 is one neighbour', () => {
  expect(addressOf('127.0.0.1', '203.0.113.9, 198.51.100.7')).toBe('198.51.100.7');
  expect(addressOf('::ffff:127.0.0.1', '2001:DB8::1')).toBe('2001:db8::1');
  expect(addressOf('192.0.2.4', '203.0.113.9')).toBe('192.0.2.4');
  expect(addressOf('127.0.0.1', '<script>')).toBe('127.0.0.1');
  expect(addressOf('127.0.0.1', undefined)).toBe('127.0.0.1');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8::6')).toBe('2001:db8:0:0::/64');
  expect(networkOf('192.0.2.4')).toBe('192.0.2.4');
  expect(
    browserOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.1 Mobile Safari/604'),
  ).toBe('Safari 18, iPhone');
  expect(browserOf('curl/8')).toBe('');
  expect(isOwnHost(undefined, 'https://skynet.test')).toBe(false);
  expect(isOwnHost('skynet.test:8443', 'https://skynet.test:8443')).toBe(true);
});

/** Opens an incident and gives its id. */
async function opened(cookie: string): Promise<string> {
  const body = {
    key: house.world.newId(),
    occurredAtMs: house.world.nowMs(),
    areaId: '350902002',
    siteId: null,
    position: null,
    address: '八一五中路',
    priority: 3,
    caller: null,
  };
  const answer = await fetch(`${house.base}/api/commands/incident.open`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return ((await answer.json()) as { incidentId: string }).incidentId;
}

/** Sends 50 MB of a JPEG as fast as it is taken; gives the answer, and how much left before the line was closed. */
function pour(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | null; sentMb: number }> {
  return new Promise((done) => {
    let status: number | null = null;
    let sentMb = 0;
    const asked = httpRequest(house.base + path, { method: 'PUT', headers, agent: false });
    asked.on('response', (response) => {
      status = response.statusCode!;
      response.resume();
    });
    asked.on('error', () => {});
    asked.on('close', () => done({ status, sentMb }));
    const megabyte = Buffer.alloc(1024 * 1024, 0xff);
    const next = () => {
      if (asked.destroyed || asked.closed) return;
      if (sentMb === 50) return void asked.end();
      asked.write(
        sentMb === 0 ? Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), megabyte.subarray(3)]) : megabyte,
        (error) => {
          if (error) return;
          sentMb += 1;
          next();
        },
      );
    };
    next();
  });
}

/** What a websocket is told that asks for the live picture, until it is let in or cut off; as text. */
function heardBy(path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((done, fail) => {
    const key = Buffer.alloc(16, 7).toString('base64');
    const asked = httpRequest(house.base + path, {
      agent: false,
      headers: {
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': key,
      },
    });
    asked.on('error', fail);
    asked.on('response', (response) => done(`refused ${response.statusCode}`));
    asked.on('upgrade', (_response, socket, head) => {
      let text = head.toString('latin1');
      // Socket.io's own word to open a name space, masked by a key of zeros: `40`.
      socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        // Let in, or told to close, which somebody hostile does not wait to hear.
        if (text.includes('40{') || chunk.at(0) === 0x88) socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => done(text));
    });
    asked.end();
  });
}
