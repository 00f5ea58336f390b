// Whether this tablet could ring now: its page is in sight and its sound is not blocked (T3).
import { useSyncExternalStore } from 'react';
import type { Bell } from '../sound/use-bell';

export type Heard = 'ready' | 'silent' | 'asleep';

export function useHeard({ speaker }: Pick<Bell, 'speaker'>): Heard {
  const isInSight = useSyncExternalStore(whenSeen, () => document.visibilityState === 'visible');
  if (!isInSight) return 'asleep';
  return speaker === 'ready' ? 'ready' : 'silent';
}

function whenSeen(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}
