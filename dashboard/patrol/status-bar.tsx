// The line that never leaves: who I am, whether what I see is live, and how much of what I pressed still waits.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';
import { clockTime } from '../i18n/times';
import { useLanguage } from '../i18n/use-language';
import { useLive, usePicture, useStaleSinceMs } from '../store/live-context';
import { DemoMark } from '../store/demo-mark';
import { useSession } from '../store/session-context';
import { countWaiting } from './outbox/queue';
import { Sheet } from './sheet';
import type { Look } from './use-look';
import { useOutbox } from './use-outbox';

const lookSigns = { auto: '◐', sun: '☀', night: '☾' } as const;

export function StatusBar({ onDuty, look }: { onDuty: boolean; look: Look }) {
  const { t } = useTranslation(['patrol', 'app']);
  const language = useLanguage();
  const { me } = useSession();
  const { state } = useOutbox();
  const [leaving, setLeaving] = useState(false);
  const waits = countWaiting(state.entries);

  return (
    <header className="patrol-bar">
      {/* The name is the way to one's account: a phone has no room for a key more. */}
      <a className="patrol-who" href="/account" title={t('account', { ns: 'app' })}>
        <strong>{me.person.name}</strong>
      </a>
      <DemoMark />
      <Connection />
      {waits > 0 ? (
        <span className="patrol-pill is-waiting" role="status" data-testid="waiting">
          ↑ {t('waiting', { count: waits })}
        </span>
      ) : null}
      <span className="patrol-gap" />
      <button
        type="button"
        data-testid="look"
        aria-label={t(`look.${look.choice}`)}
        title={t(`look.${look.choice}`)}
        onClick={look.next}
      >
        {lookSigns[look.choice]}
      </button>
      <button type="button" onClick={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
        {t('language', { ns: 'app' })}
      </button>
      <button type="button" onClick={() => setLeaving(true)}>
        {t('signOut')}
      </button>
      {leaving ? <SignOutSheet waits={waits} onDuty={onDuty} close={() => setLeaving(false)} /> : null}
    </header>
  );
}

function Connection() {
  const { t } = useTranslation('patrol');
  const connected = useLive((state) => state.connected);
  const staleSinceMs = useStaleSinceMs();
  const picture = usePicture();
  if (staleSinceMs !== null)
    return <Pill tone="is-stale">✕ {t('staleSince', { time: clockTime(staleSinceMs) })}</Pill>;
  if (picture === null) return <Pill tone="is-waiting">○ {t('connecting')}</Pill>;
  if (!connected) return <Pill tone="is-waiting">○ {t('reconnecting')}</Pill>;
  return <Pill tone="is-live">● {t('live')}</Pill>;
}

function Pill({ tone, children }: { tone: string; children: React.ReactNode }) {
  return (
    <span className={`patrol-pill ${tone}`} role="status" data-testid="connection">
      {children}
    </span>
  );
}

function SignOutSheet({ waits, onDuty, close }: { waits: number; onDuty: boolean; close: () => void }) {
  const { t } = useTranslation('patrol');
  const { signOut } = useSession();
  const [failed, setFailed] = useState(false);
  const leave = async () => setFailed(!(await signOut()));
  return (
    <Sheet title={t('signOutAsk')} close={close}>
      {waits > 0 ? <p>{t('signOutWaiting', { count: waits })}</p> : null}
      {onDuty ? <p>{t('signOutOnDuty')}</p> : null}
      {failed ? (
        <p className="patrol-alert" role="alert">
          {t('signOutFailed')}
        </p>
      ) : null}
      <div className="patrol-row">
        <button type="button" className="is-plain" onClick={close}>
          {t('cancel')}
        </button>
        <button type="button" className="is-danger" onClick={() => void leave()}>
          {t('signOut')}
        </button>
      </div>
    </Sheet>
  );
}
