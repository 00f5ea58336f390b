// All sites with their state and what is wrong with them, to be searched and filtered; a click opens one.
import type { Picture, Site } from '@haixi/proto/live/picture';
import { Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import { lacksOf } from '../store/site-lack';
import './cameras.css';
import { countWrongs, findSites, type SiteWrong, siteWrongs } from './find-sites';
import { LackMark } from './lack-mark';
import { PresenceMark } from './presence-mark';

/** More rows than this help nobody; the search narrows them. */
const rowsMax = 200;

export interface SiteListProps {
  readonly picture: Picture;
  readonly names: Names;
  readonly onSelect: (siteId: string) => void;
}

export function SiteList({ picture, names, onSelect }: SiteListProps) {
  const { t } = useTranslation(['console', 'cameras', 'vocabulary']);
  const [wanted, setWanted] = useState('');
  const { sites, areas } = picture;
  const [wrong, setWrong] = useState<SiteWrong | null>(null);
  const found = useMemo(() => findSites(sites, areas, wanted, wrong), [sites, areas, wanted, wrong]);
  const counts = useMemo(() => countWrongs(sites), [sites]);
  const wordOf = (each: SiteWrong) =>
    each === 'dark' ? t('vocabulary:presence.dark') : t(`cameras:lack.${each}`);
  return (
    <div className="site-list">
      <Input
        allowClear
        aria-label={t('console:siteSearch')}
        placeholder={t('console:siteSearch')}
        value={wanted}
        onChange={(change) => setWanted(change.target.value)}
      />
      {counts.length === 0 && wrong === null ? null : (
        <Select
          className="site-wrongs"
          size="small"
          aria-label={t('cameras:allSites')}
          value={wrong ?? ''}
          onChange={(chosen: string) => setWrong(siteWrongs.find((each) => each === chosen) ?? null)}
          options={[
            { value: '', label: t('cameras:allSites') },
            ...counts.map(({ wrong: each, count }) => ({ value: each, label: `${wordOf(each)} ${count}` })),
          ]}
        />
      )}
      {found.length === 0 ? <p className="empty">{t('console:noSites')}</p> : null}
      <ul>
        {found.slice(0, rowsMax).map((site) => (
          <li key={site.siteId}>
            <button type="button" className="list-row" onClick={() => onSelect(site.siteId)}>
              <strong>{names.site(site.siteId)}</strong>
              <PresenceMark presence={site.presence} />
              <LackMarks site={site} />
              <span className="muted">
                {t(`vocabulary:siteType.${site.type}`)} · {names.area(site.areaId)} ·{' '}
                {names.address(site.siteId, site.address)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function LackMarks({ site }: { site: Site }) {
  const lacks = lacksOf(site);
  if (lacks.length === 0) return null;
  return (
    <span className="lacks">
      {lacks.map((each) => (
        <LackMark key={each.lack} lack={each} />
      ))}
    </span>
  );
}
