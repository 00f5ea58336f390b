// The timeline of an incident: each of its events in words, newest on top, with the photos that came along.
import type { IncidentFile } from '@haixi/proto/commands/routes';
import { useTranslation } from 'react-i18next';
import { photoUrl } from '../api/queries';
import { clockTime } from '../i18n/times';
import type { Names } from '../store/names';
import { looksOnce } from './ended-views';
import { timelineLine } from './timeline-words';

export interface IncidentTimelineProps {
  readonly incidentId: string;
  /** Null while it has not been read yet. */
  readonly events: IncidentFile['events'] | null;
  readonly failed: boolean;
  readonly names: Names;
}

export function IncidentTimeline({ incidentId, events, failed, names }: IncidentTimelineProps) {
  const { t } = useTranslation(['console', 'vocabulary', 'handling']);
  return (
    <section className="block" aria-label={t('console:timeline')}>
      <h3>
        {t('console:timeline')}
        {failed ? <span className="late-text">{t('console:timelineFailed')}</span> : null}
      </h3>
      <ol className="timeline" data-testid="timeline">
        {looksOnce(events ?? [])
          .toReversed()
          .map((event) => {
            const { title, text, photoIds, weight } = timelineLine(event, t, names);
            return (
              <li key={`${event.areaId} ${event.n}`} className={weight}>
                <time>{clockTime(event.atMs)}</time>
                <div>
                  <span className="timeline-title">{title}</span>
                  {text === '' ? null : <p>{text}</p>}
                  {photoIds.length === 0 ? null : (
                    <div className="photos">
                      {photoIds.map((photoId) => (
                        <a
                          key={photoId}
                          href={photoUrl(incidentId, photoId)}
                          target="_blank"
                          rel="noreferrer"
                        >
                          <img src={photoUrl(incidentId, photoId)} alt={t('console:photo')} loading="lazy" />
                        </a>
                      ))}
                    </div>
                  )}
                </div>
              </li>
            );
          })}
      </ol>
    </section>
  );
}
