// The filters, the lines of the log that fit them, and the way to what is earlier and to the whole as a file.
import type { Area } from '@haixi/proto/live/picture';
import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '../api/ask';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { FilterBar } from './filter-bar';
import { LogLine } from './log-line';
import { peopleIn } from './log-names';
import { type Filters, useLog, useLogNames } from './use-log';

export function LogPart({ areas }: { areas: readonly Area[] }) {
  const { t } = useTranslation('audit');
  const { me } = useSession();
  const [filters, setFilters] = useState<Filters>(() => ({
    areaId: me.grants.find(({ role }) => role === 'auditor')?.areaId ?? areas[0]!.areaId,
    type: null,
    personId: null,
    fromMs: null,
    toMs: null,
  }));
  const { names, people } = useLogNames(filters.areaId, areas);
  const { events, state, failure, earlier } = useLog(filters);
  return (
    <>
      <FilterBar
        filters={filters}
        areas={areas}
        people={peopleIn([...people, ...events]).map((id) => ({ value: id, label: names('person', id) }))}
        onChange={setFilters}
      />
      <p className="audit-keys">
        <span>{t('keys')}</span>
        <Button
          href={urlOf('exportLog', { query: { areaId: filters.areaId } })}
          download
          title={t('exportHelp')}
        >
          {t('export')}
        </Button>
      </p>
      <FailureNote failure={failure} />
      <ol className="log" onKeyDown={goByArrows} data-testid="log">
        {events.map((event) => (
          <LogLine key={event.n} event={event} names={names} />
        ))}
      </ol>
      {state === 'loading' && failure === null ? <p className="audit-help">{t('loading')}</p> : null}
      {state === 'more' ? <Button onClick={earlier}>{t('earlier')}</Button> : null}
      {state === 'all' ? <p className="audit-help">{events.length === 0 ? t('none') : t('noMore')}</p> : null}
    </>
  );
}

/** From one line to the next; Enter opens a line, as everywhere. */
function goByArrows(event: KeyboardEvent<HTMLOListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > li > details > summary')];
  const at = lines.findIndex((line) => line === document.activeElement);
  const to = lines[at + step];
  if (at === -1 || to === undefined) return;
  event.preventDefault();
  to.focus();
}
