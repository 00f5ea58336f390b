// The units that were sent, each with the time of every state it has been in, and the moves that are the operator's.
import type { Assignment, Incident } from '@haixi/proto/incident/incident';
import { isActive, legalMoves } from '@haixi/proto/incident/moves';
import type { Tablet } from '@haixi/proto/live/picture';
import { type AssignmentState, assignmentStates } from '@haixi/proto/vocabulary';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { clockTime, elapsed } from '../i18n/times';
import type { Names } from '../store/names';
import type { Run } from '../store/use-commands';
import { MessageBox } from './message-box';
import { ReceiptLine } from './receipt-line';
import { TabletSign, tabletOf } from './tablet-sign';

export interface AssignmentListProps {
  readonly incident: Incident;
  readonly tablets: readonly Tablet[];
  readonly names: Names;
  readonly nowMs: number;
  readonly mayHandle: boolean;
  readonly run: Run;
  readonly isPending: (assignmentId: string) => boolean;
  readonly isTelling: (assignmentId: string) => boolean;
}

export function AssignmentList(props: AssignmentListProps) {
  const { incident } = props;
  const { t } = useTranslation('console');
  if (incident.assignments.length === 0) return null;
  return (
    <section className="block" aria-label={t('assignments')}>
      <h3>{t('assignments')}</h3>
      <ul className="assignments">
        {incident.assignments.toReversed().map((assignment) => (
          <AssignmentRow key={assignment.assignmentId} assignment={assignment} {...props} />
        ))}
      </ul>
    </section>
  );
}

function AssignmentRow({
  assignment,
  incident,
  tablets,
  names,
  nowMs,
  mayHandle,
  run,
  isPending,
  isTelling,
}: AssignmentListProps & { assignment: Assignment }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const { assignmentId, unitId, state } = assignment;
  const unit = names.unit(unitId);
  const moves = legalMoves(incident).assignments[assignmentId] ?? [];
  const tablet = tabletOf(tablets, unitId);
  const isBound = isActive(assignment) && incident.stage !== 'closed';
  const late = incident.overdue.filter((clock) => clock.assignmentId === assignmentId);
  const move = (name: 'assignment.recall' | 'assignment.release') =>
    void run(name, { incidentId: incident.incidentId, assignmentId, expects: state });
  return (
    <li className={isActive(assignment) ? 'assignment' : 'assignment ended'}>
      <div className="assignment-head">
        <strong>{unit}</strong>
        <span className="state">{t(`vocabulary:state.${state}`)}</span>
        {late.map(({ step }) => (
          <span key={step} className="overdue">
            {t('console:overdueMark', { step: t(`vocabulary:clock.${step}`) })}
          </span>
        ))}
        <span className="grow" />
        {mayHandle && moves.includes('recall') ? (
          <Button
            size="small"
            aria-label={t('console:recallUnit', { unit })}
            loading={isPending(assignmentId)}
            onClick={() => move('assignment.recall')}
          >
            {t('console:recall')}
          </Button>
        ) : null}
        {mayHandle && moves.includes('release') ? (
          <Button
            size="small"
            aria-label={t('console:releaseUnit', { unit })}
            loading={isPending(assignmentId)}
            onClick={() => move('assignment.release')}
          >
            {t('console:release')}
          </Button>
        ) : null}
      </div>
      <ol className="state-line">
        {steps(assignment).map(([step, atMs], index, all) => (
          <li key={step}>
            {t(`vocabulary:state.${step}`)} <time>{clockTime(atMs)}</time>
            {index === all.length - 1 && isActive(assignment) ? (
              <span className="muted since">{t('console:running', { time: elapsed(nowMs - atMs) })}</span>
            ) : null}
          </li>
        ))}
      </ol>
      {isBound ? <TabletSign tablet={tablet} nowMs={nowMs} /> : null}
      {tablet === null ? null : (
        <ReceiptLine
          marks={assignment.marks}
          sentAtMs={assignment.atMs.sent ?? nowMs}
          nowMs={nowMs}
          isAnswered={state !== 'sent'}
        />
      )}
      <MessageBox
        incidentId={incident.incidentId}
        assignment={assignment}
        names={names}
        nowMs={nowMs}
        maySpeak={mayHandle && isBound}
        hasTablet={tablet !== null}
        run={run}
        pending={isTelling(assignmentId)}
      />
      {assignment.note === '' ? null : <p className="muted">{assignment.note}</p>}
    </li>
  );
}

/** The states it has been in, in the order they came. */
function steps({ atMs }: Assignment): [AssignmentState, number][] {
  return assignmentStates
    .flatMap((state): [AssignmentState, number][] =>
      atMs[state] === undefined ? [] : [[state, atMs[state]]],
    )
    .toSorted(([, a], [, b]) => a - b);
}
