// The pure parts of accounts: who may do what, the cookie, and where a request comes from.
import { expect, test } from 'vitest';
import { Caller } from './caller.js';
import { noSessionCookie, sessionCookie, sessionToken } from './cookie.js';
import { homeOf } from './home.js';
import { weaknessOf } from './password-rules.js';
import { Rate } from './rate.js';
import { isSameOrigin } from './same-origin.js';

const tree = new Map([
  ['root', null],
  ['north', 'root'],
  ['south', 'root'],
  ['grid', 'north'],
]);
const officer = (areaId: string) => new Caller('po-wang', '王磊', [{ role: 'officer', areaId }], tree);

test('A1 a grant holds in its area and below it, and nowhere else', () => {
  expect(officer('north').areasFor('live.watch')).toEqual(['grid', 'north']);
  expect(officer('north').may('live.watch', 'south')).toBe(false);
  expect(officer('north').may('live.watch', 'root')).toBe(false);
  expect(officer('root').areasFor('live.watch')).toEqual(['grid', 'north', 'root', 'south']);
});

test('A2 a role has its own actions only, and an unknown area is nobody’s', () => {
  expect(officer('root').may('incident.receive', 'root')).toBe(false);
  expect(officer('root').may('live.watch', 'elsewhere')).toBe(false);
});

test('A3 a caller knows whether anything was asked', () => {
  const caller = officer('north');
  expect(caller.asked).toBe(false);
  caller.may('live.watch', 'south');
  expect(caller.asked).toBe(true);
});

test('A4 the cookie can’t be read by scripts or sent by other pages, and over TLS by TLS alone', () => {
  const token = 'x'.repeat(43);
  expect(sessionCookie(token, false)).toBe(
    `haixi_session=${token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict`,
  );
  expect(sessionCookie(token, true)).toMatch(/; Secure$/);
  expect(noSessionCookie(false)).toContain('Max-Age=0');
  expect(sessionToken(`theme=dark; haixi_session=${token}`)).toBe(token);
  expect(sessionToken('haixi_session=short')).toBeNull();
  expect(sessionToken(undefined)).toBeNull();
});

test('A5 a request of another page is known by either header', () => {
  const host = '127.0.0.1:8080';
  expect(isSameOrigin({ host })).toBe(true);
  expect(isSameOrigin({ host, origin: `http://${host}` })).toBe(true);
  expect(isSameOrigin({ host, origin: 'http://127.0.0.1:9999' })).toBe(false);
  expect(isSameOrigin({ host, origin: 'null' })).toBe(false);
  expect(isSameOrigin({ host, 'sec-fetch-site': 'cross-site' })).toBe(false);
  expect(isSameOrigin({ host, 'sec-fetch-site': 'cross-site', origin: `http://${host}` })).toBe(false);
  expect(isSameOrigin({ host, 'sec-fetch-site': 'same-origin', origin: 'https://skynet.example' })).toBe(
    true,
  );
});

test('W2 a door takes so many a minute from one, and goes on counting the others', () => {
  const rate = new Rate(2);
  expect([rate.take('a', 0), rate.take('a', 1), rate.take('a', 59_999), rate.take('b', 59_999)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(rate.take('a', 60_000)).toBe(true);
});

test('W2 a new password that is guessed first is refused, and a sentence is not', () => {
  const why = (password: string) => weaknessOf(password, 'li.wei');
  for (const bad of [
    'passwordpassword',
    'P@ssw0rd!2026',
    '2026Administrator!!',
    'qwertyuiopas',
    '987654321098',
  ])
    expect([bad, why(bad)]).toEqual([bad, 'common']);
  expect([why('abababababab'), why('1111111111111')]).toEqual(['few_characters', 'few_characters']);
  expect([why('xx-Wei-2026-xx'), why('my-skynet-pass'), why('今天天网很好用啊一二三四')]).toEqual([
    'has_name',
    'has_name',
    'has_name',
  ]);
  expect([why('drei rote Ampeln am Tor'), why('窗外的麻雀在电线杆上多嘴'), why('k7#vQ2!mZx9p')]).toEqual([
    null,
    null,
    null,
  ]);
});

test('W2 whoever has come in goes to the page of what they do most', () => {
  expect(homeOf(['officer', 'operator'], false)).toBe('/console');
  expect(homeOf(['assistant'], false)).toBe('/patrol');
  expect(homeOf(['installer', 'administrator'], false)).toBe('/install');
  expect(homeOf(['auditor'], false)).toBe('/audit');
  expect([homeOf([], false), homeOf(['installer'], true)]).toEqual(['/account', '/account']);
});
