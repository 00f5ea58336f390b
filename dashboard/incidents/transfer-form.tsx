// 移交: writing down that another centre has it, what was told them, and their number for it; it stays ours until closed.
import type { Incident } from '@haixi/proto/incident/incident';
import {
  type HandedOver,
  type TransferTarget,
  handedOverThings,
  transferTargets,
} from '@haixi/proto/vocabulary';
import { Button, Checkbox, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../store/use-commands';

export interface TransferFormProps {
  readonly incident: Incident;
  readonly run: Run;
  readonly pending: boolean;
  readonly onDone: () => void;
}

export function TransferForm({ incident, run, pending, onDone }: TransferFormProps) {
  const { t } = useTranslation(['handling', 'vocabulary', 'console']);
  const [to, setTo] = useState<TransferTarget>('110');
  const [handedOver, setHandedOver] = useState<HandedOver[]>(['place', 'alarms']);
  const [reference, setReference] = useState('');
  const [note, setNote] = useState('');
  const save = async () => {
    const { incidentId, stage } = incident;
    const intent = { incidentId, expects: stage, to, handedOver, reference, note };
    const answer = await run('incident.transfer', intent);
    if (answer.ok) onDone();
  };
  return (
    <form
      className="block close-form"
      data-testid="transfer-form"
      aria-label={t('transferTitle')}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (handedOver.length > 0) void save();
      }}
    >
      <h3>{t('transferTitle')}</h3>
      <Radio.Group
        aria-label={t('transferTo')}
        value={to}
        onChange={(change) => setTo(change.target.value as TransferTarget)}
        options={transferTargets.map((each) => ({ value: each, label: t(`vocabulary:transferTo.${each}`) }))}
      />
      <Checkbox.Group
        aria-label={t('handedOver')}
        value={handedOver}
        onChange={setHandedOver}
        options={handedOverThings.map((each) => ({ value: each, label: t(`vocabulary:handedOver.${each}`) }))}
      />
      <Input
        aria-label={t('reference')}
        placeholder={t('referenceHint')}
        value={reference}
        maxLength={60}
        onChange={(change) => setReference(change.target.value)}
      />
      <Input.TextArea
        aria-label={t('transferNote')}
        placeholder={t('transferNote')}
        value={note}
        maxLength={500}
        autoSize={{ minRows: 1, maxRows: 4 }}
        onChange={(change) => setNote(change.target.value)}
      />
      <div className="form-line">
        <Button onClick={onDone}>{t('console:cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={handedOver.length === 0} loading={pending}>
          {t('transferSave')}
        </Button>
      </div>
    </form>
  );
}
