// A one-time link: the first administrator and area are made by it, or somebody chooses a password.
import type { Invitation } from '@haixi/proto/accounts/accounts';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asked } from '../api/ask';
import { FailureNote } from '../store/failure-note';
import { EntryFrame } from './entry-frame';
import { JoinForm } from './join-form';
import { askAtDoor } from './use-front-door';

/** The secret stands behind the `#`, which no browser sends to a server. */
export default function JoinPage() {
  const { t } = useTranslation('entry');
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)));
  const [asked, setAsked] = useState<Asked<Invitation> | null>(null);
  const look = useCallback(() => {
    if (token !== '') void askAtDoor('invitation', { params: { token } }).then(setAsked);
  }, [token]);
  useEffect(look, [look]);

  if (asked?.ok === true)
    return (
      <EntryFrame title={t(`title.${asked.value.kind}`)}>
        <JoinForm token={token} invitation={asked.value} />
      </EntryFrame>
    );
  return (
    <EntryFrame title={t('signIn')}>
      {token === '' ? (
        <p className="entry-quiet">{t('linkMissing')}</p>
      ) : asked === null ? (
        <p className="entry-quiet">{t('linkChecking')}</p>
      ) : (
        <>
          <FailureNote failure={asked} />
          {asked.reason === 'unreachable' ? (
            <button type="button" onClick={look}>
              {t('again')}
            </button>
          ) : null}
        </>
      )}
      <a className="entry-other" href="/sign-in">
        {t('toSignIn')}
      </a>
    </EntryFrame>
  );
}
