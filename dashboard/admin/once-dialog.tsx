// A secret that is shown this once: as text to be copied, and as a QR code where a phone is to have it.
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QrCode } from '../store/qr-code';

export interface OnceDialogProps {
  readonly title: string;
  readonly help: string;
  readonly secret: string;
  /** What the QR code is; none is shown without it. */
  readonly qrLabel?: string;
  readonly onClose: () => void;
}

export function OnceDialog({ title, help, secret, qrLabel, onClose }: OnceDialogProps) {
  const { t } = useTranslation('admin');
  const [copied, setCopied] = useState(false);
  return (
    <Modal
      open
      title={title}
      // A press beside it would lose what can't be shown again.
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('close')}
        </Button>
      }
    >
      <div className="sheet-form">
        <p>{help}</p>
        {qrLabel === undefined ? null : <QrCode text={secret} label={qrLabel} />}
        <code className="once-secret" data-testid="once-secret">
          {secret}
        </code>
        <Button onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}>
          {copied ? `✓ ${t('copied')}` : t('copy')}
        </Button>
      </div>
    </Modal>
  );
}
