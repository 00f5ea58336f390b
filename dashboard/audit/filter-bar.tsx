// Which part of the log: area, what, who, from when to when.
import { eventTypes } from '@haixi/proto/live/events';
import type { Area } from '@haixi/proto/live/picture';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { nameIn } from '../i18n/languages';
import { useLanguage } from '../i18n/use-language';
import type { Filters } from './use-log';

export interface FilterBarProps {
  readonly filters: Filters;
  readonly areas: readonly Area[];
  readonly people: { value: string; label: string }[];
  readonly onChange: (filters: Filters) => void;
}

export function FilterBar({ filters, areas, people, onChange }: FilterBarProps) {
  const { t } = useTranslation(['audit', 'vocabulary']);
  const language = useLanguage();
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  const search = { optionFilterProp: 'label' } as const;
  return (
    <div className="filters" role="search">
      <label>
        {t('audit:area')}
        <Select
          showSearch={search}
          value={filters.areaId}
          options={areas.map((area) => ({ value: area.areaId, label: nameIn(language, area) }))}
          onChange={(areaId) => set({ areaId })}
        />
      </label>
      <label>
        {t('audit:type')}
        <Select
          showSearch={search}
          allowClear
          placeholder={t('audit:anyType')}
          value={filters.type}
          options={eventTypes.map((type) => ({
            value: type as string,
            label: t(`vocabulary:event.${type}`),
          }))}
          onChange={(type: string | undefined) => set({ type: type ?? null })}
        />
      </label>
      <label>
        {t('audit:person')}
        <Select
          showSearch={search}
          allowClear
          placeholder={t('audit:anyPerson')}
          value={filters.personId}
          options={people}
          onChange={(personId: string | undefined) => set({ personId: personId ?? null })}
        />
      </label>
      <label>
        {t('audit:from')}
        <input
          type="datetime-local"
          value={localOf(filters.fromMs)}
          onChange={(change) => set({ fromMs: msOf(change.target.value) })}
        />
      </label>
      <label>
        {t('audit:to')}
        <input
          type="datetime-local"
          value={localOf(filters.toMs)}
          onChange={(change) => set({ toMs: msOf(change.target.value) })}
        />
      </label>
      <Button onClick={() => set({ type: null, personId: null, fromMs: null, toMs: null })}>
        {t('audit:clear')}
      </Button>
    </div>
  );
}

/** A moment as the field has it, in the screen's own time zone. */
function localOf(ms: number | null): string {
  if (ms === null) return '';
  const at = new Date(ms);
  const local = new Date(ms - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function msOf(local: string): number | null {
  const ms = new Date(local).getTime();
  return Number.isFinite(ms) ? ms : null;
}
