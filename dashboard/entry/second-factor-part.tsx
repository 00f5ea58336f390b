// One's second factor: whether there is one, setting one up, another one in its place, taking it away.
import type { Account } from '@haixi/proto/accounts/accounts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session-context';
import { RecoveryCodes } from './recovery-codes';
import { RemoveFactor } from './remove-factor';
import { SetUpFactor } from './set-up-factor';

type Doing = 'nothing' | 'setting-up' | 'removing' | 'removed';

export function SecondFactorPart({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const { t } = useTranslation('entry');
  const { me } = useSession();
  // Whoever has to begin with it is led into it.
  const [doing, setDoing] = useState<Doing>(
    me.needsSecondFactor && !account.hasSecondFactor ? 'setting-up' : 'nothing',
  );
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { hasSecondFactor, mustHaveSecondFactor } = account;

  if (codes !== null)
    return (
      <section aria-labelledby="account-factor">
        <RecoveryCodes
          codes={codes}
          account={account}
          onKept={() => {
            // What was held back is granted from now on: the page begins anew.
            if (me.needsSecondFactor) location.assign('/');
            else onChanged();
            setCodes(null);
            setDoing('nothing');
          }}
        />
      </section>
    );
  return (
    <section aria-labelledby="account-factor">
      <h2 id="account-factor">{t('secondFactor')}</h2>
      <p>
        {hasSecondFactor
          ? `✓ ${t('secondFactorOn', { count: account.recoveryCodesLeft })}`
          : t('secondFactorOff')}{' '}
        {mustHaveSecondFactor ? t('secondFactorMust') : ''}
      </p>
      {doing === 'removed' ? <p role="status">{t('factorRemoved')}</p> : null}
      {doing === 'setting-up' ? (
        <SetUpFactor
          hasPassword={account.hasPassword}
          onDone={setCodes}
          onCancel={() => setDoing('nothing')}
        />
      ) : null}
      {doing === 'removing' ? (
        <RemoveFactor
          hasPassword={account.hasPassword}
          onDone={() => {
            setDoing('removed');
            onChanged();
          }}
          onCancel={() => setDoing('nothing')}
        />
      ) : null}
      {doing === 'nothing' || doing === 'removed' ? (
        <p className="account-row">
          <button
            type="button"
            className={hasSecondFactor ? '' : 'is-main'}
            onClick={() => setDoing('setting-up')}
          >
            {hasSecondFactor ? t('replaceFactor') : t('setUpFactor')}
          </button>
          {hasSecondFactor && !mustHaveSecondFactor ? (
            <button type="button" onClick={() => setDoing('removing')}>
              {t('removeFactor')}
            </button>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}
