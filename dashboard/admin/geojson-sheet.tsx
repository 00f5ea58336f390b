// Areas from GeoJSON: looked through feature by feature first, then all of them at once.
import { type Datum, datums } from '@haixi/proto/vocabulary';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../api/ask';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { FilePick } from './file-pick';
import { Labelled } from './labelled';
import { SideSheet } from './side-sheet';
import { useDoing } from './use-asked';

const importWithinMs = 120_000;

export function GeojsonSheet({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { ask } = useSession().queries;
  const doing = useDoing();
  const [datum, setDatum] = useState<Datum>('wgs84');
  const [geojson, setGeojson] = useState('');
  const [seen, setSeen] = useState<AnswerOf<'importAreas'> | null>(null);
  const send = async (text: string, as: Datum, apply: boolean) => {
    const body = { geojson: text, datum: as, apply };
    const answer = await doing.run(() => ask('importAreas', { body }, { withinMs: importWithinMs }));
    setSeen(answer);
    if (answer?.applied) onDone();
  };
  const faults = seen?.features.filter((feature) => feature.does === 'refuse').length ?? 0;
  return (
    <SideSheet title={t('admin:importGeojson')} onClose={onClose}>
      <div className="sheet-form">
        <p>{t('admin:geojsonHelp')}</p>
        <Labelled label={t('admin:datum')}>
          <Select
            value={datum}
            options={datums.map((each) => ({ value: each, label: t(`vocabulary:datum.${each}`) }))}
            onChange={(as) => {
              setDatum(as);
              if (geojson !== '') void send(geojson, as, false);
            }}
          />
        </Labelled>
        <FilePick
          accept=".geojson,.json,application/geo+json"
          onText={(text) => {
            setGeojson(text);
            void send(text, datum, false);
          }}
        />
        {doing.busy ? <p role="status">{t('admin:previewing')}</p> : null}
        <FailureNote failure={doing.failure} />
        {seen === null ? null : (
          <>
            <ul className="preview" data-testid="preview">
              {seen.features.map(({ index, areaId, does, faults: said }) => (
                <li key={index}>
                  <span className={`chip is-${does}`}>{t(`admin:does.${does}`)}</span> {index + 1} · {areaId}
                  {said.length === 0 ? null : (
                    <ul className="preview-faults">
                      {said.map((fault) => (
                        <li key={fault}>{fault}</li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
            {faults > 0 ? <p>{t('admin:faultsFound', { count: faults })}</p> : null}
            {seen.applied ? (
              <p role="status">✓ {t('admin:applied')}</p>
            ) : (
              <Button
                type="primary"
                loading={doing.busy}
                disabled={faults > 0 || seen.features.length === 0}
                onClick={() => void send(geojson, datum, true)}
              >
                {t('admin:apply')}
              </Button>
            )}
          </>
        )}
      </div>
    </SideSheet>
  );
}
