// Named tokens of other systems: what each may do, until when, and its secret once.
import type { TokenRow } from '@haixi/proto/accounts/accounts';
import { scopeActions } from '@haixi/proto/commands/actions';
import { Button, Checkbox, Input, InputNumber, Popconfirm, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices, useAreaName } from './areas-context';
import { Labelled } from './labelled';
import { OnceDialog } from './once-dialog';
import { PartHead } from './part-head';
import { SideSheet } from './side-sheet';
import { useAsked, useDoing } from './use-asked';

type ScopeAction = (typeof scopeActions)[number];

const dayMs = 86_400_000;

export function TokensPart() {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { ask } = useSession().queries;
  const areaName = useAreaName();
  const { value, failure, again } = useAsked('tokens');
  const doing = useDoing();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [nowMs] = useState(Date.now);
  const stateOf = ({ revokedAtMs, untilMs }: TokenRow) =>
    revokedAtMs !== null ? 'tokenRevoked' : untilMs <= nowMs ? 'tokenOver' : 'tokenValid';
  const revoke = async (tokenId: string) => {
    await doing.run(() => ask('revokeToken', { params: { tokenId } }));
    again();
  };
  return (
    <>
      <PartHead title={t('admin:section.tokens')}>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('admin:addToken')}
        </Button>
      </PartHead>
      <FailureNote failure={doing.failure ?? failure} />
      <Table<TokenRow>
        dataSource={[...(value?.tokens ?? [])]}
        rowKey="tokenId"
        size="small"
        loading={value === null && failure === null}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('admin:none') }}
        columns={[
          { title: t('admin:name'), dataIndex: 'name' },
          {
            title: t('admin:state'),
            render: (_, token) => {
              const state = stateOf(token);
              return <span className={`chip is-${state}`}>{t(`admin:${state}`)}</span>;
            },
          },
          { title: t('admin:area'), render: (_, { areaId }) => areaName(areaId) },
          {
            title: t('admin:tokenActions'),
            render: (_, { actions }) => (
              <ul className="grants">
                {actions.map((action) => (
                  <li key={action}>{t(`vocabulary:action.${action}`)}</li>
                ))}
              </ul>
            ),
          },
          { title: t('admin:tokenUntil'), render: (_, { untilMs }) => <time>{dayTime(untilMs)}</time> },
          {
            title: t('admin:tokenUsed'),
            render: (_, { lastUsedAtMs }) =>
              lastUsedAtMs === null ? t('admin:tokenNever') : <time>{dayTime(lastUsedAtMs)}</time>,
          },
          {
            title: '',
            render: (_, token) =>
              stateOf(token) === 'tokenValid' ? (
                <Popconfirm
                  title={t('admin:tokenRevoke')}
                  description={token.name}
                  okText={t('admin:tokenRevoke')}
                  cancelText={t('admin:cancel')}
                  onConfirm={() => revoke(token.tokenId)}
                >
                  <Button size="small" danger>
                    {t('admin:tokenRevoke')}
                  </Button>
                </Popconfirm>
              ) : null,
          },
        ]}
      />
      {adding ? (
        <TokenSheet
          onIssued={(issued) => {
            setAdding(false);
            setSecret(issued);
            again();
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {secret === null ? null : (
        <OnceDialog
          title={t('admin:tokenSecretTitle')}
          help={t('admin:tokenSecretHelp')}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}

function TokenSheet({ onIssued, onClose }: { onIssued: (secret: string) => void; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { ask } = useSession().queries;
  const areas = useAreaChoices();
  const doing = useDoing();
  const [name, setName] = useState('');
  const [areaId, setAreaId] = useState(areas[0]?.value ?? '');
  const [actions, setActions] = useState<ScopeAction[]>([]);
  const [days, setDays] = useState(90);
  const issue = async () => {
    const body = { name, areaId, actions, untilMs: Date.now() + days * dayMs };
    const issued = await doing.run(() => ask('issueToken', { body }));
    if (issued !== null) onIssued(issued.secret);
  };
  return (
    <SideSheet title={t('admin:addToken')} onClose={onClose}>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void issue();
        }}
      >
        <Labelled label={t('admin:name')}>
          <Input value={name} maxLength={64} onChange={(e) => setName(e.target.value)} />
        </Labelled>
        <Labelled label={t('admin:area')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={areaId}
            options={areas}
            onChange={setAreaId}
          />
        </Labelled>
        <fieldset>
          <legend>{t('admin:tokenActions')}</legend>
          <Checkbox.Group
            className="scope"
            value={actions}
            options={scopeActions.map((action) => ({
              value: action,
              label: t(`vocabulary:action.${action}`),
            }))}
            onChange={setActions}
          />
        </fieldset>
        <Labelled label={t('admin:tokenDays')} hint={t('admin:tokenDaysHint')}>
          <InputNumber
            min={1}
            max={366}
            precision={0}
            value={days}
            onChange={(value) => setDays(value ?? 90)}
          />
        </Labelled>
        <FailureNote failure={doing.failure} />
        <Button
          type="primary"
          htmlType="submit"
          loading={doing.busy}
          disabled={name.trim() === '' || actions.length === 0}
        >
          {t('admin:addToken')}
        </Button>
      </form>
    </SideSheet>
  );
}
