// The pure parts of accounts: who may do what, the cookie, and where a request comes from.
import { expect, test } from 'vitest';
import { Caller } from './caller.js';
import { noSessionCookie, sessionCookie, sessionToken } from './cookie.js';
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
