// A reader for a component: the last answer, asked again whenever something it depends on has changed.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Asked } from '../api/queries';
import { type Fresh, createReader } from './reader';

/** Ask now and whenever `cause` changes. `ask` has to stay the same function for as long as the question does. */
export function useFresh<T>(ask: () => Promise<Asked<T>>, cause: unknown): Fresh<T> {
  const reader = useMemo(() => createReader(ask, wait), [ask]);
  useEffect(() => reader.wake(cause), [reader, cause]);
  useEffect(() => reader.stop, [reader]);
  return useSyncExternalStore(reader.subscribe, reader.state);
}

function wait(done: () => void, ms: number): () => void {
  const timer = setTimeout(done, ms);
  return () => clearTimeout(timer);
}
