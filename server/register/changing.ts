// Who changes the register, with what is handed in for it. Pure.
import type { Actor } from '@haixi/proto/live/events';
import type { Caller } from '../accounts/caller.js';
import type { Db } from '../store/database.store.js';
import type { World } from '../world.js';

export interface Changing {
  readonly db: Db;
  readonly world: World;
  readonly caller: Caller;
}

/** The person as the actor of an event. */
export function actorOf({ caller }: Pick<Changing, 'caller'>): Actor {
  return { kind: 'person', id: caller.personId };
}
