// What the centre wrote to this unit and nobody has acknowledged yet: in large words, with one key that says so (T1, T3).
import type { Incident } from '@haixi/proto/incident/incident';
import type { Assignment } from '@haixi/proto/incident/assignment';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foreseenSeen } from './foresee';
import { unseenMessages } from './marks-due';
import { useOutbox } from './use-outbox';

export function CentreMessages({ incident, assignment }: { incident: Incident; assignment: Assignment }) {
  const { t } = useTranslation('patrol');
  const { state, take } = useOutbox();
  const [failed, setFailed] = useState(false);
  const { incidentId } = incident;
  const { assignmentId } = assignment;
  const seen = foreseenSeen(assignmentId, state);
  const press = (message: number) => {
    const about = { incidentId, assignmentId, address: incident.address };
    const body = { incidentId, assignmentId, mark: 'seen' as const, message };
    take({ name: 'assignment.mark', body }, about).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  return unseenMessages(assignment, seen).map(({ text, message }) => (
    <div key={message} className="patrol-message" role="alert" data-testid="centre-message">
      <p>
        <b>{t('fromCentre')}</b> {text}
      </p>
      <button type="button" className="patrol-understood" onClick={() => press(message)}>
        {t('understood')}
      </button>
      {failed ? <p className="patrol-alert">{t('notKept')}</p> : null}
    </div>
  ));
}
