// Which buttons whom: by role, and only in the areas of the grant and below.
import type { Me } from '@haixi/proto/commands/routes';
import type { Area } from '@haixi/proto/live/picture';
import type { Role } from '@haixi/proto/vocabulary';
import { describe, expect, it } from 'vitest';
import { isToMe, mayHere } from './may';

const area = (areaId: string, parentId: string | null): Area => ({
  areaId,
  parentId,
  name: areaId,
  nameEn: areaId,
  outline: null,
  illustrative: true,
});
const areas = { root: area('root', null), east: area('east', 'root'), west: area('west', 'root') };
const me = (role: Role, areaId: string): Me => ({
  person: { personId: 'me', name: '我', roles: [role] },
  grants: [{ role, areaId }],
  units: [],
  needsSecondFactor: false,
  isDemonstration: false,
});

describe('may', () => {
  it('a grant reaches down the tree and not sideways', () => {
    expect(mayHere(me('operator', 'root'), 'incident.handle', 'east', areas)).toBe(true);
    expect(mayHere(me('operator', 'west'), 'incident.handle', 'east', areas)).toBe(false);
    expect(mayHere(me('operator', 'east'), 'incident.handle', 'root', areas)).toBe(false);
  });

  it('a leader takes over and notes, and handles nothing', () => {
    const leader = me('leader', 'root');
    expect(mayHere(leader, 'incident.receive', 'east', areas)).toBe(true);
    expect(mayHere(leader, 'incident.note', 'east', areas)).toBe(true);
    expect(mayHere(leader, 'incident.handle', 'east', areas)).toBe(false);
    expect(mayHere(leader, 'incident.open', 'east', areas)).toBe(false);
  });

  it('what goes to a role goes to all with it, what goes to a person to that one alone', () => {
    expect(isToMe(me('leader', 'root'), { role: 'leader', personId: null }, 'east', areas)).toBe(true);
    expect(isToMe(me('operator', 'root'), { role: 'operator', personId: 'other' }, 'east', areas)).toBe(
      false,
    );
    expect(isToMe(me('operator', 'west'), { role: 'operator', personId: 'me' }, 'east', areas)).toBe(false);
  });
});
