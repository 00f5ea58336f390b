// The alarms in an incident and its caller: facts as they came, each with the time it is said to have happened.
import type { Incident } from '@haixi/proto/incident/incident';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import type { Names } from '../store/names';

export function AlarmList({ incident, names }: { incident: Incident; names: Names }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const { alarms, alarmCount, caller } = incident;
  return (
    <section className="block" aria-label={t('console:alarms')}>
      <h3>
        {t('console:alarms')}
        {alarmCount > 1 ? (
          <span className="muted">{t('console:alarmCount', { count: alarmCount })}</span>
        ) : null}
      </h3>
      {alarmCount > alarms.length ? (
        <p className="muted">{t('console:alarmsShown', { count: alarmCount })}</p>
      ) : null}
      <ul className="plain-list">
        {alarms.map((alarm) => (
          <li key={alarm.alarmId}>
            <time>{clockTime(alarm.occurredAtMs)}</time>
            <span>
              {t(`vocabulary:kind.${alarm.kind}`)}
              {alarm.siteId !== null && alarm.sourceId !== null
                ? ` · ${names.source(alarm.siteId, alarm.sourceId)}`
                : ''}
              {alarm.zone === undefined ? '' : ` · ${alarm.zone}`}
              {alarm.unitId === null ? '' : ` · ${names.unit(alarm.unitId)}`}
              {alarm.note === '' ? '' : ` · ${alarm.note}`}
            </span>
          </li>
        ))}
      </ul>
      {caller === null ? null : (
        <p>
          {t('console:caller')} {caller.name} <a href={`tel:${caller.phone}`}>{caller.phone}</a>
        </p>
      )}
    </section>
  );
}
