// The four clocks side by side: waiting, running, stopped, overdue.
import type { Incident } from '@haixi/proto/incident/incident';
import { useTranslation } from 'react-i18next';
import { elapsed } from '../i18n/times';
import { stepClocks } from './step-clocks';

export function ClockRow({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  return (
    <dl className="clock-row" aria-label={t('console:clocks')}>
      {stepClocks(incident, nowMs).map(({ step, state, ms, overdue }) => (
        <div key={step} className={`step-clock ${state} ${overdue ? 'late' : ''}`}>
          <dt>
            {overdue
              ? t('console:overdueMark', { step: t(`vocabulary:clock.${step}`) })
              : t(`vocabulary:clock.${step}`)}
          </dt>
          <dd>{ms === null ? '–' : elapsed(ms)}</dd>
        </div>
      ))}
    </dl>
  );
}
