// The incidents that were closed last, newest first; a click opens the file of one.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { useLive } from '../store/live-context';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import { useFresh } from '../store/use-fresh';
import { placeOf } from './place';
import { PrioritySign } from './priority-sign';

const listed = 50;

export function ClosedList({ names, onSelect }: { names: Names; onSelect: (incidentId: string) => void }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const { queries } = useSession();
  const ask = useCallback(() => queries.closedIncidents(listed), [queries]);
  const vector = useLive(({ picture }) => picture?.vector);
  const { value, failed } = useFresh(ask, vector);
  return (
    <div className="site-list">
      {failed ? <p className="late-text">{t('console:closedFailed')}</p> : null}
      {value?.incidents.length === 0 ? <p className="empty">{t('console:closedEmpty')}</p> : null}
      <ul>
        {(value?.incidents ?? []).map((incident) => (
          <li key={incident.incidentId}>
            <button type="button" className="list-row signed" onClick={() => onSelect(incident.incidentId)}>
              <PrioritySign priority={incident.priority} filled={false} />
              <strong>
                {t(`vocabulary:kind.${incident.kind}`)} · {placeOf(incident, names)}
              </strong>
              <span>{incident.outcome === null ? '' : t(`vocabulary:outcome.${incident.outcome}`)}</span>
              <span className="muted">
                {t('console:closedAt', { time: dayTime(incident.closedAtMs ?? incident.lastAlarmAtMs) })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
