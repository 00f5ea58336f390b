// Coming in as a person and as somebody who should not: passwords, lock-out, sessions that change, second factors, links.
import type { Account, CameIn, SecondFactor } from '@haixi/proto/accounts/accounts';
import type { Me } from '@haixi/proto/commands/routes';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { invitationLastsMs } from '../accounts/invitations.store.js';
import { callersOf } from '../accounts/sessions.store.js';
import { oldTokenHoldsMs, tokenLastsMs } from '../accounts/token-life.js';
import { triesCountMs, wrongFromAnywhere, wrongFromOneAddress } from '../accounts/tries.store.js';
import { TestWorld } from '../store/fresh.store.js';
import { type House, openHouse } from '../test-house.js';
import {
  addPerson,
  type Browser,
  codeAt,
  firstPassword,
  invite,
  refusalIn,
  sessionOf,
  Visitors,
} from './visitor.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A world that keeps what it was told to say. */
class ToldWorld extends TestWorld {
  readonly lines: string[] = [];
  override say(line: string): void {
    this.lines.push(line);
  }
}

const world = new ToldWorld();
const written: string[] = [];
let house: House;
let people: Visitors;

beforeAll(async () => {
  const write = process.stdout.write.bind(process.stdout);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) => {
    written.push(String(chunk));
    return write(chunk, ...(rest as []));
  });
  house = await openHouse(undefined, { world });
  people = new Visitors(house);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await house?.close();
});

const password = firstPassword;
const browser = () => people.browser();
const secret = (text: string) => people.secret(text);
const joined = (personId: string, role: string) => people.joined(personId, role);
const withSecondFactor = (at: Browser) => people.withSecondFactor(at);
const eventsOf = async (personId: string, type: string) => {
  const rows = await house.store.db
    .selectFrom('log')
    .selectAll()
    .where('type', '=', type)
    .orderBy('n')
    .execute();
  const events = rows.map((row) => ({ areaId: row.area_id, data: JSON.parse(row.data!) as object }));
  return events.filter(({ data }) => 'personId' in data && data.personId === personId);
};
const me = async (at: Browser) => (await at.get('/api/me')).body as Me;
const isIn = async (at: Browser) => (await at.get('/api/me')).status === 200;

test('W2 a link lets a person choose a password once, and come to their page', async () => {
  await addPerson(house, 'op-new', 'operator');
  const at = browser();
  const token = secret(await invite(house, { personId: 'op-new', kind: 'invitation' }));
  const path = `/api/invitations/${token}`;
  expect((await at.get(path)).body).toMatchObject({ kind: 'invitation', signInName: 'op-new' });
  for (const weak of ['Password2026!', 'op-new-op-new-1', 'aaaaaaaaaaaa', 'HaixiSkynet2026', '012345678901'])
    expect(refusalIn(await at.post(path, { password: weak }))).toEqual([400, 'weak_password']);
  expect(refusalIn(await at.post(path, { password: 'too-short' }))).toEqual([400, 'bad_body']);
  const came = await at.post(path, { password });
  expect([came.status, came.body]).toEqual([200, { page: '/console', needsSecondFactor: false }]);
  expect((await me(at)).person).toMatchObject({ personId: 'op-new', roles: ['operator'] });
  expect(refusalIn(await browser().get(path))).toEqual([410, 'link_used']);
  expect(refusalIn(await browser().post(path, { password }))).toEqual([410, 'link_used']);
  expect((await browser().signIn('OP-New ', password)).body).toEqual(came.body);
});

test('W2 a link ends with its time, and with the next one of the same person', async () => {
  await addPerson(house, 'op-late', 'operator');
  const link = { personId: 'op-late', kind: 'invitation' } as const;
  const [earlier, later] = [await invite(house, link), await invite(house, link)];
  expect(refusalIn(await browser().get(`/api/invitations/${earlier}`))).toEqual([410, 'link_used']);
  world.now += invitationLastsMs + 1;
  expect(refusalIn(await browser().post(`/api/invitations/${later}`, { password }))).toEqual([
    410,
    'link_used',
  ]);
});

test('W3 ten wrong passwords lock the name for that address, fifteen minutes, and for no other', async () => {
  await joined('op-locked', 'operator');
  const guesser = browser();
  const guess = async (name: string) => refusalIn(await guesser.signIn(name, 'wrong-password-1'));
  for (let i = 1; i < wrongFromOneAddress; i += 1)
    expect(await guess('op-locked')).toEqual([401, 'wrong_password']);
  const tenth = await guesser.signIn('op-locked', 'wrong-password-1');
  expect([...refusalIn(tenth), tenth.headers.get('retry-after')]).toEqual([429, 'locked_out', '900']);
  expect((tenth.body as { rule: string }).rule).toContain('15 min');
  expect(refusalIn(await guesser.signIn('op-locked', password))).toEqual([429, 'locked_out']);
  expect((await browser().signIn('op-locked', password)).status).toBe(200);
  expect(await eventsOf('op-locked', 'person.lockedOut')).toEqual([
    {
      areaId: '350902002',
      data: { personId: 'op-locked', address: guesser.address, untilMs: world.nowMs() + triesCountMs },
    },
  ]);
  // A name that nobody has is answered the same.
  const answers = [];
  for (let i = 0; i < wrongFromOneAddress; i += 1) answers.push(await guess('op-nobody'));
  expect(answers.map(([status]) => status)).toEqual([
    ...Array<number>(wrongFromOneAddress - 1).fill(401),
    429,
  ]);
  world.now += triesCountMs + 1;
  expect((await guesser.signIn('op-locked', password)).status).toBe(200);
});

test('W3 of many guesses at once none is free', async () => {
  await joined('op-rush', 'operator');
  const guesser = browser();
  const rush = await Promise.all(
    Array.from({ length: 25 }, () => guesser.signIn('op-rush', 'wrong-password-1')),
  );
  expect(rush.filter(({ status }) => status === 401).length).toBeLessThan(wrongFromOneAddress);
  expect(refusalIn(await guesser.signIn('op-rush', password))).toEqual([429, 'locked_out']);
});

test('W3 nobody is locked out from afar: a flood of wrong passwords does not shut the person’s own desk', async () => {
  const desk = await joined('op-desk', 'operator');
  const each = wrongFromOneAddress - 1;
  for (let wrong = 0; wrong < wrongFromAnywhere; wrong += each) {
    const guesser = browser();
    await Promise.all(Array.from({ length: each }, () => guesser.signIn('op-desk', 'wrong-password-1')));
  }
  expect(refusalIn(await browser().signIn('op-desk', password))).toEqual([429, 'locked_out']);
  expect((await desk.signIn('op-desk', password)).status).toBe(200);
  expect((await eventsOf('op-desk', 'person.lockedOut')).map(({ data }) => data)).toMatchObject([
    { address: '*' },
  ]);
});

test('W2 a cookie that was copied is of no use after its person has signed out', async () => {
  const own = await joined('op-out', 'operator');
  const thief = own.withCookie(own.cookie);
  expect(await isIn(thief)).toBe(true);
  expect((await own.post('/api/session/end')).body).toEqual({ ok: true });
  expect(own.cookie).toBeNull();
  expect(refusalIn(await thief.get('/api/me'))).toEqual([401, 'not_signed_in']);
  expect(await eventsOf('op-out', 'person.signedOut')).toMatchObject([{ data: { because: 'asked' } }]);
});

test('W2 a token is changed each quarter of an hour; the old one, shown a minute later, ends the session for both', async () => {
  const own = await joined('op-stolen', 'operator');
  const former = own.cookie;
  const thief = own.withCookie(former);
  world.now += tokenLastsMs + 1;
  // Requests that are under way together: one of them brings the new token, and none is refused.
  const together = await Promise.all([0, 1, 2].map(() => own.withCookie(former).get('/api/me')));
  expect(together.map(({ status }) => status)).toEqual([200, 200, 200]);
  const fresh = together.map(({ headers }) => headers.get('set-cookie')).filter((set) => set !== null);
  expect(fresh).toHaveLength(1);
  own.cookie = fresh[0]!.split(';')[0]!;
  expect(own.cookie).not.toBe(former);
  expect(await isIn(own)).toBe(true);
  world.now += oldTokenHoldsMs;
  expect(await isIn(thief)).toBe(true);
  world.now += 1;
  expect(await isIn(thief)).toBe(false);
  expect(await isIn(own)).toBe(false);
  expect(await eventsOf('op-stolen', 'person.signedOut')).toMatchObject([{ data: { because: 'stolen' } }]);
});

test('W2 a new token that was lost on the way signs nobody out', async () => {
  const own = await joined('op-tunnel', 'operator');
  const former = own.cookie!;
  for (let i = 0; i < 3; i += 1) {
    world.now += tokenLastsMs + 1;
    const lost = own.withCookie(former);
    expect(await isIn(lost)).toBe(true);
    expect(lost.cookie).not.toBe(former);
  }
});

test('W2 a session ends after twelve hours, however often its token was changed', async () => {
  const own = await joined('op-shift', 'operator');
  const until = world.now + 12 * 3_600_000;
  while (world.now + tokenLastsMs < until) {
    world.now += tokenLastsMs + 1_000;
    if (world.now < until) expect(await isIn(own)).toBe(true);
  }
  world.now = until;
  expect(await isIn(own)).toBe(false);
});

test('W2 one sees one’s sessions and ends one, or all; nobody ends another’s', async () => {
  const first = await joined('op-many', 'operator');
  const [second, third] = [browser(), browser()];
  for (const at of [second, third]) await at.signIn('op-many', password);
  const { sessions } = (await second.get('/api/account')).body as Account;
  expect(sessions.map(({ isThis, address, browser: by }) => [isThis, address, by])).toEqual(
    expect.arrayContaining([
      [false, first.address, 'Chrome 142, Windows'],
      [true, second.address, 'Chrome 142, Windows'],
    ]),
  );
  const its = sessions.find(({ address }) => address === first.address)!.sessionId;
  const stranger = await joined('op-stranger', 'operator');
  expect((await stranger.post(`/api/account/sessions/${its}/end`)).status).toBe(404);
  expect((await second.post(`/api/account/sessions/${its}/end`)).body).toEqual({ ok: true });
  expect([await isIn(first), await isIn(second), await isIn(third)]).toEqual([false, true, true]);
  await second.post('/api/account/sessions/end');
  expect([await isIn(second), await isIn(third), await isIn(stranger)]).toEqual([false, false, true]);
});

test('W2 another password ends all other sessions, and the old one is worth nothing', async () => {
  const own = await joined('op-change', 'operator');
  const other = browser();
  await other.signIn('op-change', password);
  const change = (from: string, to: string) =>
    own.post('/api/account/password', { password: from, newPassword: to });
  const next = secret('ganz-anderes-Wort-7');
  expect(refusalIn(await change('not-the-password', next))).toEqual([403, 'wrong_password']);
  expect(refusalIn(await change(password, 'op-change-2026'))).toEqual([400, 'weak_password']);
  expect((await change(password, next)).body).toEqual({ ok: true });
  expect([await isIn(own), await isIn(other)]).toEqual([true, false]);
  expect(refusalIn(await browser().signIn('op-change', password))).toEqual([401, 'wrong_password']);
  expect((await browser().signIn('op-change', next)).status).toBe(200);
});

test('W4 an administrator may nothing until a second factor was shown in this session, at any door', async () => {
  const own = await joined('ad-new', 'administrator');
  expect((await me(own)).needsSecondFactor).toBe(true);
  expect((await me(own)).grants).toEqual([]);
  expect(refusalIn(await own.get('/api/people'))).toEqual([403, 'not_allowed']);
  const held = await callersOf(house.store.db, [await sessionOf(house, 'ad-new')], world.nowMs());
  expect([...held.values()].map((caller) => caller.areasFor('people.manage'))).toEqual([[]]);

  const { secret: made, recoveryCodes } = await withSecondFactor(own);
  expect(recoveryCodes).toHaveLength(10);
  expect((await me(own)).needsSecondFactor).toBe(false);
  expect((await own.get('/api/people')).status).toBe(200);
  expect((await own.get('/api/account')).body).toMatchObject({
    hasSecondFactor: true,
    mustHaveSecondFactor: true,
    recoveryCodesLeft: 10,
  });

  const at = browser();
  world.now += 30_000;
  const code = secret(codeAt(made, world.nowMs()));
  expect(refusalIn(await at.signIn('ad-new', password))).toEqual([401, 'code_needed']);
  expect(refusalIn(await at.signIn('ad-new', password, '000000'))).toEqual([401, 'wrong_code']);
  const came = (await at.signIn('ad-new', password, code)).body as CameIn;
  expect(came).toEqual({ page: '/admin', needsSecondFactor: false });
  expect((await me(at)).grants).toEqual([{ role: 'administrator', areaId: '350902002' }]);
  const remove = await at.post('/api/account/second-factor/remove', { password, code: '000000' });
  expect(refusalIn(remove)).toEqual([409, 'must_have']);
});

test('W4 a code is good once, of the app and of the recovery codes, and wrong ones lock out too', async () => {
  const own = await joined('op-codes', 'operator');
  const { secret: made, recoveryCodes } = await withSecondFactor(own);
  const sign = async (code: string, at = browser()) => (await at.signIn('op-codes', password, code)).status;
  world.now += 30_000;
  const code = codeAt(made, world.nowMs());
  expect([await sign(code), await sign(code)]).toEqual([200, 401]);
  // The step before was used up with it, though the app’s clock may be that late.
  expect(await sign(codeAt(made, world.nowMs() - 30_000))).toBe(401);
  const [recovery] = recoveryCodes;
  const both = await Promise.all([sign(recovery!.toUpperCase()), sign(recovery!)]);
  expect(both.toSorted()).toEqual([200, 401]);
  const guesser = browser();
  for (let i = 1; i < wrongFromOneAddress; i += 1) {
    // A right password without its code is no way to begin to count anew.
    expect(refusalIn(await guesser.signIn('op-codes', password))).toEqual([401, 'code_needed']);
    expect(await sign('000000', guesser)).toBe(401);
  }
  expect(await sign('000000', guesser)).toBe(429);
  world.now += 30_000;
  const gone = await own.post('/api/account/second-factor/remove', {
    password,
    code: codeAt(made, world.nowMs()),
  });
  expect(gone.body).toEqual({ ok: true });
  expect((await browser().signIn('op-codes', password)).status).toBe(200);
  expect(await eventsOf('op-codes', 'person.secondFactorGone')).toMatchObject([{ data: { because: 'own' } }]);
});

test('W4 another phone takes the place of the one before, in a session that has shown that one', async () => {
  const own = await joined('op-phone', 'operator');
  const { secret: former } = await withSecondFactor(own);
  world.now += 30_000;
  const begun = await own.post('/api/account/second-factor', { password });
  const next = secret((begun.body as SecondFactor).secret);
  // Until a code of the new one was shown, the one before counts.
  expect((await browser().signIn('op-phone', password, codeAt(former, world.nowMs()))).status).toBe(200);
  world.now += 30_000;
  const shown = await own.post('/api/account/second-factor/confirm', { code: codeAt(next, world.nowMs()) });
  expect((shown.body as { recoveryCodes: string[] }).recoveryCodes).toHaveLength(10);
  world.now += 30_000;
  const sign = async (code: string) => (await browser().signIn('op-phone', password, code)).status;
  expect([await sign(codeAt(former, world.nowMs())), await sign(codeAt(next, world.nowMs()))]).toEqual([
    401, 200,
  ]);
});

test('W4 a link for a new password is no way round the second factor', async () => {
  const own = await joined('op-round', 'operator');
  await withSecondFactor(own);
  const token = secret(await invite(house, { personId: 'op-round', kind: 'new-password' }));
  const at = browser();
  const next = secret('noch-ein-anderes-Wort-5');
  const answered = await at.post(`/api/invitations/${token}`, { password: next });
  expect([answered.body, at.cookie]).toEqual([{ page: '/sign-in', needsSecondFactor: false }, null]);
  expect(await isIn(own)).toBe(false);
  expect(refusalIn(await at.signIn('op-round', next))).toEqual([401, 'code_needed']);
});

test('W4 a session that came in by the directory shows its code later, and gets what was held back', async () => {
  const own = await joined('ad-dir', 'administrator');
  const { secret: made } = await withSecondFactor(own);
  await house.store.db
    .updateTable('sessions')
    .set({ second_factor_at_ms: null })
    .where('person_id', '=', 'ad-dir')
    .execute();
  expect((await me(own)).needsSecondFactor).toBe(true);
  expect(refusalIn(await own.post('/api/account/second-factor', { password }))).toEqual([403, 'not_shown']);
  world.now += 30_000;
  const shown = await own.post('/api/account/second-factor/confirm', { code: codeAt(made, world.nowMs()) });
  expect(shown.body).toEqual({ recoveryCodes: [] });
  expect((await me(own)).needsSecondFactor).toBe(false);
});

test('W2 the demo is told of as a demo', async () => {
  expect((await browser().get('/api/door')).body).toMatchObject({ mode: 'demo', needsSetUp: false });
});

test('W2 no secret is in a line, in the log, or in the store as it is', async () => {
  const log = await house.store.db.selectFrom('log').select(['data', 'actor']).execute();
  const tables = [
    'people',
    'sessions',
    'invitations',
    'recovery_codes',
    'sign_in_tries',
    'settings',
  ] as const;
  const rows = await Promise.all(tables.map((name) => house.store.db.selectFrom(name).selectAll().execute()));
  const told = JSON.stringify([world.lines, written, log, rows]).toLowerCase();
  expect(people.secrets.size).toBeGreaterThan(40);
  expect([...people.secrets].filter((text) => told.includes(text.toLowerCase()))).toEqual([]);
});

test('W2 the set-up link makes the first administrator and the root area, once', async () => {
  const { owner } = house.store;
  onTestFinished(() => house.store.empty());
  await sql`truncate areas, people, settings, register cascade`.execute(owner);
  await owner.insertInto('register').values({ n: 1 }).execute();
  await owner.insertInto('settings').values({ key: 'mode', value: 'production' }).execute();
  const at = browser();
  expect((await at.get('/api/door')).body).toMatchObject({ mode: 'production', needsSetUp: true });
  const path = `/api/invitations/${await invite(house, { personId: null, kind: 'set-up' })}`;
  expect((await at.get(path)).body).toMatchObject({ kind: 'set-up', name: '', signInName: '' });
  const area = { areaId: '110101', name: '东城区', nameEn: 'Dongcheng' };
  const answer = { password, first: { name: '王五', signInName: 'wang.wu', area } };
  expect(refusalIn(await at.post(path, { password }))).toEqual([400, 'first_needed']);
  const both = await Promise.all([at.post(path, answer), browser().post(path, answer)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 410]);
  expect(both.find(({ status }) => status === 200)!.body).toEqual({
    page: '/account',
    needsSecondFactor: true,
  });
  const types = await owner.selectFrom('log').select(['type', 'area_id']).orderBy('n').execute();
  expect(types.map(({ type }) => type)).toEqual([
    'area.set',
    'person.set',
    'person.passwordSet',
    'person.granted',
    'person.signedIn',
  ]);
  expect(new Set(types.map(({ area_id }) => area_id))).toEqual(new Set(['110101']));
  expect((await at.get('/api/door')).body).toMatchObject({ needsSetUp: false });
  expect(refusalIn(await browser().get(path))).toEqual([410, 'link_used']);
});
