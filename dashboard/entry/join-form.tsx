// What is chosen by a one-time link, sent once it is whole.
import { type Invitation, signInNameSchema } from '@haixi/proto/accounts/accounts';
import { idSchema } from '@haixi/proto/basics';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { dayTime } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { type First, FirstFields, noFirst } from './first-fields';
import { goTo } from './go-to';
import { NewPasswordFields, isGoodPassword, noPassword } from './new-password';
import { askAtDoor } from './use-front-door';

export function JoinForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation('entry');
  const isSetUp = invitation.kind === 'set-up';
  const [first, setFirst] = useState<First>(noFirst);
  const [chosen, setChosen] = useState(noPassword);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const names = isSetUp ? [first.signInName, first.name] : [invitation.signInName, invitation.name];
  const whole = isGoodPassword(chosen, names) && (!isSetUp || isWhole(first));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || !whole) return;
    setBusy(true);
    setFailure(null);
    const body = { password: chosen.password, ...(isSetUp ? { first: bodyOf(first) } : {}) };
    const asked = await askAtDoor('answerInvitation', { params: { token }, body });
    if (asked.ok) goTo(asked.value);
    else {
      setBusy(false);
      setFailure(asked);
    }
  };

  return (
    <form className="entry-form" onSubmit={(event) => void submit(event)} noValidate>
      <p className="entry-quiet">
        {t(`about.${invitation.kind}`, { ...invitation, time: dayTime(invitation.expiresAtMs) })}
      </p>
      {isSetUp ? <FirstFields first={first} tried={tried} onChange={setFirst} /> : null}
      {/* So that a password manager knows whose password this is. */}
      {isSetUp ? null : (
        <input hidden readOnly autoComplete="username" value={invitation.signInName} aria-hidden="true" />
      )}
      <NewPasswordFields value={chosen} names={names} onChange={setChosen} />
      <FailureNote failure={failure} />
      <button type="submit" className="is-main" disabled={busy}>
        {busy ? t('working') : isSetUp ? t('finishSetUp') : t('setPassword')}
      </button>
    </form>
  );
}

function isWhole({ name, signInName, areaName, areaId }: First): boolean {
  const named = name.trim() !== '' && areaName.trim() !== '';
  return named && signInNameSchema.safeParse(signInName).success && idSchema.safeParse(areaId).success;
}

function bodyOf({ name, signInName, areaName, areaNameEn, areaId }: First) {
  return { name, signInName, area: { areaId, name: areaName, nameEn: areaNameEn } };
}
