// 办结: the outcome, what was done where it was genuine, the reason where nobody was sent (rule I6).
import type { Incident } from '@haixi/proto/incident/incident';
import { type Outcome, outcomes } from '@haixi/proto/vocabulary';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../store/use-commands';

export interface CloseFormProps {
  readonly incident: Incident;
  readonly run: Run;
  readonly pending: boolean;
  readonly onCancel: () => void;
}

export function CloseForm({ incident, run, pending, onCancel }: CloseFormProps) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [done, setDone] = useState('');
  const [reason, setReason] = useState('');
  const needsDone = outcome === 'genuine';
  const isHandedOver = incident.transfers.length > 0;
  const needsReason = incident.assignments.length === 0 && outcome !== 'transferred';
  const ready =
    outcome !== null && (!needsDone || done.trim() !== '') && (!needsReason || reason.trim() !== '');
  const close = async () => {
    if (outcome === null) return;
    const { incidentId, stage } = incident;
    await run('incident.close', {
      incidentId,
      expects: stage,
      outcome,
      done: done.trim(),
      reason: reason.trim(),
    });
  };
  return (
    <form
      className="block close-form"
      data-testid="close-form"
      aria-label={t('console:closeTitle')}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (ready) void close();
      }}
    >
      <h3>{t('console:closeTitle')}</h3>
      <Select
        aria-label={t('console:outcome')}
        placeholder={t('console:outcome')}
        value={outcome}
        onChange={setOutcome}
        options={outcomes.map((each) => ({
          value: each,
          label: t(`vocabulary:outcome.${each}`),
          // Written down first, with what was told them (I6).
          disabled: each === 'transferred' && !isHandedOver,
        }))}
      />
      <Input.TextArea
        aria-label={t('console:done')}
        placeholder={needsDone ? t('console:doneHint') : t('console:done')}
        value={done}
        maxLength={500}
        autoSize={{ minRows: 2, maxRows: 4 }}
        onChange={(change) => setDone(change.target.value)}
      />
      {needsReason ? (
        <Input.TextArea
          aria-label={t('console:reason')}
          placeholder={t('console:reasonHint')}
          value={reason}
          maxLength={500}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(change) => setReason(change.target.value)}
        />
      ) : null}
      <div className="form-line">
        <Button onClick={onCancel}>{t('console:cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={pending}>
          {t('console:close')}
        </Button>
      </div>
    </form>
  );
}
