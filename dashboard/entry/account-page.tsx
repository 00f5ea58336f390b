// One's own account: password, second factor, sessions, language; before anything else where a role waits for the factor.
import type { Account } from '@haixi/proto/accounts/accounts';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asked } from '../api/ask';
import { changeLanguage } from '../i18n/i18n';
import { languages } from '../i18n/languages';
import { useLanguage } from '../i18n/use-language';
import { FailureNote } from '../store/failure-note';
import { PageBar } from '../store/page-bar';
import { useSession } from '../store/session-context';
import './account.css';
import { ChangePassword } from './change-password';
import './forms.css';
import { SecondFactorPart } from './second-factor-part';
import { SessionsPart } from './sessions-part';

const languageNames = { 'zh-CN': '中文', en: 'English' } as const;

/** `work`: the pages the person works at. */
export default function AccountPage({ work }: { work: readonly string[] }) {
  const { t } = useTranslation('entry');
  const { me, queries } = useSession();
  const language = useLanguage();
  const [asked, setAsked] = useState<Asked<Account> | null>(null);
  const [account, setAccount] = useState<Account | null>(null);
  const { ask } = queries;
  const read = useCallback(
    () =>
      void ask('account').then((answer) => {
        setAsked(answer);
        // What was read before stays: a form that is being filled in must not go with a line that breaks.
        if (answer.ok) setAccount(answer.value);
      }),
    [ask],
  );
  useEffect(read, [read]);

  return (
    <div className="account">
      <PageBar title={t('account')} />
      <main>
        {me.needsSecondFactor && account !== null ? (
          <p className="account-must" role="alert">
            {account.hasSecondFactor ? t('mustShow') : t('mustSetUp')}
          </p>
        ) : null}
        {!me.needsSecondFactor && work.length > 0 ? (
          <nav className="account-work">
            <a className="entry-other" href={`/${work[0]}`}>
              ← {t('toWork')}
            </a>
          </nav>
        ) : null}
        {!me.needsSecondFactor && work.length === 0 ? <p className="account-must">{t('noRoles')}</p> : null}
        <FailureNote failure={asked?.ok === false ? asked : null} />
        {asked?.ok === false ? (
          <p className="account-row">
            <button type="button" onClick={read}>
              {t('again')}
            </button>
          </p>
        ) : null}
        {account === null ? null : (
          <>
            <SecondFactorPart account={account} onChanged={read} />
            <ChangePassword account={account} onChanged={read} />
            <SessionsPart account={account} onChanged={read} />
          </>
        )}
        <section aria-labelledby="account-language">
          <h2 id="account-language">{t('languageTitle')}</h2>
          <p className="account-row">
            {languages.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={language === each}
                onClick={() => changeLanguage(each)}
              >
                {languageNames[each]}
              </button>
            ))}
          </p>
        </section>
      </main>
    </div>
  );
}
