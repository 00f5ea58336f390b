// The sheet of keys, opened by `?`.
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

const keys = [
  ['↓ ↑', 'keyNext'],
  ['Enter', 'keyOpen'],
  ['R', 'keyReceive'],
  ['1 2 3', 'keySend'],
  ['N', 'keyNote'],
  ['V', 'keyVideo'],
  ['L', 'keyLarger'],
  ['C', 'keyCameras'],
  ['S', 'keySites'],
  ['Esc', 'keyBack'],
  ['?', 'keyHelp'],
] as const;

export function KeySheet({ shown, onClose }: { shown: boolean; onClose: () => void }) {
  const { t } = useTranslation('console');
  return (
    <Modal open={shown} title={t('keys')} footer={null} width={420} onCancel={onClose}>
      <dl className="key-sheet">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
