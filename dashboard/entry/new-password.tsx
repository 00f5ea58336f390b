// A new password, typed twice, with its strength in words.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from './field';
import { passwordMin, strengthOf } from './strength';

export interface NewPassword {
  readonly password: string;
  readonly again: string;
}
export const noPassword: NewPassword = { password: '', again: '' };

/** Whether it can be sent: long enough, not easily guessed, and twice the same. */
export function isGoodPassword({ password, again }: NewPassword, names: readonly string[]): boolean {
  const strength = strengthOf(password, names);
  return (strength === 'fair' || strength === 'strong') && password === again;
}

export interface NewPasswordFieldsProps {
  readonly value: NewPassword;
  readonly names: readonly string[];
  readonly onChange: (value: NewPassword) => void;
}

export function NewPasswordFields({ value, names, onChange }: NewPasswordFieldsProps) {
  const { t } = useTranslation('entry');
  const [shown, setShown] = useState(false);
  const { password, again } = value;
  const strength = strengthOf(password, names);
  const type = shown ? 'text' : 'password';
  return (
    <>
      <Field label={t('newPassword')} hint={t('passwordHint')}>
        {(ids) => (
          <span className="field-row">
            <input
              {...ids}
              type={type}
              autoComplete="new-password"
              maxLength={256}
              value={password}
              onChange={(change) => onChange({ ...value, password: change.target.value })}
            />
            <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? t('hide') : t('show')}
            </button>
          </span>
        )}
      </Field>
      <p className={`strength is-${strength}`} role="status" data-testid="strength">
        <i aria-hidden="true" />
        {t(`strength.${strength}`, { count: passwordMin - password.length })}
      </p>
      <Field
        label={t('passwordAgain')}
        fault={again !== '' && again !== password.slice(0, again.length) ? t('notSame') : null}
      >
        {(ids) => (
          <input
            {...ids}
            type={type}
            autoComplete="new-password"
            maxLength={256}
            value={again}
            onChange={(change) => onChange({ ...value, again: change.target.value })}
          />
        )}
      </Field>
    </>
  );
}
