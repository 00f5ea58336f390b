// People: who there is, how they stand, and adding one.
import type { PersonRow } from '@haixi/proto/accounts/accounts';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { useAreaName } from './areas-context';
import { PartHead, holds } from './part-head';
import { PersonSheet } from './person-sheet';
import { useAsked } from './use-asked';

export function PeoplePart() {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const areaName = useAreaName();
  const { value, failure, again } = useAsked('people');
  const [find, setFind] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const people = value?.people ?? [];
  const shown = people.filter(({ name, signInName, personId }) => holds(find, name, signInName, personId));
  const chosen = people.find(({ personId }) => personId === open) ?? null;
  return (
    <>
      <PartHead title={t('admin:section.people')} find={{ text: find, set: setFind }}>
        <Button type="primary" onClick={() => setOpen('')}>
          {t('admin:addPerson')}
        </Button>
      </PartHead>
      <FailureNote failure={failure} />
      <Table<PersonRow>
        dataSource={shown}
        rowKey="personId"
        size="small"
        loading={value === null && failure === null}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('admin:none') }}
        columns={[
          {
            title: t('admin:personName'),
            render: (_, person) => (
              <button type="button" className="row-key" onClick={() => setOpen(person.personId)}>
                {person.name}
              </button>
            ),
          },
          { title: t('admin:signInName'), dataIndex: 'signInName' },
          {
            title: t('admin:state'),
            render: (_, { state }) => (
              <span className={`chip is-${state}`}>{t(`vocabulary:personState.${state}`)}</span>
            ),
          },
          {
            title: t('admin:rolesOf'),
            render: (_, { grants }) =>
              grants.length === 0 ? (
                <span className="admin-quiet">{t('admin:noRole')}</span>
              ) : (
                <ul className="grants">
                  {grants.map(({ role, areaId }) => (
                    <li key={`${role} ${areaId}`}>
                      {t(`vocabulary:role.${role}`)} <span className="admin-quiet">{areaName(areaId)}</span>
                    </li>
                  ))}
                </ul>
              ),
          },
          { title: t('admin:area'), render: (_, { areaId }) => areaName(areaId) },
          {
            title: t('admin:factor'),
            render: (_, { hasSecondFactor }) =>
              hasSecondFactor ? `✓ ${t('admin:factorOn')}` : t('admin:factorOff'),
          },
          {
            title: t('admin:lastSeen'),
            render: (_, { lastSeenAtMs }) =>
              lastSeenAtMs === null ? t('admin:never') : <time>{dayTime(lastSeenAtMs)}</time>,
          },
        ]}
      />
      {open === null ? null : (
        <PersonSheet
          // Stays while the one that was added is on its way.
          key={chosen?.personId ?? 'new'}
          person={chosen}
          taken={people.map(({ personId }) => personId)}
          onChanged={again}
          onAdded={(personId) => {
            again();
            setOpen(personId);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
