// The alarms in an incident and its caller: facts as they came; what turns out to be something else is split off here.
import type { Incident } from '@haixi/proto/incident/incident';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import type { Names } from '../store/names';
import type { Run } from '../store/use-commands';

export interface AlarmListProps {
  readonly incident: Incident;
  readonly names: Names;
  readonly maySplit: boolean;
  readonly run: Run;
  readonly pending: boolean;
  /** The incident that was split off is opened. */
  readonly onSplit: (incidentId: string) => void;
}

export function AlarmList({ incident, names, maySplit, run, pending, onSplit }: AlarmListProps) {
  const { t } = useTranslation(['console', 'vocabulary', 'handling']);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const { alarms, alarmCount, caller } = incident;
  const choosing = chosen !== null && maySplit;
  const split = async () => {
    const { incidentId, stage } = incident;
    const answer = await run('incident.split', { incidentId, expects: stage, alarmIds: [...(chosen ?? [])] });
    if (!answer.ok) return;
    setChosen(null);
    if (answer.incidentId !== null) onSplit(answer.incidentId);
  };
  return (
    <section className="block" aria-label={t('console:alarms')}>
      <h3>
        {t('console:alarms')}
        {alarmCount > 1 ? (
          <span className="muted">{t('console:alarmCount', { count: alarmCount })}</span>
        ) : null}
        <span className="grow" />
        {maySplit && !choosing ? (
          <Button size="small" onClick={() => setChosen([])}>
            {t('handling:split')}
          </Button>
        ) : null}
      </h3>
      {alarmCount > alarms.length ? (
        <p className="muted">{t('console:alarmsShown', { count: alarmCount })}</p>
      ) : null}
      {choosing ? <p className="muted">{t('handling:splitHint')}</p> : null}
      <ul className="plain-list">
        {alarms.map((alarm, at) => {
          const what = alarmWords(alarm, t(`vocabulary:kind.${alarm.kind}`), names);
          return (
            <li key={alarm.alarmId}>
              <time>{clockTime(alarm.occurredAtMs)}</time>
              {/* The first one is what the incident is of. */}
              {choosing && at > 0 ? (
                <Checkbox
                  checked={chosen.includes(alarm.alarmId)}
                  aria-label={t('handling:chooseAlarm', { what })}
                  onChange={({ target }) =>
                    setChosen(
                      target.checked
                        ? [...chosen, alarm.alarmId]
                        : chosen.filter((each) => each !== alarm.alarmId),
                    )
                  }
                >
                  {what}
                </Checkbox>
              ) : (
                <span>{what}</span>
              )}
            </li>
          );
        })}
      </ul>
      {choosing ? (
        <div className="form-line">
          <Button size="small" onClick={() => setChosen(null)}>
            {t('console:cancel')}
          </Button>
          <Button
            size="small"
            type="primary"
            data-testid="split"
            disabled={chosen.length === 0}
            loading={pending}
            onClick={() => void split()}
          >
            {t('handling:splitDo', { count: chosen.length })}
          </Button>
        </div>
      ) : null}
      {caller === null ? null : (
        <p>
          {t('console:caller')} {caller.name} <a href={`tel:${caller.phone}`}>{caller.phone}</a>
        </p>
      )}
    </section>
  );
}

function alarmWords(
  { siteId, sourceId, zone, unitId, note }: Incident['alarms'][number],
  kind: string,
  names: Names,
): string {
  const source = siteId !== null && sourceId !== null ? names.source(siteId, sourceId) : '';
  const unit = unitId === null ? '' : names.unit(unitId);
  return [kind, source, zone ?? '', unit, note].filter(Boolean).join(' · ');
}
