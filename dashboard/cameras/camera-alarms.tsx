// The latest alarms of a camera; a click opens the incident each is in.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { useSession } from '../store/session-context';
import { useFresh } from '../store/use-fresh';

export interface CameraAlarmsProps {
  readonly siteId: string;
  readonly sourceId: string;
  /** Asked again whenever the log has gone on. */
  readonly vector: unknown;
  readonly onOpen: (incidentId: string) => void;
}

export function CameraAlarms({ siteId, sourceId, vector, onOpen }: CameraAlarmsProps) {
  const { t } = useTranslation(['cameras', 'vocabulary']);
  const { queries } = useSession();
  const ask = useCallback(() => queries.cameraAlarms(siteId, sourceId), [queries, siteId, sourceId]);
  const { value, failed } = useFresh(ask, vector);
  return (
    <section aria-label={t('cameras:alarms')}>
      <h3>
        {t('cameras:alarms')}
        {failed ? <span className="late-text">{t('cameras:alarmsFailed')}</span> : null}
      </h3>
      {value?.alarms.length === 0 ? <p className="muted">{t('cameras:alarmsEmpty')}</p> : null}
      <ul className="camera-alarms">
        {(value?.alarms ?? []).map(({ alarmId, incidentId, kind, atMs, stage, outcome, pictured }) => (
          <li key={alarmId}>
            <button type="button" className="list-row" onClick={() => onOpen(incidentId)}>
              <strong>{t(`vocabulary:kind.${kind}`)}</strong>
              <span>
                {outcome === null ? t(`vocabulary:stage.${stage}`) : t(`vocabulary:outcome.${outcome}`)}
              </span>
              <span className="muted">
                {dayTime(atMs)}
                {pictured ? ` · ${t('cameras:pictured')}` : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
