// The sheet of keys, opened by `?`: the table of shortcuts itself, so that it can say nothing that is not so.
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { shortcutGroups, shortcuts } from './shortcut';

const titles = {
  queue: 'groupQueue',
  incident: 'groupIncident',
  map: 'groupMap',
  room: 'groupRoom',
} as const;

export function KeySheet({ shown, onClose }: { shown: boolean; onClose: () => void }) {
  const { t } = useTranslation(['console', 'queue']);
  return (
    <Modal open={shown} title={t('console:keys')} footer={null} width={860} onCancel={onClose}>
      <div className="key-sheet" data-testid="key-sheet">
        {shortcutGroups.map((group) => (
          <section key={group} aria-label={t(`queue:${titles[group]}`)}>
            <h3>{t(`queue:${titles[group]}`)}</h3>
            <dl>
              {shortcuts
                .filter((row) => row.group === group)
                .map((row) => (
                  <div key={row.do}>
                    <dt>
                      {row.shown.split(' ').map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{t(`queue:${row.says}`)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="key-sheet-foot">{t('queue:keysWrite')}</p>
    </Modal>
  );
}
