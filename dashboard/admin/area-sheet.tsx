// One area: its names, what is above it, and its outline drawn on the map.
import { idSchema } from '@haixi/proto/basics';
import type { Area } from '@haixi/proto/live/picture';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language';
import { cornersOf } from '../map/outline';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices, useAreas } from './areas-context';
import { Labelled } from './labelled';
import { LazyMap } from './lazy-map';
import { SideSheet } from './side-sheet';
import { useDoing } from './use-asked';

export interface AreaSheetProps {
  /** Null while one is added. */
  readonly area: Area | null;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function AreaSheet({ area, onSaved, onClose }: AreaSheetProps) {
  const { t } = useTranslation('admin');
  const lang = useLanguage();
  const { ask } = useSession().queries;
  const { all } = useAreas();
  const choices = useAreaChoices();
  const doing = useDoing();
  const [areaId, setAreaId] = useState(area?.areaId ?? '');
  const [name, setName] = useState(area?.name ?? '');
  const [nameEn, setNameEn] = useState(area?.nameEn ?? '');
  const [parentId, setParentId] = useState(area === null ? (choices[0]?.value ?? null) : area.parentId);
  const [outline, setOutline] = useState(() => cornersOf(area?.outline ?? []));
  const [illustrative, setIllustrative] = useState(area?.illustrative ?? true);
  const isTop = area !== null && area.parentId === null;

  const save = async () => {
    const drawn = outline.length >= 3 ? outline : null;
    const body = { parentId, name, nameEn, outline: drawn, illustrative };
    const done = await doing.run(() => ask('putArea', { params: { areaId }, body }));
    if (done !== null) onSaved();
  };
  const others = all.filter((each) => each.areaId !== area?.areaId);

  return (
    <SideSheet title={area === null ? t('addAreaBelow') : area.name} onClose={onClose}>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {area === null ? (
          <Labelled label={t('id')} hint={t('idHint')}>
            <Input
              value={areaId}
              maxLength={32}
              autoCapitalize="none"
              spellCheck={false}
              status={areaId !== '' && !idSchema.safeParse(areaId).success ? 'error' : ''}
              onChange={(e) => setAreaId(e.target.value)}
            />
          </Labelled>
        ) : null}
        <div className="field-pair">
          <Labelled label={t('name')}>
            <Input value={name} maxLength={64} onChange={(e) => setName(e.target.value)} />
          </Labelled>
          <Labelled label={t('nameEn')}>
            <Input value={nameEn} maxLength={64} onChange={(e) => setNameEn(e.target.value)} />
          </Labelled>
        </div>
        {isTop ? null : (
          <Labelled label={t('areaAbove')}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              value={parentId}
              options={choices.filter(({ value }) => value !== area?.areaId)}
              onChange={setParentId}
            />
          </Labelled>
        )}
        <LazyMap pick={{ lang, areas: others, outline, onOutline: setOutline }} />
        <Checkbox checked={illustrative} onChange={(e) => setIllustrative(e.target.checked)}>
          {t('illustrative')} <span className="admin-quiet">· {t('illustrativeHint')}</span>
        </Checkbox>
        <FailureNote failure={doing.failure} />
        <Button
          type="primary"
          htmlType="submit"
          loading={doing.busy}
          disabled={name.trim() === '' || !idSchema.safeParse(areaId).success}
        >
          {t('save')}
        </Button>
      </form>
    </SideSheet>
  );
}
