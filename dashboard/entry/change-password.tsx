// One's password: the present one, and a new one twice. It signs all other devices out.
import type { Account } from '@haixi/proto/accounts/accounts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { Field } from './field';
import { NewPasswordFields, isGoodPassword, noPassword } from './new-password';

export function ChangePassword({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const { t } = useTranslation('entry');
  const { me, queries } = useSession();
  const [open, setOpen] = useState(false);
  const [old, setOld] = useState('');
  const [chosen, setChosen] = useState(noPassword);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [state, setState] = useState<'still' | 'busy' | 'done'>('still');
  const names = [account.signInName, me.person.name];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state === 'busy' || !isGoodPassword(chosen, names)) return;
    setState('busy');
    setFailure(null);
    const asked = await queries.ask('changePassword', {
      body: { password: old, newPassword: chosen.password },
    });
    setState(asked.ok ? 'done' : 'still');
    if (!asked.ok) {
      setFailure(asked);
      return;
    }
    setOld('');
    setChosen(noPassword);
    setOpen(false);
    onChanged();
  };

  return (
    <section aria-labelledby="account-password">
      <h2 id="account-password">{t('password')}</h2>
      {account.hasPassword ? null : <p>{t('noPasswordHere')}</p>}
      {state === 'done' ? <p role="status">✓ {t('passwordChanged')}</p> : null}
      {account.hasPassword && !open ? (
        <button type="button" onClick={() => setOpen(true)}>
          {t('changePassword')}
        </button>
      ) : null}
      {open ? (
        <form className="entry-form" onSubmit={(event) => void submit(event)} noValidate>
          <Field label={t('oldPassword')}>
            {(ids) => (
              <input
                {...ids}
                type="password"
                autoComplete="current-password"
                maxLength={256}
                value={old}
                onChange={(change) => setOld(change.target.value)}
              />
            )}
          </Field>
          <NewPasswordFields value={chosen} names={names} onChange={setChosen} />
          <FailureNote failure={failure} />
          <p className="account-row">
            <button
              type="submit"
              className="is-main"
              disabled={state === 'busy' || old === '' || !isGoodPassword(chosen, names)}
            >
              {state === 'busy' ? t('working') : t('changePassword')}
            </button>
            <button type="button" onClick={() => setOpen(false)}>
              {t('cancel')}
            </button>
          </p>
        </form>
      ) : null}
    </section>
  );
}
