// What a person may do: roles across, areas down, and in words why two of them can't stand together.
import type { PersonRow } from '@haixi/proto/accounts/accounts';
import { roles } from '@haixi/proto/vocabulary';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices, useAreaName, useAreas } from './areas-context';
import { areasOf, keptFrom, ticked } from './grant-rules';
import { useDoing } from './use-asked';

export function GrantsMatrix({ person, onChanged }: { person: PersonRow; onChanged: () => void }) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { me, queries } = useSession();
  const { all } = useAreas();
  const areaName = useAreaName();
  const choices = useAreaChoices();
  const doing = useDoing();
  const known = new Set(all.map(({ areaId }) => areaId));
  const beyond = person.grants.filter(({ areaId }) => !known.has(areaId)).length;
  const [grants, setGrants] = useState(() => person.grants.filter(({ areaId }) => known.has(areaId)));
  const [rows, setRows] = useState(() => {
    const had = areasOf(grants);
    return had.length > 0 ? had : [person.areaId];
  });
  const [saved, setSaved] = useState(false);
  const isOwn = me.person.personId === person.personId;

  const save = async () => {
    const params = { personId: person.personId };
    const done = await doing.run(() => queries.ask('putGrants', { params, body: { grants } }));
    if (done === null) return;
    setSaved(true);
    onChanged();
  };

  return (
    <section className="sheet-part">
      <h3>{t('admin:rolesOf')}</h3>
      <p>{isOwn ? t('admin:ownRoles') : t('admin:rolesHelp')}</p>
      <div className="matrix">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('admin:area')}</th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  {t(`vocabulary:role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((areaId) => (
              <tr key={areaId}>
                <th scope="row">{areaName(areaId)}</th>
                {roles.map((role) => {
                  const against = keptFrom(role, [
                    ...grants,
                    ...person.grants.filter((g) => !known.has(g.areaId)),
                  ]);
                  const has = grants.some((grant) => grant.role === role && grant.areaId === areaId);
                  const why =
                    against === null ? '' : t('admin:apartWith', { role: t(`vocabulary:role.${against}`) });
                  return (
                    <td key={role} title={why}>
                      <input
                        type="checkbox"
                        aria-label={`${t(`vocabulary:role.${role}`)} · ${areaName(areaId)}${why === '' ? '' : ` · ${why}`}`}
                        checked={has}
                        disabled={isOwn || (against !== null && !has)}
                        onChange={() => {
                          setSaved(false);
                          setGrants(ticked(grants, { role, areaId }));
                        }}
                      />
                      {against !== null && !has ? <span aria-hidden="true">✕</span> : null}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {beyond > 0 ? <p>{t('admin:grantsKept', { count: beyond })}</p> : null}
      <details>
        <summary>{t('admin:apartTitle')}</summary>
        <p>{t('admin:apartHelp')}</p>
      </details>
      <FailureNote failure={doing.failure} />
      {isOwn ? null : (
        <p className="sheet-keys">
          <Button type="primary" loading={doing.busy} onClick={() => void save()}>
            {t('admin:saveRoles')}
          </Button>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            className="matrix-add"
            aria-label={t('admin:addArea')}
            placeholder={t('admin:addArea')}
            value={null}
            options={choices.filter(({ value }) => !rows.includes(value))}
            onChange={(areaId: string | null) => {
              if (areaId !== null) setRows([...rows, areaId]);
            }}
          />
          {saved ? <span role="status">✓ {t('admin:doneNow')}</span> : null}
        </p>
      )}
    </section>
  );
}
