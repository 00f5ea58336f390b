// The line that never leaves: where I am, whether everything has arrived, and the way to account and language.
import type { Order } from '@haixi/proto/devices/orders';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';
import { useLanguage } from '../i18n/use-language';
import { countWaiting } from './kept';
import { useKeeper } from './use-keeper';
import { goToList } from './use-place';

export function InstallBar({ order }: { order: Order | null }) {
  const { t } = useTranslation(['install', 'app']);
  const language = useLanguage();
  return (
    <header className="install-bar">
      {order === null ? null : (
        <button type="button" className="install-back" onClick={goToList} aria-label={t('install:back')}>
          ←
        </button>
      )}
      <h1>{order === null ? t('install:title') : order.siteName}</h1>
      <Arrived />
      <nav className="install-menu">
        <button type="button" onClick={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {t('app:language')}
        </button>
        <a href="/account">{t('install:account')}</a>
      </nav>
    </header>
  );
}

/** Whether what was done is with the server, in a sign and words. */
function Arrived() {
  const { t } = useTranslation('install');
  const { state, broken } = useKeeper();
  const waits = Object.values(state.kept).reduce((sum, kept) => sum + countWaiting(kept), 0);
  if (broken) return <Pill tone="is-wrong">✕ {t('diskFull')}</Pill>;
  if (state.held === 'signed_out') return <Pill tone="is-wrong">✕ {t('signedOut')}</Pill>;
  if (state.held === 'other_person') return <Pill tone="is-wrong">✕ {t('otherPerson')}</Pill>;
  const count = waits > 0 ? `${t('waiting', { count: waits })}` : '';
  if (state.held === 'unreachable')
    return (
      <Pill tone="is-waiting">
        ○ {t('offline')}
        {count === '' ? '' : ` · ${count}`}
      </Pill>
    );
  if (waits > 0) return <Pill tone="is-waiting">↑ {count}</Pill>;
  if (state.readAtMs === null) return null;
  return <Pill tone="is-done">✓ {t('synced')}</Pill>;
}

function Pill({ tone, children }: { tone: string; children: React.ReactNode }) {
  return (
    <span className={`install-pill ${tone}`} role="status" data-testid="arrived">
      {children}
    </span>
  );
}
