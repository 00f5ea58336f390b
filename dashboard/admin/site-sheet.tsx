// One site: its names and place, withdrawing its key, taking it out of use. Its history stays whatever is done here.
import type { SiteRow } from '@haixi/proto/devices/sites';
import { siteTypes } from '@haixi/proto/vocabulary';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices, useAreas } from './areas-context';
import { Labelled } from './labelled';
import { LazyMap } from './lazy-map';
import { PlaceFields } from './place-fields';
import { ReasonDialog } from './reason-dialog';
import { SideSheet } from './side-sheet';
import { useDoing } from './use-asked';

export interface SiteSheetProps {
  readonly site: SiteRow;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

export function SiteSheet({ site, onChanged, onClose }: SiteSheetProps) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const lang = useLanguage();
  const { ask } = useSession().queries;
  const { all } = useAreas();
  const areas = useAreaChoices();
  const doing = useDoing();
  const [draft, setDraft] = useState(() => {
    const { areaId, type, name, nameEn, address, position } = site;
    return { areaId, type, name, nameEn, address, position };
  });
  const [ending, setEnding] = useState<'retireSite' | 'revokeKey' | null>(null);
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const params = { siteId: site.siteId };
  const gone = site.retiredAtMs !== null;

  const save = async () => {
    if ((await doing.run(() => ask('putSite', { params, body: draft }))) === null) return;
    onChanged();
    onClose();
  };
  const end = async (name: 'retireSite' | 'revokeKey', reason: string) => {
    if ((await doing.run(() => ask(name, { params, body: { reason } }))) === null) return;
    onChanged();
    setEnding(null);
    onClose();
  };
  const begin = (name: 'retireSite' | 'revokeKey') => {
    doing.forget();
    setEnding(name);
  };

  return (
    <SideSheet title={`${site.name} · ${site.siteId}`} onClose={onClose}>
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
              value={draft.name}
              maxLength={64}
              onChange={(e) => set({ name: e.target.value })}
            />
          </Labelled>
          <Labelled label={t('admin:nameEn')}>
            <Input
              disabled={gone}
              value={draft.nameEn}
              maxLength={64}
              onChange={(e) => set({ nameEn: e.target.value })}
            />
          </Labelled>
          <Labelled label={t('admin:siteType')}>
            <Select
              disabled={gone}
              value={draft.type}
              options={siteTypes.map((each) => ({ value: each, label: t(`vocabulary:siteType.${each}`) }))}
              onChange={(type) => set({ type })}
            />
          </Labelled>
          <Labelled label={t('admin:area')}>
            <Select
              disabled={gone}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.areaId}
              options={areas}
              onChange={(areaId) => set({ areaId })}
            />
          </Labelled>
        </div>
        <Labelled label={t('admin:address')}>
          <Input
            disabled={gone}
            value={draft.address}
            maxLength={128}
            onChange={(e) => set({ address: e.target.value })}
          />
        </Labelled>
        <PlaceFields position={draft.position} disabled={gone} onPosition={(position) => set({ position })} />
        <LazyMap
          pick={{
            lang,
            areas: all,
            position: draft.position,
            ...(gone ? {} : { onPosition: (position) => set({ position }) }),
          }}
        />
        <FailureNote failure={ending === null ? doing.failure : null} />
        {gone ? null : (
          <Button type="primary" htmlType="submit" loading={doing.busy} disabled={draft.name.trim() === ''}>
            {t('admin:save')}
          </Button>
        )}
      </form>
      {gone ? null : (
        <section className="sheet-part">
          <p className="sheet-keys">
            {site.key === 'issued' ? (
              <Button danger onClick={() => begin('revokeKey')}>
                {t('admin:revokeKey')}
              </Button>
            ) : null}
            <Button danger onClick={() => begin('retireSite')}>
              {t('admin:retireSite')}
            </Button>
          </p>
        </section>
      )}
      {ending === null ? null : (
        <ReasonDialog
          title={t(`admin:${ending}`)}
          text={t(`admin:${ending}Ask`, { name: site.name })}
          busy={doing.busy}
          failure={doing.failure}
          onDo={(reason) => void end(ending, reason)}
          onCancel={() => setEnding(null)}
        />
      )}
    </SideSheet>
  );
}
