// What the centre wrote to this unit and nobody has acknowledged yet: in large words, with one key that says so (T3).
import type { Incident } from '@haixi/proto/incident/incident';
import type { Assignment } from '@haixi/proto/incident/assignment';
import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session-context';
import { unseenMessages } from './marks-due';

export function CentreMessages({ incident, assignment }: { incident: Incident; assignment: Assignment }) {
  const { t } = useTranslation('patrol');
  const { send } = useSession();
  const { incidentId } = incident;
  const { assignmentId } = assignment;
  return unseenMessages(assignment).map(({ text, message }) => (
    <div key={message} className="patrol-message" role="alert" data-testid="centre-message">
      <p>
        <b>{t('fromCentre')}</b> {text}
      </p>
      <button
        type="button"
        onClick={() => void send('assignment.mark', { incidentId, assignmentId, mark: 'seen', message })}
      >
        {t('understood')}
      </button>
    </div>
  ));
}
