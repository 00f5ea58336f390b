// The review of a time and area, asked anew with each other one; what came last stays in sight until the next is there.
import type { Review } from '@haixi/proto/review/review';
import { useEffect, useState } from 'react';
import type { Failure } from '../i18n/problem-words';
import { useSession } from '../store/session-context';
import type { Span } from './periods';

export interface Reviewing {
  readonly review: Review | null;
  readonly failure: Failure | null;
  readonly isAsking: boolean;
}

/** `areaId` is '' for all of one's own. */
export function useReview({ fromMs, toMs }: Span, areaId: string): Reviewing {
  const { ask } = useSession().queries;
  const [kept, setKept] = useState<Omit<Reviewing, 'isAsking'>>({ review: null, failure: null });
  const [answered, setAnswered] = useState('');
  const asked = `${fromMs}/${toMs}/${areaId}`;
  useEffect(() => {
    let isOver = false;
    void ask('review', { query: { fromMs, toMs, areaId: areaId || undefined } }).then((answer) => {
      if (isOver) return;
      setAnswered(asked);
      if (answer.ok) setKept({ review: answer.value, failure: null });
      else setKept((now) => ({ ...now, failure: answer }));
    });
    return () => {
      isOver = true;
    };
  }, [ask, asked, fromMs, toMs, areaId]);
  return { ...kept, isAsking: answered !== asked };
}
