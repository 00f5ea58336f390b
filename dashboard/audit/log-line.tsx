// One line of the log: when, what, who, and what about; opened, all its facts, and the event as it stands in the log.
import { isKnownEvent } from '@haixi/proto/live/events';
import { useTranslation } from 'react-i18next';
import { clockTime, dayTime } from '../i18n/times';
import { type Told, eventFacts, inShort } from './event-facts';
import type { LogNames, WireEvent } from './log-names';

export function LogLine({ event, names }: { event: WireEvent; names: LogNames }) {
  const { t } = useTranslation(['audit', 'vocabulary']);
  const told: Told = { t, names, time: momentOf };
  const { actor } = event;
  const who =
    actor.kind === 'person'
      ? names('person', actor.id)
      : actor.kind === 'site'
        ? t('audit:ofSite', { site: names('site', actor.id) })
        : t('audit:bySystem');
  const what = isKnownEvent(event)
    ? t(`vocabulary:event.${event.type}`)
    : t('audit:unknown', { type: event.type });
  return (
    <li data-type={event.type}>
      <details>
        <summary>
          <time>{momentOf(event.atMs)}</time>
          <strong>{what}</strong>
          <span className="log-who">{who}</span>
          <span className="log-short">{inShort(event, told)}</span>
        </summary>
        <div className="log-more">
          <dl>
            <div>
              <dt>{t('audit:number', { n: event.n })}</dt>
              <dd>
                {names('area', event.areaId)} · {event.type}
              </dd>
            </div>
            {eventFacts(event, told).map(({ label, value }) => (
              <div key={`${label} ${value}`}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <details>
            <summary>{t('audit:raw')}</summary>
            <pre>{JSON.stringify(event, null, 2)}</pre>
          </details>
        </div>
      </details>
    </li>
  );
}

function momentOf(atMs: number): string {
  return `${dayTime(atMs).slice(0, 5)} ${clockTime(atMs)}`;
}
