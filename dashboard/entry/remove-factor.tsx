// Taking one's second factor away: the password and a code of it.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { Field } from './field';
import type { SetUpFactorProps } from './set-up-factor';

type Props = Omit<SetUpFactorProps, 'onDone'> & { readonly onDone: () => void };

export function RemoveFactor({ hasPassword, onDone, onCancel }: Props) {
  const { t } = useTranslation('entry');
  const { queries } = useSession();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const asked = await queries.ask('removeSecondFactor', { body: { password, code: code.trim() } });
    setBusy(false);
    if (asked.ok) onDone();
    else setFailure(asked);
  };

  return (
    <form className="entry-form" onSubmit={(event) => void submit(event)} noValidate>
      {hasPassword ? (
        <Field label={t('yourPassword')}>
          {(ids) => (
            <input
              {...ids}
              type="password"
              autoComplete="current-password"
              maxLength={256}
              value={password}
              onChange={(change) => setPassword(change.target.value)}
            />
          )}
        </Field>
      ) : null}
      <Field label={t('code')} hint={t('codeHint')}>
        {(ids) => (
          <input
            {...ids}
            autoComplete="one-time-code"
            maxLength={11}
            value={code}
            onChange={(change) => setCode(change.target.value)}
          />
        )}
      </Field>
      <FailureNote failure={failure} />
      <p className="account-row">
        <button type="submit" disabled={busy || code === '' || (hasPassword && password === '')}>
          {t('removeFactor')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </p>
    </form>
  );
}
