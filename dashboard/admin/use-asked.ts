// What the server was asked for a list, and asked again after each change.
import { useCallback, useEffect, useState } from 'react';
import type { AnswerOf, AskInput, AskName, Asked } from '../api/ask';
import type { Failure } from '../i18n/problem-words';
import { useSession } from '../store/session-context';

export interface Listed<T> {
  /** Null until it was answered once. */
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly again: () => void;
}

/** A route that needs nothing, asked when the part is opened. */
export function useAsked<N extends AskName>(name: N, ...input: AskInput<N>): Listed<AnswerOf<N>> {
  const { ask } = useSession().queries;
  const [value, setValue] = useState<AnswerOf<N> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [fixed] = useState(input);
  const again = useCallback(
    () =>
      void ask(name, ...fixed).then((asked) => {
        if (asked.ok) setValue(() => asked.value);
        setFailure(asked.ok ? null : asked);
      }),
    [ask, name, fixed],
  );
  useEffect(again, [again]);
  return { value, failure, again };
}

export interface Doing {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Runs one change; null where it was refused, with the failure kept to be shown. */
  readonly run: <T>(change: () => Promise<Asked<T>>) => Promise<T | null>;
  readonly forget: () => void;
}

/** One change at a time, with its failure. */
export function useDoing(): Doing {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    busy,
    failure,
    run: async (change) => {
      setBusy(true);
      const asked = await change();
      setBusy(false);
      setFailure(asked.ok ? null : asked);
      return asked.ok ? asked.value : null;
    },
    forget: () => setFailure(null),
  };
}
