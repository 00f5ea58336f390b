// How a person comes in: the link that is shown once, unlocking, a lost phone, signing out, leaving.
import type { PersonRow } from '@haixi/proto/accounts/accounts';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { OnceDialog } from './once-dialog';
import { useDoing } from './use-asked';

export interface PersonEntryProps {
  readonly person: PersonRow;
  readonly onChanged: () => void;
  readonly onRetired: () => void;
}

type Change = 'unlockPerson' | 'resetSecondFactor' | 'endSessionsOf' | 'retirePerson';

export function PersonEntry({ person, onChanged, onRetired }: PersonEntryProps) {
  const { t } = useTranslation('admin');
  const { me, queries } = useSession();
  const doing = useDoing();
  const [link, setLink] = useState<{ url: string; expiresAtMs: number } | null>(null);
  const [saved, setSaved] = useState<Change | null>(null);
  const params = { personId: person.personId };
  const isOwn = me.person.personId === person.personId;

  const invite = async () => {
    setLink(await doing.run(() => queries.ask('invitePerson', { params })));
    onChanged();
  };
  const change = async (name: Change) => {
    const done = await doing.run(() => queries.ask(name, { params }));
    setSaved(done === null ? null : name);
    onChanged();
    if (done !== null && name === 'retirePerson') onRetired();
  };

  return (
    <section className="sheet-part">
      <h3>{t('entryOf')}</h3>
      <p className="sheet-keys">
        {isOwn ? null : (
          <Button type={person.state === 'invited' ? 'primary' : 'default'} onClick={() => void invite()}>
            {person.state === 'invited' ? t('invite') : t('inviteAgain')}
          </Button>
        )}
        {person.state === 'locked' ? (
          <Button type="primary" onClick={() => void change('unlockPerson')}>
            {t('unlock')}
          </Button>
        ) : null}
        {person.hasSecondFactor && !isOwn ? (
          <Asked
            text={t('resetFactorAsk')}
            label={t('resetFactor')}
            onDo={() => change('resetSecondFactor')}
          />
        ) : null}
        <Button onClick={() => void change('endSessionsOf')}>{t('endSessions')}</Button>
        {isOwn ? null : (
          <Asked danger text={t('retireAsk')} label={t('retire')} onDo={() => change('retirePerson')} />
        )}
        {saved === null ? null : <span role="status">✓ {t('doneNow')}</span>}
      </p>
      <FailureNote failure={doing.failure} />
      {link === null ? null : (
        <OnceDialog
          title={t('inviteTitle')}
          help={t('inviteHelp', { name: person.name, time: dayTime(link.expiresAtMs) })}
          secret={link.url}
          qrLabel={t('inviteQr')}
          onClose={() => setLink(null)}
        />
      )}
    </section>
  );
}

function Asked({
  text,
  label,
  danger = false,
  onDo,
}: {
  text: string;
  label: string;
  danger?: boolean;
  onDo: () => Promise<void>;
}) {
  const { t } = useTranslation('admin');
  return (
    <Popconfirm
      title={label}
      description={<div className="ask-text">{text}</div>}
      okText={label}
      cancelText={t('cancel')}
      onConfirm={() => onDo()}
    >
      <Button danger={danger}>{label}</Button>
    </Popconfirm>
  );
}
