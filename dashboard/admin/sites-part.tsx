// The register: sites with their cameras and buttons, what is in use and what was.
import type { SiteRow } from '@haixi/proto/devices/sites';
import { Checkbox, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nameIn } from '../i18n/languages';
import { clockTime } from '../i18n/times';
import { useLanguage } from '../i18n/use-language';
import { FailureNote } from '../store/failure-note';
import { useAreaName } from './areas-context';
import { PartHead, holds } from './part-head';
import { SiteSheet } from './site-sheet';
import { type SourceRow, SourceSheet } from './source-sheet';
import { useAsked } from './use-asked';

type Open = { siteId: string; sourceId: string | null };

export function SitesPart() {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const language = useLanguage();
  const areaName = useAreaName();
  const { value, failure, again } = useAsked('sites');
  const [find, setFind] = useState('');
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const sites = value?.sites ?? [];
  const shown = sites.filter(
    (site) =>
      (all || site.retiredAtMs === null) &&
      holds(find, site.siteId, site.name, site.nameEn, site.address, site.serial),
  );
  const site = sites.find(({ siteId }) => siteId === open?.siteId) ?? null;
  const source = site?.sources.find(({ sourceId }) => sourceId === open?.sourceId) ?? null;
  return (
    <>
      <PartHead title={t('admin:section.sites')} find={{ text: find, set: setFind }}>
        <Checkbox checked={all} onChange={(change) => setAll(change.target.checked)}>
          {t('admin:showRetired')}
        </Checkbox>
      </PartHead>
      <FailureNote failure={failure} />
      <Table<SiteRow>
        dataSource={shown}
        rowKey="siteId"
        size="small"
        loading={value === null && failure === null}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('admin:none') }}
        expandable={{
          expandedRowRender: sourcesBelow(all, setOpen),
        }}
        columns={[
          {
            title: t('admin:siteOf'),
            render: (_, row) => (
              <button
                type="button"
                className="row-key"
                onClick={() => setOpen({ siteId: row.siteId, sourceId: null })}
              >
                {nameIn(language, row)}
              </button>
            ),
          },
          { title: t('admin:kind'), render: (_, { type }) => t(`vocabulary:siteType.${type}`) },
          {
            title: t('admin:state'),
            render: (_, row) => <StateChips site={row} />,
          },
          { title: t('admin:area'), render: (_, { areaId }) => areaName(areaId) },
          { title: t('admin:address'), dataIndex: 'address' },
          { title: t('admin:presence'), render: (_, { presence }) => t(`vocabulary:presence.${presence}`) },
          {
            title: t('admin:key'),
            render: (_, { key }) => (
              <span className={`chip is-${key}`}>{t(`vocabulary:siteKey.${key}`)}</span>
            ),
          },
          { title: t('admin:serial'), render: (_, { serial }) => serial ?? '' },
          { title: t('admin:camerasOf'), render: (_, { sources }) => sources.length },
        ]}
      />
      {site !== null && open?.sourceId === null ? (
        <SiteSheet key={site.siteId} site={site} onChanged={again} onClose={() => setOpen(null)} />
      ) : null}
      {site !== null && source !== null ? (
        <SourceSheet
          key={source.sourceId}
          site={site}
          source={source}
          onChanged={again}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}

function sourcesBelow(all: boolean, open: (what: Open) => void) {
  return ({ siteId, sources }: SiteRow) => (
    <SourceTable
      sources={all ? sources : sources.filter(({ retiredAtMs }) => retiredAtMs === null)}
      onOpen={(sourceId) => open({ siteId, sourceId })}
    />
  );
}

function StateChips({ site }: { site: SiteRow }) {
  const { t } = useTranslation('admin');
  const { retiredAtMs, commissionedAtMs, onTestUntilMs } = site;
  const state = retiredAtMs !== null ? 'retired' : commissionedAtMs === null ? 'notCommissioned' : 'inUse';
  return (
    <>
      <span className={`chip is-${state}`}>{t(state)}</span>{' '}
      {onTestUntilMs === null ? null : (
        <span className="chip is-onTest">{t('onTest', { time: clockTime(onTestUntilMs) })}</span>
      )}
    </>
  );
}

function SourceTable({
  sources,
  onOpen,
}: {
  sources: readonly SourceRow[];
  onOpen: (sourceId: string) => void;
}) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const language = useLanguage();
  const stateOf = ({ retiredAtMs, commissionedAtMs }: SourceRow) =>
    retiredAtMs !== null ? 'retired' : commissionedAtMs === null ? 'notCommissioned' : 'inUse';
  return (
    <Table<SourceRow>
      dataSource={[...sources]}
      rowKey="sourceId"
      size="small"
      pagination={false}
      locale={{ emptyText: t('admin:none') }}
      columns={[
        {
          title: t('admin:camerasOf'),
          render: (_, source) => (
            <button type="button" className="row-key" onClick={() => onOpen(source.sourceId)}>
              {nameIn(language, source)}
            </button>
          ),
        },
        { title: t('admin:id'), dataIndex: 'sourceId' },
        { title: t('admin:kind'), render: (_, { type }) => t(`vocabulary:sourceType.${type}`) },
        {
          title: t('admin:state'),
          render: (_, source) => (
            <span className={`chip is-${stateOf(source)}`}>{t(`admin:${stateOf(source)}`)}</span>
          ),
        },
        {
          title: t('admin:place'),
          render: (_, { place }) => (place === null ? '' : t(`vocabulary:place.${place}`)),
        },
      ]}
    />
  );
}
