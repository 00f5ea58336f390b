// Where one is signed in: each device, and the way to sign one or all of them out.
import type { Account } from '@haixi/proto/accounts/accounts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { dayTime } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';

export function SessionsPart({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const { t } = useTranslation('entry');
  const { queries, signOut } = useSession();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asking, setAsking] = useState(false);

  const endOne = async (sessionId: string, isThis: boolean) => {
    if (isThis) {
      await signOut();
      return;
    }
    const asked = await queries.ask('endOneSession', { params: { sessionId } });
    setFailure(asked.ok ? null : asked);
    onChanged();
  };
  const endAll = async () => {
    const asked = await queries.ask('endAllSessions');
    if (asked.ok) location.assign('/sign-in');
    else setFailure(asked);
  };

  return (
    <section aria-labelledby="account-sessions">
      <h2 id="account-sessions">{t('sessions')}</h2>
      <p>{t('sessionsHelp')}</p>
      <ul className="sessions" data-testid="sessions">
        {account.sessions.map(
          ({ sessionId, isThis, browser, address, startedAtMs, seenAtMs, expiresAtMs }) => (
            <li key={sessionId}>
              <div>
                <strong>{browser}</strong>
                {isThis ? <span className="session-this">{t('thisOne')}</span> : null}
                <p>
                  {t('sessionFacts', { address, started: dayTime(startedAtMs), seen: dayTime(seenAtMs) })} ·{' '}
                  {t('sessionUntil', { time: dayTime(expiresAtMs) })}
                </p>
              </div>
              <button type="button" onClick={() => void endOne(sessionId, isThis)}>
                {t('endSession')}
              </button>
            </li>
          ),
        )}
      </ul>
      <FailureNote failure={failure} />
      {asking ? (
        <p className="account-row">
          <span>{t('endAllAsk')}</span>
          <button type="button" className="is-main" onClick={() => void endAll()}>
            {t('endAll')}
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            {t('cancel')}
          </button>
        </p>
      ) : (
        <button type="button" onClick={() => setAsking(true)}>
          {t('endAll')}
        </button>
      )}
    </section>
  );
}
