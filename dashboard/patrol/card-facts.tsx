// What is known of an incident: what the operator wrote, what rang and when, and whom to call.
import type { Alarm } from '@haixi/proto/live/events';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import { useNames } from '../store/names';
import type { Card } from './cards';

const alarmsShown = 3;

export function CardFacts({ card: { incident, assignment } }: { card: Card }) {
  const { t } = useTranslation('patrol');
  const { t: word } = useTranslation('vocabulary');
  const { caller } = incident;
  const alarms = incident.alarms.slice(-alarmsShown).toReversed();
  const overdue = incident.overdue.filter((clock) => clock.assignmentId === assignment.assignmentId);
  return (
    <dl className="patrol-facts">
      {overdue.map(({ step }) => (
        <div key={step} className="is-overdue">
          <dt>{t('overdue')}</dt>
          <dd>{word(`clock.${step}`)}</dd>
        </div>
      ))}
      {assignment.note === '' ? null : (
        <div className="is-note">
          <dt>{t('operatorNote')}</dt>
          <dd>{assignment.note}</dd>
        </div>
      )}
      <div>
        <dt>{t('alarms')}</dt>
        <dd>
          {alarms.map((alarm) => (
            <AlarmLine key={alarm.alarmId} alarm={alarm} />
          ))}
          {incident.alarmCount > alarms.length ? (
            <span className="patrol-quiet">{t('moreAlarms', { count: incident.alarmCount })}</span>
          ) : null}
        </dd>
      </div>
      {caller === null || (caller.name === '' && caller.phone === '') ? null : (
        <div>
          <dt>{t('caller')}</dt>
          <dd className="patrol-caller">
            {caller.name}
            {caller.phone === '' ? null : (
              <a href={`tel:${caller.phone.replace(/[^+\d]/g, '')}`}>
                ☎ {t('callCaller', { phone: caller.phone })}
              </a>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}

function AlarmLine({ alarm }: { alarm: Alarm }) {
  const { t: word } = useTranslation('vocabulary');
  const names = useNames();
  const source =
    alarm.siteId !== null && alarm.sourceId !== null ? names.source(alarm.siteId, alarm.sourceId) : null;
  return (
    <span>
      <time>{clockTime(alarm.occurredAtMs)}</time> {word(`kind.${alarm.kind}`)}
      {source === null ? null : ` · ${source}`}
      {alarm.note === '' ? null : ` · ${alarm.note}`}
    </span>
  );
}
