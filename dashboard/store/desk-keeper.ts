// One's own desk on this page: read once, changed at once on the screen, kept on the server a moment later.
import { type Desk, type DeskPart, deskSchema } from '@haixi/proto/accounts/desk';
import type { Asked } from '../api/queries';

/** A volume that is being dragged is one request; a server that is away is asked again after a rest. */
const keepAfterMs = 800;
const againAfterMs = 5_000;

export interface DeskState {
  readonly desk: Desk;
  /** False until the server has told what is kept: nothing that moves a screen should be done by a default. */
  readonly read: boolean;
}

export interface DeskKeeper {
  state(): DeskState;
  subscribe(changed: () => void): () => void;
  /** Ask for the desk, again and again until the server answers. */
  start(): void;
  /** Arrange these parts anew. Works without a server; the last one that reaches it stays. */
  change(part: Partial<Desk>): void;
  stop(): void;
}

export interface DeskKeeperNeeds {
  readonly read: () => Promise<Asked<Desk>>;
  /** Keeps these parts; the others stay as another screen of the same person may have left them. */
  readonly keep: (parts: DeskPart) => Promise<Asked<unknown>>;
  /** Calls `done` after `ms`; gives back how to break the wait off. */
  readonly wait: (done: () => void, ms: number) => () => void;
}

/** The keeper of one person's desk. What was changed before the server answered goes before what it had. */
export function createDeskKeeper({ read, keep, wait }: DeskKeeperNeeds): DeskKeeper {
  const listeners = new Set<() => void>();
  let state: DeskState = { desk: deskSchema.parse({}), read: false };
  let unkept: Partial<Desk> = {};
  let keeping = false;
  let stopped = false;
  let cancel: () => void = () => undefined;

  const set = (next: DeskState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const later = (ms: number) => {
    cancel();
    cancel = wait(() => void step(), ms);
  };
  /** Reads first: what is arranged is arranged upon what was kept. */
  const step = async () => {
    if (stopped || keeping) return;
    keeping = true;
    const done = state.read ? await keepNow() : await readNow();
    keeping = false;
    if (stopped) return;
    if (!done) later(againAfterMs);
    else if (Object.keys(unkept).length > 0) later(keepAfterMs);
  };
  const readNow = async () => {
    const asked = await read();
    if (asked.ok && !stopped) set({ desk: { ...asked.value, ...unkept }, read: true });
    return asked.ok;
  };
  const keepNow = async () => {
    const sent = unkept;
    unkept = {};
    const asked = await keep(sent);
    // A desk that is refused is refused again: only silence is a reason to try again.
    const done = asked.ok || asked.reason !== 'unreachable';
    if (!done) unkept = { ...sent, ...unkept };
    return done;
  };
  return {
    state: () => state,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    start: () => {
      stopped = false;
      void step();
    },
    change: (part) => {
      unkept = { ...unkept, ...part };
      set({ ...state, desk: { ...state.desk, ...part } });
      if (state.read && !keeping) later(keepAfterMs);
    },
    stop: () => {
      stopped = true;
      cancel();
      // What was arranged last is not lost with the page.
      if (state.read && Object.keys(unkept).length > 0) void keep(unkept);
    },
  };
}
