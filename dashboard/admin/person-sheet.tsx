// One person: who they are, what they may do where, and how they come in.
import type { PersonRow } from '@haixi/proto/accounts/accounts';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices } from './areas-context';
import { freshId } from './fresh-id';
import { GrantsMatrix } from './grants-matrix';
import { Labelled } from './labelled';
import { PersonEntry } from './person-entry';
import { SideSheet } from './side-sheet';
import { useDoing } from './use-asked';

export interface PersonSheetProps {
  /** Null while one is added. */
  readonly person: PersonRow | null;
  readonly taken: readonly string[];
  readonly onChanged: () => void;
  readonly onAdded: (personId: string) => void;
  readonly onClose: () => void;
}

export function PersonSheet({ person, taken, onChanged, onAdded, onClose }: PersonSheetProps) {
  const { t } = useTranslation('admin');
  const { ask } = useSession().queries;
  const areas = useAreaChoices();
  const doing = useDoing();
  const [name, setName] = useState(person?.name ?? '');
  const [signInName, setSignInName] = useState(person?.signInName ?? '');
  const [areaId, setAreaId] = useState(person?.areaId ?? areas[0]?.value ?? '');
  const [directoryName, setDirectoryName] = useState(person?.directoryName ?? '');
  const gone = person?.state === 'retired';

  const save = async () => {
    const personId = person?.personId ?? freshId('p', signInName, taken);
    const body = { name, signInName, areaId, directoryName: directoryName.trim() || null };
    const done = await doing.run(() => ask('putPerson', { params: { personId }, body }));
    if (done === null) return;
    if (person === null) onAdded(personId);
    else onChanged();
  };

  return (
    <SideSheet title={person === null ? t('addPerson') : person.name} onClose={onClose}>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Labelled label={t('personName')}>
          <Input value={name} maxLength={64} disabled={gone} onChange={(e) => setName(e.target.value)} />
        </Labelled>
        <Labelled label={t('signInName')} hint={t('signInNameHint')}>
          <Input
            value={signInName}
            maxLength={32}
            autoCapitalize="none"
            spellCheck={false}
            disabled={gone}
            onChange={(e) => setSignInName(e.target.value)}
          />
        </Labelled>
        <Labelled label={t('personArea')} hint={t('personAreaHint')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={areaId}
            options={areas}
            disabled={gone}
            onChange={setAreaId}
          />
        </Labelled>
        <Labelled label={t('directoryName')} hint={t('directoryNameHint')}>
          <Input
            value={directoryName}
            maxLength={128}
            disabled={gone}
            onChange={(e) => setDirectoryName(e.target.value)}
          />
        </Labelled>
        <FailureNote failure={doing.failure} />
        {gone ? null : (
          <Button
            type="primary"
            htmlType="submit"
            loading={doing.busy}
            disabled={name.trim() === '' || signInName.trim() === ''}
          >
            {t('save')}
          </Button>
        )}
      </form>
      {person === null || gone ? null : (
        <>
          <GrantsMatrix person={person} onChanged={onChanged} />
          <PersonEntry person={person} onChanged={onChanged} onRetired={onClose} />
        </>
      )}
    </SideSheet>
  );
}
