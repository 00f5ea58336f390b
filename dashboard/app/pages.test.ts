// Who is led to which page, by role and by address.
import type { Me } from '@haixi/proto/commands/routes';
import type { Role } from '@haixi/proto/vocabulary';
import { expect, it } from 'vitest';
import { ownPage, pageOf, usesPage } from './pages';

const me = (...roles: Role[]): Me => ({
  person: { personId: 'me', name: '我', roles },
  grants: roles.map((role) => ({ role, areaId: 'root' })),
  units: [],
  needsSecondFactor: false,
});

it('operators and leaders go to the console, officers to the tablet', () => {
  expect([me('operator'), me('leader'), me('officer'), me('officer', 'leader')].map(ownPage)).toEqual([
    'console',
    'console',
    'patrol',
    'console',
  ]);
  expect(usesPage(me('officer'), 'console')).toBe(false);
  expect(usesPage(me('officer', 'operator'), 'patrol')).toBe(true);
});

it('an unknown path leads to one’s own page', () => {
  expect(['/', '/console', '/console/x', '/patrol', '/review'].map(pageOf)).toEqual([
    null,
    'console',
    'console',
    'patrol',
    null,
  ]);
});
