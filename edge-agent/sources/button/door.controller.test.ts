// The door of buttons over real HTTP: what is answered when, and what is not let in.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Appended } from '../../outbox/outbox.store.js';
import { Door } from './door.controller.js';
import type { Button } from './press.js';

const buttons: Button[] = [
  { siteId: 'shop-01', button: { id: 'button-1', type: 'button', kind: 'panic' } },
  { siteId: 'shop-01', button: { id: 'till', type: 'button', kind: 'help' } },
  { siteId: 'shop-02', button: { id: 'button-1', type: 'button', kind: 'help' } },
];

describe('the door of buttons', () => {
  let door: Door;
  let port: number;
  let answer: () => Promise<Appended>;
  let events: string[];
  let pressed: { site: string; source: string; note: string | undefined }[];

  beforeEach(async () => {
    pressed = [];
    events = [];
    answer = () => Promise.resolve({ ok: true, epoch: 'e'.repeat(16), seq: pressed.length });
    door = new Door({
      buttons: () => buttons,
      press({ siteId, button }, note) {
        pressed.push({ site: siteId, source: button.id, note });
        return answer();
      },
      happens: (site, source, { kind }) => {
        events.push(`${site}/${source} ${kind}`);
        return source === 'camera-1';
      },
      state: (own) => own,
    });
    port = await door.open('127.0.0.1', 0);
  });

  afterEach(() => door.close());

  async function press(path: string, body?: string, headers: Record<string, string> = {}) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: body ?? null,
      headers,
    });
    return { status: response.status, body: await response.json() };
  }

  it('D1 answers a press with its epoch and number, and only when it was kept', async () => {
    let keep: (appended: Appended) => void = () => {};
    answer = () => new Promise((done) => (keep = done));
    let answered = false;
    const response = press('/press/till', '{"note":" 门口有人 "}').finally(() => (answered = true));
    await expect.poll(() => pressed).toEqual([{ site: 'shop-01', source: 'till', note: '门口有人' }]);
    expect(answered).toBe(false);
    keep({ ok: true, epoch: 'e'.repeat(16), seq: 7 });
    expect(await response).toEqual({ status: 202, body: { epoch: 'e'.repeat(16), seq: 7 } });
  });

  it('D1 a full disk is a clear no', async () => {
    answer = () =>
      Promise.resolve({ ok: false, reason: 'disk_full', detail: 'the disk is full: free space' });
    expect(await press('/press/till')).toMatchObject({
      status: 507,
      body: { code: 'disk_full', todo: 'the disk is full: free space' },
    });
  });

  it('names the full paths where several sites have a button of one id', async () => {
    expect(await press('/press/button-1')).toMatchObject({
      status: 409,
      body: { todo: 'press one of /press/shop-01/button-1, /press/shop-02/button-1' },
    });
    expect(await press('/press/shop-02/button-1')).toMatchObject({ status: 202 });
    expect(pressed).toEqual([{ site: 'shop-02', source: 'button-1', note: undefined }]);
  });

  it('names the buttons that there are where one is not known', async () => {
    for (const path of ['/press/nothing', '/press/shop-02/till', '/press/%00', '/press/shop-01/']) {
      expect(await press(path)).toMatchObject({
        status: 404,
        body: { code: 'unknown_source', todo: expect.stringContaining('/press/shop-01/till') },
      });
    }
  });

  it('X1 names the field that is not let in, and counts the forbidden ones', async () => {
    expect(await press('/press/till', '{"note":"a","colour":"red"}')).toMatchObject({
      status: 400,
      body: { code: 'unknown_field', where: 'colour' },
    });
    expect(await press('/press/till', '{"target":[{"faceId":1}]}')).toMatchObject({
      status: 400,
      body: { code: 'forbidden_field', where: 'target[0].faceId' },
    });
    expect(await press('/press/till', '{"note":1}')).toMatchObject({ status: 400, body: { where: 'note' } });
    expect(await press('/press/till', `{"note":"${'x'.repeat(501)}"}`)).toMatchObject({ status: 400 });
    expect(await press('/press/till', '{')).toMatchObject({ status: 400, body: { code: 'not_json' } });
    expect(await press('/press/till', '[]')).toMatchObject({ status: 400 });
    expect(await (await fetch(`http://127.0.0.1:${port}/state`)).json()).toEqual({ forbidden: 1 });
    expect(pressed).toEqual([]);
  });

  it('tells a light camera what it notices, and no other camera anything', async () => {
    expect(await press('/event/shop-01/camera-1', '{"kind":"motion","zone":"后门"}')).toMatchObject({
      status: 202,
    });
    expect(await press('/event/shop-01/camera-2', '{"kind":"sound"}')).toMatchObject({
      status: 404,
      body: { todo: 'name a camera that is written with light: true' },
    });
    expect(events).toEqual(['shop-01/camera-1 motion', 'shop-01/camera-2 sound']);
    for (const body of [
      '',
      '{"kind":"panic"}',
      '{"kind":"motion","plate":"x"}',
      '{"kind":"motion","forS":0}',
    ])
      expect(await press('/event/shop-01/camera-1', body)).toMatchObject({ status: 400 });
    expect(
      await press('/event/shop-01/camera-1', '{"kind":"motion"}', { origin: 'https://evil.example' }),
    ).toMatchObject({ status: 403 });
    expect(events).toHaveLength(2);
  });

  it('is not opened by a web page', async () => {
    expect(await press('/press/till', undefined, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    });
    expect(pressed).toEqual([]);
  });

  it('reads no more than a press may carry', async () => {
    expect(await press('/press/till', 'x'.repeat(9_000))).toMatchObject({ status: 413 });
    const flood = connect(port, '127.0.0.1');
    flood.on('error', () => {});
    flood.write('POST /press/till HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\n');
    flood.write('x'.repeat(100_000));
    const [first] = await once(flood, 'data');
    expect(String(first)).toContain('413');
    flood.destroy();
    expect(pressed).toEqual([]);
  });

  it('tells which ways and methods there are', async () => {
    expect(await press('/other')).toMatchObject({ status: 404, body: { code: 'unknown_route' } });
    const response = await fetch(`http://127.0.0.1:${port}/press/till`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await press('/state')).toMatchObject({ status: 405 });
  });
});
