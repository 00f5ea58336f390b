// The sheet of the wall's keys, opened by `?`: the table itself, so that it can say nothing that is not so.
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { wallKeys } from './wall-keys';

export function KeysOfWall({ shown, onClose }: { shown: boolean; onClose: () => void }) {
  const { t } = useTranslation('wall');
  return (
    <Modal open={shown} title={t('keys')} footer={null} width={520} onCancel={onClose}>
      <dl className="wall-keys" data-testid="wall-keys">
        {wallKeys.map(({ says, shown: keys }) => (
          <div key={says}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(says)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
