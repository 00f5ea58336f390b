// What a tablet keeps for opening offline: one person's, gone when they sign out or another one comes.
import type { Me } from '@haixi/proto/commands/routes';
import type { Picture } from '@haixi/proto/live/picture';
import { beforeEach, expect, test, vi } from 'vitest';
import { forgetKept, keepMe, keepPicture, keptMe, keptPicture } from './kept-on-tablet';

const me = (personId: string): Me => ({
  person: { personId, name: personId, roles: ['officer'] },
  grants: [{ role: 'officer', areaId: 'root' }],
  units: [],
  needsSecondFactor: false,
  isDemonstration: false,
});
const picture: Picture = { vector: {}, areas: {}, sites: {}, units: {}, people: {}, incidents: {} };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

test('T4 what was kept of one officer is not there for the next, nor after signing out', () => {
  keepMe(me('po-wang'));
  keepPicture('po-wang', { picture, asOfMs: 5 });
  expect(keptMe()?.person.personId).toBe('po-wang');
  expect(keptPicture('po-wang')).toEqual({ picture, asOfMs: 5 });
  expect(keptPicture('po-zhang')).toBeNull();
  keepMe(me('po-zhang'));
  expect(keptPicture('po-wang')).toBeNull();
  forgetKept();
  expect([keptMe(), keptPicture('po-zhang')]).toEqual([null, null]);
});

test('T1 a tablet without room for one byte more keeps what it had, and its page goes on', () => {
  keepMe(me('po-wang'));
  keepPicture('po-wang', { picture, asOfMs: 5 });
  localStorage.setItem = () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
  keepMe(me('po-wang'));
  keepPicture('po-wang', { picture, asOfMs: 9 });
  expect(keptPicture('po-wang')).toEqual({ picture, asOfMs: 5 });
});

test('T1 what another release has kept is no reason for a white page', () => {
  localStorage.setItem('haixi-tablet-me', '{"person":1}');
  localStorage.setItem('haixi-tablet-picture', '{broken');
  expect([keptMe(), keptPicture('po-wang')]).toEqual([null, null]);
});
