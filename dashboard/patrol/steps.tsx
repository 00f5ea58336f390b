// The steps of an assignment with their times; one that was pressed but not yet answered is amber and says so.
import type { Assignment } from '@haixi/proto/incident/incident';
import type { AssignmentState } from '@haixi/proto/vocabulary';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import type { ForeseenAssignment } from './foresee';

const line: readonly AssignmentState[] = ['sent', 'signed', 'setOut', 'arrived', 'fedBack'];

export function Steps({ assignment, foreseen }: { assignment: Assignment; foreseen: ForeseenAssignment }) {
  const { t } = useTranslation('patrol');
  const { t: word } = useTranslation('vocabulary');
  const waits = foreseen.steps.filter((step) => !step.delivered);
  const shown = waits.some((step) => step.state === 'declined') ? [...line, 'declined' as const] : line;
  return (
    <>
      <ol className="patrol-steps">
        {shown.map((state) => {
          const step = foreseen.steps.find((one) => one.state === state);
          const atMs = assignment.atMs[state] ?? step?.pressedAtMs ?? null;
          const waitsNow = waits.some((one) => one.state === state);
          return (
            <li key={state} className={waitsNow ? 'is-waiting' : atMs === null ? '' : 'is-there'}>
              <b>{word(`state.${state}`)}</b>
              <time>{atMs === null ? '–' : clockTime(atMs)}</time>
            </li>
          );
        })}
      </ol>
      {waits.map(({ state, pressedAtMs }) => (
        <p key={state} className="patrol-waits" role="status" data-testid="waits">
          {t('stepWaiting', { step: word(`state.${state}`), time: clockTime(pressedAtMs) })}
        </p>
      ))}
      {foreseen.notesWaiting === 0 ? null : (
        <p className="patrol-waits" role="status">
          {t('noteWaiting', { count: foreseen.notesWaiting })}
        </p>
      )}
    </>
  );
}
