// The register as CSV: in, previewed line by line, and out in any datum.
import type { CsvImported } from '@haixi/proto/devices/sites';
import { type Datum, datums } from '@haixi/proto/vocabulary';
import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '../api/ask';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { FilePick } from './file-pick';
import { PartHead } from './part-head';
import { useDoing } from './use-asked';

const importWithinMs = 120_000;

type Line = CsvImported['lines'][number];

export function ImportPart() {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { ask } = useSession().queries;
  const doing = useDoing();
  const [datum, setDatum] = useState<Datum>('wgs84');
  const [exportDatum, setExportDatum] = useState<Datum>('wgs84');
  const [csv, setCsv] = useState('');
  const [seen, setSeen] = useState<CsvImported | null>(null);
  const choices = datums.map((each) => ({ value: each, label: t(`vocabulary:datum.${each}`) }));
  const send = async (text: string, as: Datum, apply: boolean) => {
    const body = { csv: text, datum: as, apply };
    setSeen(await doing.run(() => ask('importSites', { body }, { withinMs: importWithinMs })));
  };
  const count = (does: Line['does']) => seen?.lines.filter((line) => line.does === does).length ?? 0;
  const ready = seen !== null && !seen.applied && seen.lines.length > 0 && count('refuse') === 0;
  return (
    <>
      <PartHead title={t('admin:section.import')}>
        <Select
          aria-label={t('admin:exportDatum')}
          className="datum-pick"
          value={exportDatum}
          options={choices}
          onChange={setExportDatum}
        />
        <Button href={urlOf('exportSites', { query: { datum: exportDatum } })} download>
          {t('admin:exportCsv')}
        </Button>
      </PartHead>
      <p className="admin-quiet">{t('admin:csvHelp')}</p>
      <div className="sheet-keys">
        <span className="admin-quiet">{t('admin:csvDatum')}</span>
        <Select
          aria-label={t('admin:csvDatum')}
          className="datum-pick"
          value={datum}
          options={choices}
          onChange={(as) => {
            setDatum(as);
            if (csv !== '') void send(csv, as, false);
          }}
        />
        <FilePick
          accept=".csv,text/csv"
          onText={(text) => {
            setCsv(text);
            void send(text, datum, false);
          }}
        />
        {ready ? (
          <Button type="primary" loading={doing.busy} onClick={() => void send(csv, datum, true)}>
            {t('admin:apply')}
          </Button>
        ) : null}
      </div>
      {doing.busy ? <p role="status">{t('admin:previewing')}</p> : null}
      <FailureNote failure={doing.failure} />
      {seen?.applied ? <p role="status">✓ {t('admin:applied')}</p> : null}
      {seen === null ? null : (
        <>
          <p data-testid="csv-counts">
            {t('admin:csvCounts', {
              all: seen.lines.length,
              add: count('add'),
              change: count('change'),
              nothing: count('nothing'),
              refuse: count('refuse'),
            })}{' '}
            {count('refuse') > 0 ? t('admin:faultsFound', { count: count('refuse') }) : ''}
          </p>
          <Table<Line>
            dataSource={seen.lines}
            rowKey="line"
            size="small"
            pagination={{ pageSize: 100, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: t('admin:line'), dataIndex: 'line' },
              {
                title: t('admin:state'),
                render: (_, { does }) => <span className={`chip is-${does}`}>{t(`admin:does.${does}`)}</span>,
              },
              { title: t('admin:csvSite'), dataIndex: 'siteId' },
              { title: t('admin:csvSource'), dataIndex: 'sourceId' },
              {
                title: t('admin:position'),
                render: (_, { position }) =>
                  position === null ? '' : `${position.lon.toFixed(5)}, ${position.lat.toFixed(5)}`,
              },
              {
                title: t('admin:csvSaid'),
                render: (_, { faults, warnings }) => (
                  <ul className="grants csv-said">
                    {faults.map((fault) => (
                      <li key={fault} className="fault">
                        ✕ {fault}
                      </li>
                    ))}
                    {warnings.map((warning) => (
                      <li key={warning} className="warning">
                        ! {warning}
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </>
      )}
    </>
  );
}
