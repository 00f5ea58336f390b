// HTTP as a client meets it: the door of every route, signing in and out, and what a refusal tells.
import { connect } from 'node:net';
import {
  incidentFileSchema,
  type Problem,
  problemSchema,
  type Quarantine,
  routes,
} from '@haixi/proto/commands/routes';
import { foldIncident } from '@haixi/proto/incident/fold';
import type { Incident } from '@haixi/proto/incident/incident';
import type { EventDraft, LogEvent } from '@haixi/proto/live/events';
import { livePath } from '@haixi/proto/live/frames';
import { sql } from 'kysely';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSignInLink, linkLastsMs } from '../accounts/links.store.js';
import { sessionLastsMs } from '../accounts/cookie.js';
import { createApp, startApp } from '../app.js';
import { lockIncident, record } from '../incidents/incidents.store.js';
import { quarantine } from '../ingest/quarantine.store.js';
import { type House, northOnly, openHouse, testEnvironment } from '../test-house.js';
import { filesPath, pagePaths } from './pages.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let house: House;
const seen: { method: string; path: string }[] = [];

beforeAll(async () => {
  house = await openHouse((app) => {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) seen.push({ method: one, path: url });
      });
  });
});
afterAll(() => house?.close());

const ask = (path: string, init: RequestInit & { cookie?: string } = {}) => {
  const { cookie, headers, ...rest } = init;
  return fetch(house.base + path, {
    redirect: 'manual',
    ...rest,
    headers: { ...(cookie === undefined ? {} : { cookie }), ...headers },
  });
};
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const problem = async (response: Response): Promise<Problem> => problemSchema.parse(await response.json());
const link = (personId: string) =>
  createSignInLink(house.store.owner, personId, house.world.nowMs(), (count) => house.world.random(count));

test('H1 every route there is stands in the table of routes, or is a page of the dashboard', () => {
  const known = new Set(routes.map((row) => `${row.method} ${row.path}`));
  const strangers = seen.filter(
    ({ method, path }) => !known.has(`${method} ${path}`) && !pagePaths.includes(path) && path !== filesPath,
  );
  expect(strangers).toEqual([]);
  const missing = [...known].filter((row) => !seen.some(({ method, path }) => row === `${method} ${path}`));
  expect(missing).toEqual([]);
});

test.each(routes.filter((row) => row.action !== 'anyone').map((row) => [`${row.method} ${row.path}`, row]))(
  'H2 %s is closed to whoever has no session, or for an agent no key',
  async (_, row) => {
    const path = row.path.replaceAll(/:\w+/g, 'someone-12345');
    const body = row.method === 'POST' ? '{}' : null;
    const headers = body ? { 'content-type': 'application/json' } : {};
    const response = await ask(path, { method: row.method, body, headers });
    expect(response.status).toBe(401);
    expect((await problem(response)).code).toBe(row.action === 'site' ? 'no_site_key' : 'not_signed_in');
  },
);

test('H3 a link signs in once: the operator comes to the console, a second use learns why not', async () => {
  const token = await link('op-lin');
  const first = await ask(`/sign-in/${token}`);
  expect([first.status, first.headers.get('location')]).toEqual([303, '/console']);
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
  const me = await (await ask('/api/me', { cookie })).json();
  expect(me).toMatchObject({ person: { personId: 'op-lin', roles: ['operator'] }, units: [] });
  const second = await ask(`/sign-in/${token}`);
  expect(second.status).toBe(410);
  expect(second.headers.get('set-cookie')).toBeNull();
  expect(await second.text()).toMatch(/登录链接已失效[\s\S]*has been used/);
});

test('H3 a link that was cut short is told of on the same page', async () => {
  const token = await link('op-lin');
  for (const cut of [token.slice(0, 3), token.slice(0, 20), `${token.slice(0, 5)}.`]) {
    const response = await ask(`/sign-in/${cut}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      410,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toContain('登录链接已失效');
  }
  expect((await ask(`/sign-in/${token}`)).status).toBe(303);
});

test('H4 of two uses of one link at once, one wins', async () => {
  const token = await link('op-chen');
  const both = await Promise.all([ask(`/sign-in/${token}`), ask(`/sign-in/${token}`)]);
  expect(both.map((response) => response.status).toSorted()).toEqual([303, 410]);
});

test('H5 an officer comes to the patrol page and speaks for a unit', async () => {
  const response = await ask(`/sign-in/${await link('po-wang')}`);
  expect(response.headers.get('location')).toBe('/patrol');
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  const me = await (await ask('/api/me', { cookie })).json();
  expect(me).toMatchObject({ units: [{ unitId: 'unit-01', personIds: ['po-wang'] }] });
});

test('H6 a link works neither through a proxy nor after its time, and is not used up by trying', async () => {
  const token = await link('op-lin');
  const proxied = await ask(`/sign-in/${token}`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  expect([proxied.status, (await problem(proxied)).code]).toEqual([403, 'not_loopback']);
  house.world.now += linkLastsMs + 1;
  expect((await ask(`/sign-in/${token}`)).status).toBe(410);
  house.world.now -= linkLastsMs + 1;
  expect((await ask(`/sign-in/${token}`)).status).toBe(303);
});

test('H7 over a TLS proxy the cookie is for TLS alone', async () => {
  const token = await link('op-lin');
  const response = await ask(`/sign-in/${token}`, { headers: { 'x-forwarded-proto': 'https' } });
  expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
});

test('H8 a session ends when its person says so, and by itself after its time', async () => {
  const ended = await house.cookieOf('op-lin');
  const out = await ask('/api/session/end', { method: 'POST', cookie: ended });
  expect([out.status, await out.json()]).toEqual([200, { ok: true }]);
  expect((await ask('/api/me', { cookie: ended })).status).toBe(401);
  const old = await house.cookieOf('op-lin');
  house.world.now += sessionLastsMs + 1;
  expect((await ask('/api/me', { cookie: old })).status).toBe(401);
});

test('H9 another page can’t make a browser do anything here', async () => {
  const cookie = await house.cookieOf('op-lin');
  for (const [name, value] of [
    ['origin', 'http://evil.example'],
    ['sec-fetch-site', 'cross-site'],
  ] as const) {
    const response = await post('/api/session/end', '{}', { cookie, [name]: value });
    expect([response.status, (await problem(response)).code]).toEqual([403, 'foreign_origin']);
  }
  expect((await ask('/api/me', { cookie })).status).toBe(200);
});

test('H10 what can’t be understood is answered with the field and the rule', async () => {
  const cookie = await house.cookieOf('op-lin');
  const command = '/api/commands/incident.receive';
  const cases: [string, Promise<Response>, number, string][] = [
    ['an unknown route', ask('/api/nowhere', { cookie }), 404, 'unknown_route'],
    ['another method', ask('/api/me', { method: 'DELETE', cookie }), 404, 'unknown_route'],
    ['a bad parameter', ask('/api/incidents/NOT_AN_ID', { cookie }), 400, 'bad_params'],
    ['a bad query', ask('/api/incidents?limit=1000', { cookie }), 400, 'bad_query'],
    ['an unknown field of a query', ask('/api/incidents?face=1', { cookie }), 400, 'bad_query'],
    ['an unknown incident', ask('/api/incidents/none', { cookie }), 404, 'not_found'],
    ['broken JSON', post(command, '{', { cookie }), 400, 'bad_json'],
    ['a body too large', post(command, `"${'x'.repeat(70_000)}"`, { cookie }), 413, 'body_too_large'],
    ['another type', post(command, 'x', { cookie, 'content-type': 'text/plain' }), 415, 'bad_media_type'],
    ['a path that is no text', ask('/%ff'), 400, 'bad_path'],
    [
      'an action of another role',
      ask('/api/quarantine', { cookie: await house.cookieOf('po-wang') }),
      403,
      'not_allowed',
    ],
  ];
  for (const [what, answer, status, code] of cases) {
    const response = await answer;
    const told = await problem(response);
    expect([what, response.status, told.code]).toEqual([what, status, code]);
    expect(told.where + told.rule + told.todo).not.toBe('');
  }
  expect((await problem(await ask('/api/incidents?limit=1000', { cookie }))).where).toBe('query.limit');
});

test('H11 a command is carried out, and refused with its own answer', async () => {
  const cookie = await house.cookieOf('op-lin');
  const open = {
    key: 'open-key-1',
    occurredAtMs: house.world.nowMs(),
    areaId: '350902002',
    siteId: null,
    position: null,
    address: '八一五中路',
    priority: 3,
    caller: null,
  };
  const opened = await post('/api/commands/incident.open', JSON.stringify(open), { cookie });
  const { incidentId } = (await opened.json()) as { incidentId: string };
  expect(opened.status).toBe(200);
  const file = await (await ask(`/api/incidents/${incidentId}`, { cookie })).json();
  expect(file).toMatchObject({ incident: { incidentId, stage: 'received', receivedBy: 'op-lin' } });
  const proposals = await (await ask(`/api/incidents/${incidentId}/proposals`, { cookie })).json();
  expect(proposals).toMatchObject({ proposals: expect.toSatisfy(isListOfUnits) as unknown });

  const receive = { key: 'receive-key-1', occurredAtMs: open.occurredAtMs, incidentId, expects: 'reported' };
  const statusOf = async (body: object, who = 'op-chen') => {
    const answer = await post('/api/commands/incident.receive', JSON.stringify(body), {
      cookie: await house.cookieOf(who),
    });
    return [answer.status, ((await answer.json()) as { reason?: string }).reason];
  };
  expect(await statusOf(receive)).toEqual([409, 'already_received']);
  expect(await statusOf({ ...receive, key: 'receive-key-2' }, 'po-wang')).toEqual([403, 'not_allowed']);
  expect(await statusOf({ ...receive, key: 'receive-key-3', incidentId: 'none' })).toEqual([
    404,
    'not_found',
  ]);
  expect(await statusOf({ ...receive, stage: 'x' })).toEqual([400, 'bad_body']);
  expect(await statusOf({ ...receive, key: 'receive-key-4', after: 'never-sent' })).toEqual([
    425,
    'predecessor_unanswered',
  ]);
});

const isListOfUnits = (proposals: { unitId: string }[]) =>
  proposals.some(({ unitId }) => unitId === 'unit-01');

const opened = async (areaId: string): Promise<string> => {
  const body = {
    key: house.world.newId(),
    occurredAtMs: house.world.nowMs(),
    areaId,
    siteId: null,
    position: null,
    address: '八一五中路',
    priority: 3,
    caller: null,
  };
  const cookie = await house.cookieOf('op-lin');
  const answer = await post('/api/commands/incident.open', JSON.stringify(body), { cookie });
  return ((await answer.json()) as { incidentId: string }).incidentId;
};

test('H15 an incident of an area one may not read is as none; refused messages of other sites are not shown', async () => {
  const cookie = await house.cookieOf(await northOnly(house));
  const [ours, foreign] = [await opened('350902002001'), await opened('350902002')];
  expect((await ask(`/api/incidents/${ours}`, { cookie })).status).toBe(200);
  for (const incidentId of [foreign, 'none']) {
    for (const path of [`/api/incidents/${incidentId}`, `/api/incidents/${incidentId}/proposals`]) {
      const response = await ask(path, { cookie });
      expect([response.status, (await problem(response)).code]).toEqual([404, 'not_found']);
    }
  }

  const sites = await house.store.db.selectFrom('sites').select(['site_id', 'area_id']).execute();
  const north = sites.find(({ area_id }) => area_id === '350902002001')!.site_id;
  const noisy = sites.find(({ area_id }) => area_id === '350902002002')!.site_id;
  const refuse = (siteId: string | null, count: number) =>
    house.store.db.transaction().execute((tx) =>
      quarantine(
        tx,
        Array.from({ length: count }, () => ({
          siteId: siteId ?? 'nowhere',
          epoch: null,
          seq: null,
          reason: 'bad_body' as const,
          detail: 'x',
          arrived: {
            siteId: siteId ?? 'nowhere',
            topic: 't',
            payload: Buffer.alloc(1),
            bytes: 1,
            foreign: false,
          },
        })),
        house.world.nowMs(),
      ),
    );
  await refuse(north, 2);
  await refuse(noisy, 150);
  await refuse(null, 1);
  const shownTo = async (who: string) => {
    const answer = await ask('/api/quarantine', { cookie: who });
    return (await answer.json()) as Quarantine;
  };
  const own = await shownTo(cookie);
  expect(own.latest.map(({ siteId }) => siteId)).toEqual([north, north]);
  expect(own.counts).toEqual({ bad_body: 2 });
  const all = await shownTo(await house.cookieOf('op-lin'));
  expect(all.latest.map(({ siteId }) => siteId).slice(0, 2)).toEqual(['nowhere', noisy]);
  // Beside these stand those who came to this file's doors of agents without a key.
  expect(all.counts).toMatchObject({ bad_body: 153 });
});

test('H16 an incident and its timeline are of one moment, whatever is told between the two reads', async () => {
  const incidentId = await opened('350902002');
  const cookie = await house.cookieOf('op-lin');
  const { owner } = house.store;
  const asked = await owner.transaction().execute(async (tx) => {
    await sql`lock table log in access exclusive mode`.execute(tx);
    const answer = ask(`/api/incidents/${incidentId}`, { cookie });
    await expect.poll(() => waitingForLog(), { timeout: 10_000 }).toBe(true);
    const before = await lockIncident(tx, incidentId);
    const overtaken: EventDraft = {
      areaId: '350902002',
      type: 'incident.takenOver',
      actor: { kind: 'person', id: 'op-chen' },
      data: { incidentId, personId: 'op-chen', fromPersonId: 'op-lin' },
    };
    await record(tx, [overtaken], new Map([[incidentId, before!]]), house.world);
    // Not awaited here: it comes once the lock is gone.
    return { answer };
  });
  const file = incidentFileSchema.parse(await (await asked.answer).json());
  const told = (file.events as LogEvent[]).reduce<Incident | null>(
    (so, event) => foldIncident(so, event),
    null,
  );
  expect(file.incident.receivedBy).toBe(told!.receivedBy);
});

/** Whether a read of an incident's events waits for the log. */
async function waitingForLog(): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where wait_event_type = 'Lock'
      and query like '%"log"%"incident_id"%'`.execute(house.store.db);
  return rows.length > 0;
}

test('H12 every answer says what a browser may do with it', async () => {
  const { headers } = await ask('/api/openapi.json');
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers.get('content-security-policy')).not.toContain('unsafe-eval');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-frame-options')).toBe('DENY');
});

test('H13 an upgrade to an unknown path is refused and closed', async () => {
  const socket = new WebSocket(`${house.base.replace('http', 'ws')}/elsewhere`);
  await new Promise((closed) => socket.addEventListener('close', closed));
  expect(socket.readyState).toBe(WebSocket.CLOSED);
});

test('H14 a server ends although a request is half sent, a connection idles and a screen watches', async () => {
  const app = await createApp(testEnvironment(house.store.url, house.dataDir), house.world);
  const { port } = new URL(await startApp(app, 0));
  const sockets = [0, 1].map(() => connect(Number(port), '127.0.0.1').on('error', () => {}));
  sockets[0]!.write(
    'POST /api/session/end HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  );
  const screen = io(`http://127.0.0.1:${port}`, {
    path: livePath,
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { cookie: await house.cookieOf('op-chen') },
  });
  const goodbye = new Promise((told) => screen.once('goodbye', told));
  const gone = new Promise((told) => screen.once('disconnect', told));
  await new Promise<void>((connected) => screen.once('connect', () => connected()));
  await app.close();
  expect(await goodbye).toEqual({ reason: 'restarting' });
  expect(await gone).toBe('transport close');
  await Promise.all(
    sockets.map((socket) => socket.closed || new Promise((end) => socket.once('close', end))),
  );
});
