// Setting a second factor up: the password, the QR code for the app, and the first code of it.
import type { SecondFactor } from '@haixi/proto/accounts/accounts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { FailureNote } from '../store/failure-note';
import { QrCode } from '../store/qr-code';
import { useSession } from '../store/session-context';
import { Field } from './field';

export interface SetUpFactorProps {
  /** Without one, nothing but a recent sign-in vouches for the person. */
  readonly hasPassword: boolean;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
  readonly onCancel: () => void;
}

export function SetUpFactor({ hasPassword, onDone, onCancel }: SetUpFactorProps) {
  const { t } = useTranslation('entry');
  const { queries } = useSession();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [begun, setBegun] = useState<SecondFactor | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    if (begun === null) {
      const asked = await queries.ask('beginSecondFactor', { body: { password } });
      if (asked.ok) setBegun(asked.value);
      else setFailure(asked);
    } else {
      const asked = await queries.ask('confirmSecondFactor', { body: { code: code.trim() } });
      if (asked.ok) onDone(asked.value.recoveryCodes);
      else setFailure(asked);
      setCode('');
    }
    setBusy(false);
  };

  return (
    <form className="entry-form" onSubmit={(event) => void submit(event)} noValidate>
      {begun === null ? (
        hasPassword ? (
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
        ) : null
      ) : (
        <>
          <p>{t('scanFactor')}</p>
          <QrCode text={begun.uri} label={t('qrOfFactor')} />
          <p>
            {t('orType')}
            <br />
            <code className="factor-secret" data-testid="factor-secret">
              {begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}
            </code>
          </p>
          <Field label={t('firstCode')}>
            {(ids) => (
              <input
                {...ids}
                autoComplete="one-time-code"
                inputMode="numeric"
                maxLength={6}
                value={code}
                onChange={(change) => setCode(change.target.value)}
              />
            )}
          </Field>
        </>
      )}
      <FailureNote failure={failure} />
      <p className="account-row">
        <button
          type="submit"
          className="is-main"
          disabled={busy || (begun === null ? hasPassword && password === '' : code.length !== 6)}
        >
          {busy ? t('working') : begun === null ? t('next') : t('confirm')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </p>
    </form>
  );
}
