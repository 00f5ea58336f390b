// Asks why before something is ended: the reason stands in the log.
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { FailureNote } from '../store/failure-note';

export interface ReasonDialogProps {
  readonly title: string;
  readonly text: string;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly onDo: (reason: string) => void;
  readonly onCancel: () => void;
}

export function ReasonDialog({ title, text, busy, failure, onDo, onCancel }: ReasonDialogProps) {
  const { t } = useTranslation('admin');
  const [reason, setReason] = useState('');
  return (
    <Modal
      open
      title={title}
      okText={t('reasonDo')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: busy }}
      onOk={() => onDo(reason.trim())}
      onCancel={onCancel}
    >
      <div className="sheet-form">
        <p>{text}</p>
        <label>
          {t('reason')}
          <Input.TextArea
            autoFocus
            rows={2}
            maxLength={200}
            placeholder={t('reasonHint')}
            value={reason}
            onChange={(change) => setReason(change.target.value)}
          />
        </label>
        <FailureNote failure={failure} />
      </div>
    </Modal>
  );
}
