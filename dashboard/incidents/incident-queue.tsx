// The queue: all open incidents, most urgent on top; it holds still while the pointer is on it.
import type { Incident } from '@haixi/proto/incident/incident';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import { placeOf } from './place';
import { PrioritySign } from './priority-sign';
import type { Filtered, QueueFilter } from './queue-filter';
import { QueueFilterBar } from './queue-filter-bar';
import { type ShownQueue, shownQueue } from './queue-order';
import { QueueRow } from './queue-row';
import { useHold } from './use-hold';

export interface IncidentQueueProps {
  /** All that are open, and what the filter lets through of them in the order of the queue. */
  readonly openCount: number;
  readonly unreceivedCount: number;
  readonly filtered: Filtered;
  readonly filter: QueueFilter;
  readonly onFilter: (filter: QueueFilter) => void;
  readonly areaIds: readonly string[];
  /** Goes up with each key that chose a row: the list holds still for the keyboard as for the pointer. */
  readonly keySteps: number;
  readonly names: Names;
  readonly selectedId: string | null;
  readonly mayReceive: (incident: Incident) => boolean;
  readonly isReceiving: (incident: Incident) => boolean;
  readonly isToMe: (incident: Incident) => boolean;
  readonly onOpen: (incidentId: string) => void;
  readonly onReceive: (incident: Incident) => void;
}

export function IncidentQueue(props: IncidentQueueProps) {
  const { keySteps, filter, filtered, unreceivedCount } = props;
  const incidents = filtered.shown;
  const { t } = useTranslation(['console', 'queue']);
  const { held, settling, touch, release } = useHold(incidents);
  const shown = shownQueue(held, incidents);
  const touched = useEffectEvent(touch);
  useEffect(() => {
    if (keySteps > 0) touched();
  }, [keySteps]);
  return (
    <section className="queue" aria-label={t('console:queue')}>
      <header className="queue-head">
        <h2>{t('console:queue')}</h2>
        <span className="muted">{t('console:openCount', { count: props.openCount })}</span>
        {unreceivedCount > 0 ? (
          <span className="needs-action">{t('console:unreceivedCount', { count: unreceivedCount })}</span>
        ) : null}
      </header>
      <QueueFilterBar
        filter={filter}
        filtered={filtered}
        areaIds={props.areaIds}
        names={props.names}
        onFilter={(next) => {
          release();
          props.onFilter(next);
        }}
      />
      <WaitingPill shown={shown} names={props.names} onShow={release} />
      <div
        className="queue-scroll"
        onPointerEnter={touch}
        onPointerMove={touch}
        onPointerLeave={release}
        onFocus={({ target }) => {
          // What was clicked has the focus too, and the pointer sees to that.
          if (target.matches(':focus-visible')) touch();
        }}
      >
        {shown.rows.length === 0 ? (
          <p className="empty">{t(props.openCount === 0 ? 'console:queueEmpty' : 'queue:emptyFiltered')}</p>
        ) : null}
        <ul className={settling ? 'settling' : undefined}>
          {shown.rows.map((incident) => (
            <QueueRow
              key={incident.incidentId}
              incident={incident}
              names={props.names}
              selected={incident.incidentId === props.selectedId}
              mayReceive={props.mayReceive(incident)}
              receiving={props.isReceiving(incident)}
              toMe={props.isToMe(incident)}
              onOpen={props.onOpen}
              onReceive={props.onReceive}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}

/** What has come in while the list is held, told above it; a click lets it in. */
function WaitingPill({ shown, names, onShow }: { shown: ShownQueue; names: Names; onShow: () => void }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const [first] = shown.waiting;
  if (first === undefined) return null;
  return (
    <button type="button" className="waiting-pill" role="status" onClick={onShow}>
      <PrioritySign priority={first.priority} filled />
      <strong>{t('console:waitingPill', { count: shown.waiting.length })}</strong>
      <span>
        {t(`vocabulary:kind.${first.kind}`)} · {placeOf(first, names)}
      </span>
    </button>
  );
}
