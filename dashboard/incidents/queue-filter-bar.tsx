// The filter of the queue, always in sight: whose, which areas, kinds and priorities, and how many it holds back.
import type { AlarmKind, Priority } from '@haixi/proto/vocabulary';
import { alarmKinds } from '@haixi/proto/vocabulary';
import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import { type Filtered, isFiltering, noFilter, type QueueFilter, toggled } from './queue-filter';

export interface QueueFilterBarProps {
  readonly filter: QueueFilter;
  readonly filtered: Filtered;
  /** The areas whose incidents can come to this queue. */
  readonly areaIds: readonly string[];
  readonly names: Names;
  readonly onFilter: (filter: QueueFilter) => void;
}

const priorities: readonly Priority[] = [1, 2, 3, 4];

export function QueueFilterBar(props: QueueFilterBarProps) {
  const { filter, filtered, onFilter } = props;
  const { t } = useTranslation('queue');
  return (
    <div className="queue-filter" data-testid="queue-filter">
      <div className="queue-whose" role="group" aria-label={t('who')}>
        {(['all', 'mine', 'unreceived'] as const).map((whose) => (
          <button
            key={whose}
            type="button"
            aria-pressed={filter.whose === whose}
            onClick={() => onFilter({ ...filter, whose })}
          >
            {t(whose)}
          </button>
        ))}
        <Popover trigger="click" placement="bottomLeft" content={<Choices {...props} />}>
          <button type="button" className="queue-filter-more" data-testid="filter-more">
            {t('filter')} <span aria-hidden="true">▾</span>
          </button>
        </Popover>
      </div>
      <Chips {...props} />
      {isFiltering(filter) ? (
        <p className="queue-hidden" role="status" data-testid="queue-hidden">
          <span>
            {t('hidden', { count: filtered.hidden })}
            {filtered.hiddenUnreceived > 0 ? (
              <strong>{t('hiddenUnreceived', { count: filtered.hiddenUnreceived })}</strong>
            ) : null}
          </span>
          <button type="button" onClick={() => onFilter(noFilter)}>
            {t('showAll')}
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** One chip for each thing that is filtered by; a click takes it away. */
function Chips({ filter, names, onFilter }: QueueFilterBarProps) {
  const { t } = useTranslation(['queue', 'vocabulary']);
  const { areaIds, kinds, priorities: wanted } = filter;
  const chips: { key: string; what: string; without: QueueFilter }[] = [
    ...wanted.map((each) => ({
      key: `p${each}`,
      what: t(`vocabulary:priority.${each}`),
      without: { ...filter, priorities: toggled(wanted, each) },
    })),
    ...kinds.map((each) => ({
      key: each,
      what: t(`vocabulary:kind.${each}`),
      without: { ...filter, kinds: toggled(kinds, each) },
    })),
    ...areaIds.map((each) => ({
      key: each,
      what: names.area(each),
      without: { ...filter, areaIds: toggled(areaIds, each) },
    })),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="queue-chips">
      {chips.map(({ key, what, without }) => (
        <li key={key}>
          <button
            type="button"
            aria-label={t('queue:removeChip', { what })}
            onClick={() => onFilter(without)}
          >
            {what} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Choices({ filter, areaIds, names, onFilter }: QueueFilterBarProps) {
  const { t } = useTranslation(['queue', 'vocabulary']);
  const choose = (part: Partial<QueueFilter>) => onFilter({ ...filter, ...part });
  return (
    <div className="queue-choices">
      <Choice title={t('queue:priorities')}>
        {priorities.map((each: Priority) => (
          <Tick
            key={each}
            on={filter.priorities.includes(each)}
            says={t(`vocabulary:priority.${each}`)}
            onTick={() => choose({ priorities: toggled(filter.priorities, each) })}
          />
        ))}
      </Choice>
      <Choice title={t('queue:kinds')}>
        {alarmKinds.map((each: AlarmKind) => (
          <Tick
            key={each}
            on={filter.kinds.includes(each)}
            says={t(`vocabulary:kind.${each}`)}
            onTick={() => choose({ kinds: toggled(filter.kinds, each) })}
          />
        ))}
      </Choice>
      <Choice title={t('queue:areas')}>
        {areaIds.map((each) => (
          <Tick
            key={each}
            on={filter.areaIds.includes(each)}
            says={names.area(each)}
            onTick={() => choose({ areaIds: toggled(filter.areaIds, each) })}
          />
        ))}
      </Choice>
      <p>{t('queue:neverHidden')}</p>
    </div>
  );
}

function Choice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function Tick({ on, says, onTick }: { on: boolean; says: string; onTick: () => void }) {
  return (
    <label>
      <input type="checkbox" checked={on} onChange={onTick} /> {says}
    </label>
  );
}
