// An answer kept fresh: asked again whenever it is woken, one question at a time, rests in between.
import type { Asked } from '../api/queries';

/** Rest after an answer, so that a storm of changes is few questions; and after a failure. */
const restMs = 400;
const afterFailureMs = 3_000;

export interface Fresh<T> {
  /** The last answer, null before the first. */
  readonly value: T | null;
  readonly failed: boolean;
}

export interface Reader<T> {
  state(): Fresh<T>;
  subscribe(changed: () => void): () => void;
  /** Something that the answer depends on is now `cause`; the same cause twice is one question. */
  wake(cause: unknown): void;
  stop(): void;
}

/** A reader of this question. `wait` is handed in; it gives back how to break the wait off. */
export function createReader<T>(
  ask: () => Promise<Asked<T>>,
  wait: (done: () => void, ms: number) => () => void,
): Reader<T> {
  const listeners = new Set<() => void>();
  let state: Fresh<T> = { value: null, failed: false };
  let last: unknown = listeners;
  let busy = false;
  let again = false;
  let stopped = false;
  let cancel: () => void = () => undefined;

  const read = async () => {
    busy = true;
    again = false;
    const asked = await ask();
    if (stopped) return;
    state = asked.ok ? { value: asked.value, failed: false } : { ...state, failed: true };
    again ||= !asked.ok;
    for (const listener of listeners) listener();
    cancel = wait(
      () => {
        busy = false;
        if (again) void read();
      },
      asked.ok ? restMs : afterFailureMs,
    );
  };
  return {
    state: () => state,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    wake: (cause) => {
      stopped = false;
      if (cause === last) return;
      last = cause;
      again = true;
      if (!busy) void read();
    },
    stop: () => {
      stopped = true;
      busy = false;
      last = listeners;
      cancel();
    },
  };
}
