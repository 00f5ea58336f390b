// One incident in the queue: what, where, since when, who has it, what is overdue, and 接警 in one click.
import type { Incident } from '@haixi/proto/incident/incident';
import { Button } from 'antd';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { elapsed } from '../i18n/times';
import { useNowMs } from '../store/live-context';
import type { Names } from '../store/names';
import { dueOf } from './due';
import { placeOf, whereOf } from './place';
import { PrioritySign } from './priority-sign';

/** From here on a countdown stands out. */
const soonMs = 15_000;

export interface QueueRowProps {
  readonly incident: Incident;
  readonly names: Names;
  readonly selected: boolean;
  readonly mayReceive: boolean;
  readonly receiving: boolean;
  /** True where an overdue clock or a repeated press goes to the person at this screen. */
  readonly toMe: boolean;
  readonly onOpen: (incidentId: string) => void;
  readonly onReceive: (incident: Incident) => void;
}

export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { incident, names, selected, mayReceive, receiving, toMe, onOpen, onReceive } = props;
  const { t } = useTranslation(['console', 'vocabulary']);
  const row = useRef<HTMLLIElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  // The keys may select a row that is out of sight; the focus goes along, or Enter would mean the row before.
  useEffect(() => {
    if (!selected) return;
    row.current?.scrollIntoView({ block: 'nearest' });
    if (document.activeElement?.classList.contains('queue-open')) opener.current?.focus();
  }, [selected]);
  const isNew = incident.stage === 'reported';
  const gone = incident.stage === 'closed';
  const kind = t(`vocabulary:kind.${incident.kind}`);
  const place = placeOf(incident, names);
  const look = [
    isNew && 'new',
    gone && 'gone',
    selected && 'selected',
    toMe && 'to-me',
    `p${incident.priority}`,
  ];
  return (
    <li
      ref={row}
      className={['queue-row', ...look.filter(Boolean)].join(' ')}
      data-testid={`queue-row-${incident.incidentId}`}
    >
      <button
        type="button"
        ref={opener}
        className="queue-open"
        aria-current={selected}
        aria-label={t('console:openRow', { kind, place })}
        data-incident={incident.incidentId}
        onClick={() => onOpen(incident.incidentId)}
      />
      <PrioritySign priority={incident.priority} filled={isNew || toMe} />
      <div className="queue-what">
        <div className="queue-title">
          <strong>{kind}</strong>
          <span className="queue-place">{place}</span>
        </div>
        <div className="queue-where">{whereOf(incident, names)}</div>
        <div className="queue-marks">
          <span className={`stage ${incident.stage}`}>
            {gone ? t('console:hasClosed') : t(`vocabulary:stage.${incident.stage}`)}
          </span>
          {incident.receivedBy === null ? null : <span>{names.person(incident.receivedBy)}</span>}
          {incident.alarmCount > 1 ? (
            <span>{t('console:alarmCount', { count: incident.alarmCount })}</span>
          ) : null}
          <OverdueMarks incident={incident} toMe={toMe} />
          {isNew && mayReceive ? <DueClock incident={incident} /> : null}
        </div>
      </div>
      <div className="queue-side">
        <RowClock sinceMs={incident.openedAtMs} />
        {isNew && mayReceive ? null : <DueClock incident={incident} />}
        {isNew && mayReceive ? (
          <Button
            type="primary"
            size="small"
            data-testid="receive"
            loading={receiving}
            onClick={() => onReceive(incident)}
          >
            {t('console:receiveNow')}
          </Button>
        ) : null}
      </div>
    </li>
  );
});

/** On its own, so that a second that passes draws the clocks anew and not the rows. */
function RowClock({ sinceMs }: { sinceMs: number }) {
  return <time className="queue-clock">{elapsed(useNowMs() - sinceMs)}</time>;
}

/** Which clock runs and for how long still, or for how long it has been overdue: in words, not by colour. */
function DueClock({ incident }: { incident: Incident }) {
  const { t } = useTranslation(['queue', 'vocabulary']);
  const due = dueOf(incident, useNowMs());
  if (due === null) return null;
  const step = t(`vocabulary:clock.${due.step}`);
  if (due.overdue)
    return <time className="queue-due late">{t('queue:late', { time: elapsed(-due.leftMs) })}</time>;
  const soon = due.leftMs < soonMs ? 'queue-due soon' : 'queue-due';
  return (
    <time className={soon}>
      {due.leftMs === 0 ? t('queue:dueNow', { step }) : t('queue:left', { step, time: elapsed(due.leftMs) })}
    </time>
  );
}

/** Each step once, however many assignments are late in it. */
function OverdueMarks({ incident, toMe }: { incident: Incident; toMe: boolean }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const steps = [...new Set(incident.overdue.map(({ step }) => step))];
  return steps.map((step) => (
    <span key={step} className={toMe ? 'overdue mine' : 'overdue'}>
      {t('console:overdueMark', { step: t(`vocabulary:clock.${step}`) })}
    </span>
  ));
}
