// One camera or button: its names, where it stands and looks, taking it out of use. Its history stays.
import type { SiteRow } from '@haixi/proto/devices/sites';
import {
  type LegalBasis,
  type PlaceType,
  legalBasisSchema,
  placeTypes,
  refusedPlaceTypes,
} from '@haixi/proto/vocabulary';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreas } from './areas-context';
import { Labelled } from './labelled';
import { LazyMap } from './lazy-map';
import { PlaceFields } from './place-fields';
import { ReasonDialog } from './reason-dialog';
import { SideSheet } from './side-sheet';
import { useDoing } from './use-asked';

export type SourceRow = SiteRow['sources'][number];

export interface SourceSheetProps {
  readonly site: SiteRow;
  readonly source: SourceRow;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

const usualLook = { headingDeg: 0, fovDeg: 70, rangeM: 25 };

export function SourceSheet({ site, source, onChanged, onClose }: SourceSheetProps) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const lang = useLanguage();
  const { ask } = useSession().queries;
  const { all } = useAreas();
  const doing = useDoing();
  const [names, setNames] = useState({ name: source.name, nameEn: source.nameEn });
  const [look, setLook] = useState(source.camera ?? { ...usualLook, position: site.position });
  const [heightM, setHeightM] = useState(source.heightM);
  const [place, setPlace] = useState<PlaceType | null>(source.place);
  const [legalBasis, setLegalBasis] = useState<LegalBasis | null>(source.legalBasis);
  const [retiring, setRetiring] = useState(false);
  const isCamera = source.type === 'camera';
  const gone = source.retiredAtMs !== null || site.retiredAtMs !== null;
  const params = { siteId: site.siteId, sourceId: source.sourceId };

  const save = async () => {
    const body = isCamera
      ? { ...names, ...look, heightM, place, legalBasis }
      : { ...names, ...nowhere, heightM: null, place: null, legalBasis: null };
    if ((await doing.run(() => ask('putSource', { params, body }))) === null) return;
    onChanged();
    onClose();
  };
  const retire = async (reason: string) => {
    if ((await doing.run(() => ask('retireSource', { params, body: { reason } }))) === null) return;
    onChanged();
    onClose();
  };

  return (
    <SideSheet title={`${source.name} · ${site.name}`} onClose={onClose}>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="field-pair">
          <Labelled label={t('admin:name')}>
            <Input
              disabled={gone}
              value={names.name}
              maxLength={64}
              onChange={(e) => setNames({ ...names, name: e.target.value })}
            />
          </Labelled>
          <Labelled label={t('admin:nameEn')}>
            <Input
              disabled={gone}
              value={names.nameEn}
              maxLength={64}
              onChange={(e) => setNames({ ...names, nameEn: e.target.value })}
            />
          </Labelled>
        </div>
        {isCamera ? (
          <>
            <PlaceFields
              position={look.position}
              disabled={gone}
              onPosition={(position) => setLook({ ...look, position })}
            />
            <LazyMap
              pick={{
                lang,
                areas: all,
                position: look.position,
                look,
                ...(gone
                  ? {}
                  : {
                      onPosition: (position) => setLook({ ...look, position }),
                      onHeading: (headingDeg) => setLook({ ...look, headingDeg }),
                    }),
              }}
            />
            <div className="field-pair">
              {(
                [
                  ['headingDeg', 'heading', 0, 359],
                  ['fovDeg', 'fov', 1, 360],
                  ['rangeM', 'range', 1, 2_000],
                ] as const
              ).map(([key, label, min, max]) => (
                <Labelled key={key} label={t(`admin:${label}`)}>
                  <InputNumber
                    disabled={gone}
                    min={min}
                    max={max}
                    value={look[key]}
                    onChange={(value) => setLook({ ...look, [key]: value ?? min })}
                  />
                </Labelled>
              ))}
              <Labelled label={t('admin:height')}>
                <InputNumber disabled={gone} min={0} max={200} value={heightM} onChange={setHeightM} />
              </Labelled>
              <Labelled label={t('admin:place')}>
                <Select
                  disabled={gone}
                  value={place}
                  options={[
                    ...placeTypes.map((each) => ({ value: each, label: t(`vocabulary:place.${each}`) })),
                    // They are in the list so that one sees why they can't be had.
                    ...refusedPlaceTypes.map((each) => ({
                      value: each,
                      label: `${t(`vocabulary:place.${each}`)} · ${t('admin:refusedPlace')}`,
                      disabled: true,
                    })),
                  ]}
                  onChange={setPlace}
                />
              </Labelled>
              <Labelled label={t('admin:legalBasis')}>
                <Select
                  disabled={gone}
                  value={legalBasis}
                  options={legalBasisSchema.options.map((each) => ({
                    value: each,
                    label: t(`vocabulary:legalBasis.${each}`),
                  }))}
                  onChange={setLegalBasis}
                />
              </Labelled>
            </div>
          </>
        ) : null}
        <FailureNote failure={retiring ? null : doing.failure} />
        {gone ? null : (
          <p className="sheet-keys">
            <Button type="primary" htmlType="submit" loading={doing.busy} disabled={names.name.trim() === ''}>
              {t('admin:save')}
            </Button>
            <Button
              danger
              onClick={() => {
                doing.forget();
                setRetiring(true);
              }}
            >
              {t('admin:retireSource')}
            </Button>
          </p>
        )}
      </form>
      {retiring ? (
        <ReasonDialog
          title={t('admin:retireSource')}
          text={t('admin:retireSourceAsk', { name: source.name })}
          busy={doing.busy}
          failure={doing.failure}
          onDo={(reason) => void retire(reason)}
          onCancel={() => setRetiring(false)}
        />
      ) : null}
    </SideSheet>
  );
}

/** A button looks nowhere. */
const nowhere = { position: null, headingDeg: null, fovDeg: null, rangeM: null } as const;
