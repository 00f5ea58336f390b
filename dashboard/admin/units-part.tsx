// Units: who can be sent, and whose tablets speak for them.
import type { Unit } from '@haixi/proto/live/picture';
import { type UnitKind, unitKinds } from '@haixi/proto/vocabulary';
import { Button, Input, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices, useAreaName } from './areas-context';
import { freshId } from './fresh-id';
import { Labelled } from './labelled';
import { PartHead, holds } from './part-head';
import { SideSheet } from './side-sheet';
import { useAsked, useDoing } from './use-asked';

type Choice = { value: string; label: string };

export function UnitsPart() {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const areaName = useAreaName();
  const { value, failure, again } = useAsked('units');
  const people = useAsked('people').value?.people ?? [];
  const [find, setFind] = useState('');
  const [open, setOpen] = useState<Unit | 'new' | null>(null);
  const units = value?.units ?? [];
  const personName = (id: string) => people.find(({ personId }) => personId === id)?.name ?? id;
  return (
    <>
      <PartHead title={t('admin:section.units')} find={{ text: find, set: setFind }}>
        <Button type="primary" onClick={() => setOpen('new')}>
          {t('admin:addUnit')}
        </Button>
      </PartHead>
      <FailureNote failure={failure} />
      <Table<Unit>
        dataSource={units.filter(({ name, nameEn, unitId }) => holds(find, name, nameEn, unitId))}
        rowKey="unitId"
        size="small"
        loading={value === null && failure === null}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('admin:none') }}
        columns={[
          {
            title: t('admin:name'),
            render: (_, unit) => (
              <button type="button" className="row-key" onClick={() => setOpen(unit)}>
                {unit.name}
              </button>
            ),
          },
          { title: t('admin:nameEn'), dataIndex: 'nameEn' },
          { title: t('admin:kind'), render: (_, { kind }) => t(`vocabulary:unitKind.${kind}`) },
          { title: t('admin:area'), render: (_, { areaId }) => areaName(areaId) },
          {
            title: t('admin:unitPeople'),
            render: (_, { personIds }) => personIds.map(personName).join(' '),
          },
          {
            title: t('admin:state'),
            render: (_, { onDuty }) => (onDuty ? `● ${t('admin:onDuty')}` : `○ ${t('admin:offDuty')}`),
          },
        ]}
      />
      {open === null ? null : (
        <UnitSheet
          unit={open === 'new' ? null : open}
          taken={units.map(({ unitId }) => unitId)}
          people={people
            .filter(({ state }) => state !== 'retired')
            .map(({ personId, name }) => ({ value: personId, label: name }))}
          onSaved={() => {
            again();
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

interface UnitSheetProps {
  readonly unit: Unit | null;
  readonly taken: readonly string[];
  readonly people: Choice[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function UnitSheet({ unit, taken, people, onSaved, onClose }: UnitSheetProps) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { ask } = useSession().queries;
  const areas = useAreaChoices();
  const doing = useDoing();
  const [name, setName] = useState(unit?.name ?? '');
  const [nameEn, setNameEn] = useState(unit?.nameEn ?? '');
  const [kind, setKind] = useState<UnitKind>(unit?.kind ?? 'patrol');
  const [areaId, setAreaId] = useState(unit?.areaId ?? areas[0]?.value ?? '');
  const [personIds, setPersonIds] = useState<string[]>(unit?.personIds ?? []);
  const save = async () => {
    const unitId = unit?.unitId ?? freshId('unit', nameEn, taken);
    const body = { areaId, kind, name, nameEn, personIds };
    if ((await doing.run(() => ask('putUnit', { params: { unitId }, body }))) !== null) onSaved();
  };
  return (
    <SideSheet title={unit === null ? t('admin:addUnit') : unit.name} onClose={onClose}>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Labelled label={t('admin:name')}>
          <Input value={name} maxLength={64} onChange={(e) => setName(e.target.value)} />
        </Labelled>
        <Labelled label={t('admin:nameEn')}>
          <Input value={nameEn} maxLength={64} onChange={(e) => setNameEn(e.target.value)} />
        </Labelled>
        <Labelled label={t('admin:kind')}>
          <Select
            value={kind}
            options={unitKinds.map((each) => ({ value: each, label: t(`vocabulary:unitKind.${each}`) }))}
            onChange={setKind}
          />
        </Labelled>
        <Labelled label={t('admin:area')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={areaId}
            options={areas}
            onChange={setAreaId}
          />
        </Labelled>
        <Labelled label={t('admin:unitPeople')} hint={t('admin:unitPeopleHint')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={personIds}
            options={people}
            onChange={setPersonIds}
          />
        </Labelled>
        <FailureNote failure={doing.failure} />
        <Button type="primary" htmlType="submit" loading={doing.busy} disabled={name.trim() === ''}>
          {t('admin:save')}
        </Button>
      </form>
    </SideSheet>
  );
}
