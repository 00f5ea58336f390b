// The queue: all open incidents, most urgent on top; it holds still while the pointer is on it.
import type { Incident } from '@haixi/proto/incident/incident';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import { placeOf } from './place';
import { PrioritySign } from './priority-sign';
import { type ShownQueue, shownQueue } from './queue-order';
import { QueueRow } from './queue-row';
import { useHold } from './use-hold';

export interface IncidentQueueProps {
  /** In the order of the queue. */
  readonly incidents: readonly Incident[];
  readonly names: Names;
  readonly selectedId: string | null;
  readonly mayReceive: (incident: Incident) => boolean;
  readonly isReceiving: (incident: Incident) => boolean;
  readonly isToMe: (incident: Incident) => boolean;
  readonly onOpen: (incidentId: string) => void;
  readonly onReceive: (incident: Incident) => void;
}

export function IncidentQueue(props: IncidentQueueProps) {
  const { incidents } = props;
  const { t } = useTranslation('console');
  const { held, settling, touch, release } = useHold(incidents);
  const shown = shownQueue(held, incidents);
  const unreceived = incidents.filter(({ stage }) => stage === 'reported').length;
  return (
    <section className="queue" aria-label={t('queue')}>
      <header className="queue-head">
        <h2>{t('queue')}</h2>
        <span className="muted">{t('openCount', { count: incidents.length })}</span>
        {unreceived > 0 ? (
          <span className="needs-action">{t('unreceivedCount', { count: unreceived })}</span>
        ) : null}
      </header>
      <WaitingPill shown={shown} names={props.names} onShow={release} />
      <div className="queue-scroll" onPointerEnter={touch} onPointerMove={touch} onPointerLeave={release}>
        {shown.rows.length === 0 ? <p className="empty">{t('queueEmpty')}</p> : null}
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
