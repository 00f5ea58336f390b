// The form of the sign-in page: asks the code only once the password was right, and waits out a lock.
import type { Asked } from '../api/ask';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameIn } from '@haixi/proto/accounts/accounts';
import { elapsed } from '../i18n/times';
import type { Failure } from '../i18n/problem-words';
import { FailureNote } from '../store/failure-note';
import { Field } from './field';
import { goTo } from './go-to';
import { askAtDoor } from './use-front-door';
import { useWait } from './use-wait';

export function SignInForm() {
  const { t } = useTranslation('entry');
  const [signInName, setSignInName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeAsked, setCodeAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const wait = useWait();
  const codeField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (codeAsked) codeField.current?.focus();
  }, [codeAsked]);

  const told = (asked: Asked<CameIn>) => {
    if (asked.ok) {
      goTo(asked.value);
      return;
    }
    setBusy(false);
    const why = asked.reason === 'refused' ? asked.problem.code : null;
    if (asked.reason === 'refused' && why === 'locked_out') wait.begin(asked.againInMs ?? 60_000);
    if (why === 'code_needed') setCodeAsked(true);
    if (why === 'wrong_code') setCode('');
    setFailure(why === 'code_needed' && !codeAsked ? null : asked);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || wait.leftMs > 0) return;
    setBusy(true);
    setFailure(null);
    const given = codeAsked ? { code: code.trim() } : {};
    told(await askAtDoor('startSession', { body: { signInName, password, ...given } }));
  };
  const startOver = () => {
    setCodeAsked(false);
    setCode('');
    setPassword('');
    setFailure(null);
  };

  return (
    <form className="entry-form" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={t('signInName')}>
        {(ids) => (
          <input
            {...ids}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={32}
            required
            readOnly={codeAsked}
            value={signInName}
            onChange={(change) => setSignInName(change.target.value)}
          />
        )}
      </Field>
      {codeAsked ? (
        <Field label={t('code')} hint={t('codeHint')}>
          {(ids) => (
            <input
              {...ids}
              ref={codeField}
              autoComplete="one-time-code"
              inputMode="text"
              maxLength={11}
              required
              value={code}
              onChange={(change) => setCode(change.target.value)}
            />
          )}
        </Field>
      ) : (
        <Field label={t('password')}>
          {(ids) => (
            <input
              {...ids}
              type="password"
              autoComplete="current-password"
              maxLength={256}
              required
              value={password}
              onChange={(change) => setPassword(change.target.value)}
            />
          )}
        </Field>
      )}
      <FailureNote failure={failure} />
      {wait.leftMs > 0 ? (
        <p className="entry-wait" role="timer" data-testid="lock-wait">
          {t('lockedFor', { time: elapsed(wait.leftMs + 999) })}
        </p>
      ) : null}
      <button
        type="submit"
        className="is-main"
        disabled={busy || wait.leftMs > 0 || signInName === '' || (codeAsked ? code === '' : password === '')}
      >
        {busy ? t('signingIn') : t('goSignIn')}
      </button>
      {codeAsked ? (
        <button type="button" onClick={startOver}>
          {t('startOver')}
        </button>
      ) : null}
    </form>
  );
}
