// One area's log by pages, newest first, and the names that the log itself gives.
import type { Area } from '@haixi/proto/live/picture';
import { useEffect, useMemo, useState } from 'react';
import type { Failure } from '../i18n/problem-words';
import { useLanguage } from '../i18n/use-language';
import { useSession } from '../store/session-context';
import { type LogNames, type WireEvent, lineOf, namesFrom, namingTypes } from './log-names';

export interface Filters {
  readonly areaId: string;
  readonly type: string | null;
  readonly personId: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export interface LogPages {
  readonly events: readonly WireEvent[];
  readonly state: 'loading' | 'more' | 'all';
  readonly failure: Failure | null;
  readonly earlier: () => void;
}

const pageOf = 100;

/** Asked anew with each other set of filters. */
export function useLog(filters: Filters): LogPages {
  const { ask } = useSession().queries;
  const [kept, setKept] = useState<{ of: Filters; events: WireEvent[]; more: boolean } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const events = kept?.of === filters ? kept.events : [];

  const page = async (before: WireEvent[]): Promise<void> => {
    const asked = await ask('log', { query: queryOf(filters, before.at(-1)?.n) });
    setFailure(asked.ok ? null : asked);
    if (!asked.ok) return;
    const more = asked.value.events.length === pageOf;
    setKept({ of: filters, events: [...before, ...asked.value.events], more });
  };
  useEffect(() => {
    let gone = false;
    void ask('log', { query: queryOf(filters, undefined) }).then((asked) => {
      if (gone) return;
      setFailure(asked.ok ? null : asked);
      if (asked.ok)
        setKept({ of: filters, events: asked.value.events, more: asked.value.events.length === pageOf });
    });
    return () => {
      gone = true;
    };
  }, [ask, filters]);

  const state = kept?.of !== filters ? 'loading' : kept.more ? 'more' : 'all';
  return { events, state, failure, earlier: () => void page([...events]) };
}

/** Names from the log of this area and those above it; ids stand for themselves until they are there. */
export function useLogNames(
  areaId: string,
  areas: readonly Area[],
): { names: LogNames; people: WireEvent[] } {
  const { ask } = useSession().queries;
  const language = useLanguage();
  const [naming, setNaming] = useState<WireEvent[]>([]);
  useEffect(() => {
    let gone = false;
    const questions = lineOf(areaId, areas).flatMap((area) =>
      namingTypes.map((type) => ask('log', { query: { areaId: area, type, limit: 500 } })),
    );
    void Promise.all(questions).then((answers) => {
      if (!gone) setNaming(answers.flatMap((asked) => (asked.ok ? asked.value.events : [])));
    });
    return () => {
      gone = true;
    };
  }, [ask, areaId, areas]);
  const names = useMemo(() => namesFrom(naming, areas, language), [naming, areas, language]);
  return { names, people: naming };
}

function queryOf({ areaId, type, personId, fromMs, toMs }: Filters, beforeN: number | undefined) {
  return {
    areaId,
    beforeN,
    type: type ?? undefined,
    personId: personId ?? undefined,
    fromMs: fromMs ?? undefined,
    toMs: toMs ?? undefined,
    limit: pageOf,
  };
}
