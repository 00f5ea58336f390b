// All sites with their state, to be searched; a click opens one.
import type { Picture } from '@haixi/proto/live/picture';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import { findSites } from './find-sites';
import { PresenceMark } from './presence-mark';

/** More rows than this help nobody; the search narrows them. */
const rowsMax = 200;

export interface SiteListProps {
  readonly picture: Picture;
  readonly names: Names;
  readonly onSelect: (siteId: string) => void;
}

export function SiteList({ picture, names, onSelect }: SiteListProps) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const [wanted, setWanted] = useState('');
  const { sites, areas } = picture;
  const found = useMemo(() => findSites(sites, areas, wanted), [sites, areas, wanted]);
  return (
    <div className="site-list">
      <Input
        allowClear
        aria-label={t('console:siteSearch')}
        placeholder={t('console:siteSearch')}
        value={wanted}
        onChange={(change) => setWanted(change.target.value)}
      />
      {found.length === 0 ? <p className="empty">{t('console:noSites')}</p> : null}
      <ul>
        {found.slice(0, rowsMax).map((site) => (
          <li key={site.siteId}>
            <button type="button" className="list-row" onClick={() => onSelect(site.siteId)}>
              <strong>{names.site(site.siteId)}</strong>
              <PresenceMark presence={site.presence} />
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
