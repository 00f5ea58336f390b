// The person at this screen as the bell knows them: for which areas they receive, and what goes to them.
import type { Me } from '@haixi/proto/commands/routes';
import type { Picture } from '@haixi/proto/live/picture';
import type { Listener } from '../sound/bell';
import { hasRole, isToMe } from '../store/may';

/** A leader may receive too, but is called only when a clock runs out: the operators' bell is not theirs. */
export function listenerOf(me: Me, areas: Picture['areas']): Listener {
  return {
    personId: me.person.personId,
    receives: (areaId) => hasRole(me, 'operator', areaId, areas),
    isToMe: (to, areaId) => isToMe(me, to, areaId, areas),
  };
}
