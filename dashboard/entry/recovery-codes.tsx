// The recovery codes, shown this once: to be printed, copied or written down before one goes on.
import type { Account } from '@haixi/proto/accounts/accounts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session-context';

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly account: Account;
  readonly onKept: () => void;
}

export function RecoveryCodes({ codes, account, onKept }: RecoveryCodesProps) {
  const { t } = useTranslation('entry');
  const { me } = useSession();
  const [copied, setCopied] = useState(false);
  return (
    <div className="recovery">
      <h2 id="account-factor">{t('codesTitle')}</h2>
      <p>{t('codesHelp')}</p>
      <div className="recovery-sheet">
        <h3>{t('codesOf', { name: me.person.name, signInName: account.signInName })}</h3>
        <ol data-testid="recovery-codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <p className="account-row">
        <button type="button" onClick={() => print()}>
          {t('print')}
        </button>
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}
        >
          {copied ? `✓ ${t('copied')}` : t('copy')}
        </button>
        <button type="button" className="is-main" onClick={onKept}>
          {t('codesKept')}
        </button>
      </p>
    </div>
  );
}
