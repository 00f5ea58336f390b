// Claiming a box by its sticker, and the box's coming for its credentials: once, in time, with the proof, by the right people.
import type { Order } from '@haixi/proto/devices/orders';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fromWgs84 } from './datums.js';
import { ask, FakeBox, filledIn, installByHand, planOf, printSticker } from './hand-installer.fixture.js';
import { areaId, type DevicesHouse, openDevicesHouse, otherAreaId } from './house.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let house: DevicesHouse;
beforeAll(async () => {
  house = await openDevicesHouse();
});
afterAll(() => house?.close());

const plan = (orderId: string, change: Parameters<typeof planOf>[2] = {}) =>
  ask<{ order: Order; code?: string }>(
    house.base,
    house.planner,
    'PUT',
    `/api/orders/${orderId}`,
    planOf(areaId, house.installerId, change),
  );
const scan = (orderId: string, sticker: string, more: object = {}, cookie = house.installer) =>
  ask<{ code?: string; rule?: string; untilMs?: number | null; siteId?: string }>(
    house.base,
    cookie,
    'POST',
    `/api/orders/${orderId}/claim`,
    { sticker, taken: null, reason: null, ...more },
  );
const sticker = (area = areaId) => printSticker(house.base, house.planner, area);
const codeOf = ({ status, body }: { status: number; body: object }) => [
  status,
  'code' in body ? body.code : undefined,
];
const enrolWith = (body: object) =>
  ask<{ code?: string; state?: string }>(house.base, '', 'POST', '/api/enrolment', body);

test('N1 a box is claimed by its sticker, comes with its proof, and reads what it runs', async () => {
  const { order, siteId, box } = await installByHand(house, 'first');
  expect(order).toMatchObject({ orderId: 'first', siteId: 'first', state: 'open', installerName: '吴凯' });
  expect(siteId).toBe('first');
  expect(await house.told('stickers.made', 'order.set', 'sticker.claimed', 'site.keyIssued')).toMatchObject([
    { type: 'order.set', orderId: 'first', isNew: true },
    { type: 'stickers.made', serials: [box.serial] },
    { type: 'sticker.claimed', orderId: 'first', serial: box.serial, actor: { id: 'in-wu' } },
    { type: 'site.keyIssued', siteId: 'first', serial: box.serial, agent: 'fake box 1' },
  ]);
  const draft = {
    camera: filledIn.camera,
    privacy: [
      [
        [0, 0],
        [0.2, 0],
        [0.2, 0.2],
      ],
    ],
  };
  const kept = await ask(house.base, house.installer, 'PUT', '/api/orders/first/draft', draft);
  expect(kept.body).toMatchObject({
    order: { draft: { cameraShown: 'rtsp://192.168.1.64:554/Streaming/Channels/101' } },
  });
  const config = await box.config('first');
  expect(config.body).toEqual({
    version: 1,
    siteId: 'first',
    cameras: [{ sourceId: 'camera-1', camera: filledIn.camera, privacy: draft.privacy }],
    buttons: [],
  });
});

test('N1 the same scan again gets the same box; a second work order gets 409, and the log tells of it', async () => {
  await plan('second');
  await plan('third');
  const text = await sticker();
  const { serial } = new FakeBox(house.base, text);
  expect(await scan('second', text)).toMatchObject({ status: 200, body: { siteId: 'second' } });
  expect(await scan('second', text.toLowerCase())).toMatchObject({ status: 200, body: { siteId: 'second' } });
  expect(codeOf(await scan('third', text))).toEqual([409, 'already_claimed']);
  expect((await house.told('claim.refused')).at(-1)).toMatchObject({
    orderId: 'third',
    serial,
    because: 'already_claimed',
    actor: { kind: 'person', id: 'in-wu' },
  });
});

test('N1 of two phones that scan one sticker at once, one wins', async () => {
  await plan('race-a');
  await plan('race-b');
  const text = await sticker();
  const both = await Promise.all([scan('race-a', text), scan('race-b', text)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

test('N1 a forged or foreign sticker claims nothing, and the log tells of it', async () => {
  await plan('forged');
  const real = await sticker();
  const forged = real.slice(0, -3) + (real.endsWith('000') ? '111' : '000');
  const before = (await house.told('claim.refused')).length;
  expect(codeOf(await scan('forged', forged))).toEqual([403, 'wrong_sticker']);
  expect(codeOf(await scan('forged', await sticker(otherAreaId)))).toEqual([403, 'wrong_sticker']);
  expect(codeOf(await scan('forged', 'HX1:00000000:00000000000000000000000000'))).toEqual([
    403,
    'wrong_sticker',
  ]);
  expect(codeOf(await scan('forged', 'https://elsewhere.example'))).toEqual([400, 'not_a_sticker']);
  const told = (await house.told('claim.refused')).slice(before);
  expect(told.map(({ because }) => because)).toEqual(['wrong_sticker', 'wrong_sticker', 'wrong_sticker']);
  expect(await scan('forged', real)).toMatchObject({ status: 200 });
});

test('N1 an installer sees and touches their own work orders alone', async () => {
  await plan('own');
  const text = await sticker();
  const { otherInstaller } = house;
  expect(codeOf(await scan('own', text, {}, otherInstaller))).toEqual([404, 'not_found']);
  const tries = [
    ['PUT', 'draft', {}],
    ['GET', 'checks', undefined],
    ['POST', 'test-alarm', undefined],
    ['POST', 'line-test', undefined],
    ['POST', 'accept', undefined],
    ['GET', 'ticket', undefined],
    ['GET', 'notice-photo', undefined],
  ] as const;
  for (const [method, path, body] of tries) {
    const answer = await ask(house.base, otherInstaller, method, `/api/orders/own/${path}`, body);
    expect([path, ...codeOf(answer)]).toEqual([path, 404, 'not_found']);
  }
  const mine = await ask<{ orders: Order[] }>(house.base, otherInstaller, 'GET', '/api/my/orders');
  expect(mine.body).toEqual({ orders: [] });
  // Whose role does not reach the area can’t be given the order, and loses it with the role.
  const given = await plan('own', { installerId: house.otherInstallerId });
  expect(codeOf(given)).toEqual([400, 'no_such_installer']);
  const { owner } = house.store;
  const grant = { person_id: house.otherInstallerId, role: 'installer', area_id: areaId };
  await owner.insertInto('grants').values(grant).execute();
  await plan('own', { installerId: house.otherInstallerId });
  await owner.deleteFrom('grants').where('area_id', '=', areaId).execute();
  expect(codeOf(await scan('own', text, {}, otherInstaller))).toEqual([403, 'not_allowed']);
});

test('N1 a site of another area is not reached by an order that has its id', async () => {
  const { owner } = house.store;
  const installer = { person_id: 'in-here', role: 'installer', area_id: areaId };
  await owner.insertInto('people').values({ person_id: 'in-here', name: '郭峰' }).execute();
  await owner.insertInto('grants').values(installer).execute();
  const here = await house.cookieOf('in-here');
  await plan('their-site', { installerId: 'in-here' });
  // Somebody else has registered a site of this name since.
  const site = { site_id: 'their-site', area_id: otherAreaId, type: 'shop', name: '商店', name_en: '' };
  const place = { address: '', lon: 119.5, lat: 26.6, key_hash: null, presence: 'never' };
  await owner
    .insertInto('sites')
    .values({ ...site, ...place, commissioned_at_ms: null })
    .execute();
  expect(codeOf(await scan('their-site', await sticker(), {}, here))).toEqual([403, 'not_allowed']);
  const draft = await ask<{ code?: string }>(house.base, here, 'PUT', '/api/orders/their-site/draft', {});
  expect(codeOf(draft)).toEqual([403, 'not_allowed']);
});

test('N1 far from the plan a reason is asked for, in metres, and kept', async () => {
  const position = { lon: 119.526, lat: 26.667 };
  await plan('astray', { plan: { position, withinM: 50 } });
  const text = await sticker();
  const taken = { position: { lon: 119.528, lat: 26.667 }, datum: 'wgs84', accuracyM: 5 };
  const far = await scan('astray', text, { taken });
  expect(codeOf(far)).toEqual([409, 'astray']);
  expect(far.body.rule).toBe('199 m from the plan, 50 m were meant');
  expect(await scan('astray', text, { taken, reason: '电线杆移位' })).toMatchObject({ status: 200 });
  expect((await house.told('sticker.claimed')).at(-1)).toMatchObject({
    fromPlanM: 199,
    reason: '电线杆移位',
  });
  const mine = await ask<{ orders: Order[] }>(house.base, house.installer, 'GET', '/api/my/orders');
  const draft = mine.body.orders.find(({ orderId }) => orderId === 'astray')?.draft;
  expect(draft?.positionReason).toBe('电线杆移位');
  // The same place as a map of China shows it is no other place.
  await plan('datum', { plan: { position, withinM: 5 } });
  const shifted = fromWgs84(position, 'gcj02');
  expect(codeOf(await scan('datum', await sticker(), { taken: { ...taken, position: shifted } }))).toEqual([
    409,
    'astray',
  ]);
  expect(
    await scan('datum', await sticker(), { taken: { position: shifted, datum: 'gcj02', accuracyM: null } }),
  ).toMatchObject({ status: 200 });
});

test('N2 without the right proof no box gets credentials, and an unknown one learns nothing', async () => {
  await plan('proof');
  const text = await sticker();
  const box = new FakeBox(house.base, text);
  expect(await box.enrol()).toMatchObject({ status: 200, body: { state: 'waiting', againMs: 3_000 } });
  const unknown = new FakeBox(house.base, 'HX1:ZZZZZZZZ:00000000000000000000000000');
  expect(await unknown.enrol()).toMatchObject({ status: 200, body: { state: 'waiting' } });
  await scan('proof', text);
  const nonce = await box.nonce();
  const forged = { ...box.proof(nonce), proof: 'f'.repeat(64) };
  expect(codeOf(await enrolWith(forged))).toEqual([403, 'wrong_proof']);
  expect(codeOf(await enrolWith(forged))).toEqual([403, 'wrong_proof']);
  const told = (await house.told('claim.refused')).filter(({ orderId }) => orderId === 'proof');
  expect(told).toMatchObject([{ because: 'wrong_proof', actor: { kind: 'system' } }]);
  // A proof for one key gives no other key, and a nonce of one box is none of another.
  expect(codeOf(await enrolWith({ ...box.proof(nonce), key: 'x'.repeat(43) }))).toEqual([403, 'wrong_proof']);
  expect(codeOf(await enrolWith(box.proof(await unknown.nonce())))).toEqual([410, 'nonce_expired']);
  expect(codeOf(await enrolWith(box.proof('made.up.nonce')))).toEqual([410, 'nonce_expired']);
  expect(await enrolWith(box.proof(nonce))).toMatchObject({ status: 200, body: { state: 'granted' } });
});

test('N2 a proof that is sent again changes nothing, and of two boxes with one code one wins', async () => {
  const { box, sticker: text } = await installByHand(house, 'replay');
  const again = box.proof(await box.nonce());
  for (let i = 0; i < 2; i += 1)
    expect(await enrolWith(again)).toMatchObject({
      status: 200,
      body: { state: 'granted', siteId: 'replay' },
    });
  const thief = new FakeBox(house.base, text);
  expect(codeOf(await thief.enrol())).toEqual([409, 'already_enrolled']);
  expect((await box.config('replay')).status).toBe(200);
  expect((await thief.config('replay')).status).toBe(401);

  await plan('twins');
  const twins = await sticker();
  await scan('twins', twins);
  const boxes = [new FakeBox(house.base, twins), new FakeBox(house.base, twins)];
  const answers = await Promise.all(boxes.map((each) => each.enrol()));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect((await house.told('site.keyIssued')).filter(({ siteId }) => siteId === 'twins')).toHaveLength(1);
});

test('N2 a claim stands for ten minutes and a nonce for one; scanning again gives ten more', async () => {
  await plan('late');
  const text = await sticker();
  const box = new FakeBox(house.base, text);
  await scan('late', text);
  const old = box.proof(await box.nonce());
  house.world.now += 61_000;
  expect(codeOf(await enrolWith(old))).toEqual([410, 'nonce_expired']);
  house.world.now += 9 * 60_000;
  expect(codeOf(await box.enrol())).toEqual([410, 'claim_expired']);
  expect((await house.told('claim.refused')).at(-1)).toMatchObject({
    because: 'claim_expired',
    orderId: 'late',
  });
  const before = box.proof(await box.nonce());
  house.world.now += 1;
  expect(await scan('late', text)).toMatchObject({ status: 200 });
  // A proof that was made before this claim is none for it.
  expect(codeOf(await enrolWith(before))).toEqual([410, 'nonce_expired']);
  expect(await box.enrol()).toMatchObject({ status: 200, body: { state: 'granted' } });
});

test('N1 a box is claimed again only after an administrator has let it go, and its key is gone then', async () => {
  const { box, sticker: text } = await installByHand(house, 'again');
  await plan('again-2');
  expect(codeOf(await scan('again-2', text))).toEqual([409, 'already_claimed']);
  const path = `/api/stickers/${box.serial}/reclaim`;
  const reason = { reason: '设备转用' };
  expect(codeOf(await ask(house.base, house.installer, 'POST', path, reason))).toEqual([403, 'not_allowed']);
  expect((await ask(house.base, house.planner, 'POST', path, reason)).status).toBe(200);
  expect(await house.told('sticker.freed', 'site.keyRevoked')).toMatchObject([
    { type: 'sticker.freed', serial: box.serial, reason: '设备转用' },
    { type: 'site.keyRevoked', siteId: 'again', reason: '设备转用' },
  ]);
  expect((await box.config('again')).status).toBeGreaterThan(400);
  const mine = await ask<{ orders: Order[] }>(house.base, house.installer, 'GET', '/api/my/orders');
  expect(mine.body.orders.find(({ orderId }) => orderId === 'again')).toMatchObject({
    state: 'open',
    serial: null,
  });
  expect(await scan('again-2', text)).toMatchObject({ status: 200 });
});

test('N1 what a cancelled work order gave its box ends, and is not given again', async () => {
  const { box } = await installByHand(house, 'cancelled');
  const reason = { reason: '店铺关门' };
  for (let i = 0; i < 2; i += 1)
    expect(
      (await ask(house.base, house.planner, 'POST', '/api/orders/cancelled/cancel', reason)).status,
    ).toBe(200);
  expect((await box.config('cancelled')).status).toBeGreaterThan(400);
  expect(await house.told('order.cancelled', 'site.retired', 'source.retired')).toHaveLength(3);
  expect(await box.enrol()).toMatchObject({ body: { state: 'waiting' } });
  expect(codeOf(await scan('cancelled', await sticker()))).toEqual([409, 'order_closed']);
});

test('N1 the box of a site serves its second camera too, and another box does not', async () => {
  const { box, sticker: text } = await installByHand(house, 'two');
  await plan('two-b', { siteId: 'two', sourceId: 'camera-2' });
  expect(codeOf(await scan('two-b', await sticker()))).toEqual([409, 'site_has_box']);
  expect(await scan('two-b', text)).toMatchObject({ status: 200, body: { siteId: 'two', untilMs: null } });
  await ask(house.base, house.installer, 'PUT', '/api/orders/two-b/draft', { camera: filledIn.camera });
  const { body } = await box.config('two');
  expect(body.cameras.map(({ sourceId }) => sourceId)).toEqual(['camera-2']);
});

test('N1 a box that replaces another one ends its key, and the old sticker has done its service', async () => {
  const { box } = await installByHand(house, 'worn');
  await house.store.owner
    .updateTable('sources')
    .set({ commissioned_at_ms: 1 })
    .where('site_id', '=', 'worn')
    .execute();
  await plan('worn-2', { kind: 'replace', siteId: 'worn' });
  const text = await sticker();
  expect(await scan('worn-2', text)).toMatchObject({ status: 200 });
  // Until the new one is there, the old one watches.
  expect((await box.config('worn')).status).toBe(200);
  const fresh = new FakeBox(house.base, text);
  expect(await fresh.enrol()).toMatchObject({ body: { state: 'granted', siteId: 'worn' } });
  expect((await box.config('worn')).status).toBeGreaterThan(400);
  expect((await fresh.config('worn')).status).toBe(200);
  const list = await ask<{ stickers: { serial: string; state: string }[] }>(
    house.base,
    house.planner,
    'GET',
    '/api/stickers',
  );
  expect(list.body.stickers.find(({ serial }) => serial === box.serial)?.state).toBe('withdrawn');
  expect((await house.told('site.keyRevoked', 'site.keyIssued')).slice(-2)).toMatchObject([
    { type: 'site.keyRevoked', siteId: 'worn' },
    { type: 'site.keyIssued', siteId: 'worn', serial: fresh.serial },
  ]);
});

test('N1 a plan that can’t be carried out is refused by its field, and one that was begun stays as it is', async () => {
  const refusedAs = async (orderId: string, change: Parameters<typeof planOf>[2]) =>
    codeOf(await plan(orderId, change));
  expect(await refusedAs('wrong', { siteId: 'nowhere' })).toEqual([400, 'no_such_site']);
  expect(await refusedAs('wrong', { kind: 'move' })).toEqual([400, 'no_such_site']);
  expect(await refusedAs('wrong', { siteId: 'shop-01', sourceId: 'camera-9', kind: 'replace' })).toEqual([
    400,
    'no_such_source',
  ]);
  expect(await refusedAs('wrong', { siteId: 'shop-01' })).toEqual([409, 'source_exists']);
  expect(await refusedAs('shop-01', {})).toEqual([409, 'id_taken']);
  expect(await refusedAs('wrong', { sourceType: 'button' })).toEqual([400, 'cameras_only']);
  expect(await refusedAs('wrong', { installerId: 'op-lin' })).toEqual([400, 'no_such_installer']);
  const foreign = await ask(house.base, house.installer, 'PUT', '/api/orders/wrong', planOf(areaId, 'in-wu'));
  expect(codeOf(foreign)).toEqual([403, 'not_allowed']);
  // The register’s own camera is what its replacement begins with.
  const replaced = await plan('new-eyes', { siteId: 'shop-01', kind: 'replace' });
  expect(replaced.body.order.draft).toMatchObject({ cameraName: '店门摄像头', headingDeg: 120, fovDeg: 85 });
  expect(replaced.body.order.draft.taken?.position).toEqual({ lon: 119.52626, lat: 26.66792 });
  await installByHand(house, 'begun');
  expect(await plan('begun')).toMatchObject({ status: 200, body: { order: { state: 'claimed' } } });
  expect(await refusedAs('begun', { note: '改期' })).toEqual([409, 'order_begun']);
});

test('N1 a box that was scanned by mistake is free again as soon as the right one is', async () => {
  await plan('mistake');
  const [one, other] = [await sticker(), await sticker()];
  await scan('mistake', one);
  expect(await scan('mistake', other)).toMatchObject({ status: 200 });
  expect(await new FakeBox(house.base, one).enrol()).toMatchObject({ body: { state: 'waiting' } });
  expect(await new FakeBox(house.base, other).enrol()).toMatchObject({ body: { state: 'granted' } });
  await plan('mistake-2');
  expect(await scan('mistake-2', one)).toMatchObject({ status: 200 });
});

test('N2 a proof that was taken down before a box was freed is worth nothing when it is claimed again', async () => {
  const { box, sticker: text } = await installByHand(house, 'old-proof');
  const takenDown = box.proof(await box.nonce());
  const path = `/api/stickers/${box.serial}/reclaim`;
  await ask(house.base, house.planner, 'POST', path, { reason: '设备转用' });
  expect(await enrolWith(takenDown)).toMatchObject({ body: { state: 'waiting' } });
  house.world.now += 1_000;
  await plan('new-proof');
  await scan('new-proof', text);
  expect(codeOf(await enrolWith(takenDown))).toEqual([410, 'nonce_expired']);
  expect(await box.enrol()).toMatchObject({ body: { state: 'granted', siteId: 'new-proof' } });
});
