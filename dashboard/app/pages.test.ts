// Who is led to which page, by role and by address.
import type { Me } from '@haixi/proto/commands/routes';
import type { Role } from '@haixi/proto/vocabulary';
import { expect, it } from 'vitest';
import { entryOf, ownPage, pageOf, usesPage, watches } from './pages';

const me = (...roles: Role[]): Me => ({
  person: { personId: 'me', name: '我', roles },
  grants: roles.map((role) => ({ role, areaId: 'root' })),
  units: [],
  needsSecondFactor: false,
  isDemonstration: false,
});

it('each role has its own page, and who has several begins where most happens', () => {
  expect([me('operator'), me('leader'), me('officer'), me('assistant')].map(ownPage)).toEqual([
    'console',
    'console',
    'patrol',
    'patrol',
  ]);
  expect([me('installer'), me('administrator'), me('auditor'), me()].map(ownPage)).toEqual([
    'install',
    'admin',
    'audit',
    'account',
  ]);
  expect([me('officer', 'leader'), me('installer', 'officer')].map(ownPage)).toEqual(['console', 'patrol']);
});

it('nobody uses the page of another role', () => {
  expect(usesPage(me('officer'), 'console')).toBe(false);
  expect(usesPage(me('officer', 'operator'), 'patrol')).toBe(true);
  expect(usesPage(me('administrator'), 'audit')).toBe(false);
  expect(usesPage(me('administrator'), 'console')).toBe(false);
  expect(usesPage(me('auditor'), 'admin')).toBe(false);
  expect(
    (['installer', 'auditor', 'operator'] as const).map((role) => usesPage(me(role), 'tickets')),
  ).toEqual([true, false, false]);
  expect(
    (['operator', 'leader', 'officer', 'auditor'] as const).map((role) => usesPage(me(role), 'wall')),
  ).toEqual([true, true, false, false]);
});

it('only who may watch opens the live picture', () => {
  const roles = ['operator', 'leader', 'officer', 'assistant'] as const;
  expect(roles.filter((role) => watches(me(role)))).toEqual(roles);
  expect((['installer', 'administrator', 'auditor'] as const).some((role) => watches(me(role)))).toBe(false);
});

it('W4 a role that waits for a second factor leads to one’s account', () => {
  expect(ownPage({ ...me('installer'), needsSecondFactor: true })).toBe('account');
});

it('an unknown path leads to one’s own page', () => {
  expect(
    ['/', '/console', '/console/x', '/patrol', '/review', '/reviews', '/tickets/wo-1'].map(pageOf),
  ).toEqual([null, 'console', 'console', 'patrol', 'review', null, 'tickets']);
  expect(['/sign-in', '/join', '/set-up', '/console'].map(entryOf)).toEqual([
    'sign-in',
    'join',
    'set-up',
    null,
  ]);
});
