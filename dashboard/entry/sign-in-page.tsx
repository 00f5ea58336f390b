// Coming in: name and password, then the code where the person has a second factor; a lock is told with its time.
import { useTranslation } from 'react-i18next';
import { EntryFrame } from './entry-frame';
import { SignInForm } from './sign-in-form';
import { useFrontDoor } from './use-front-door';

export default function SignInPage() {
  const { t } = useTranslation('entry');
  const door = useFrontDoor();
  return (
    <EntryFrame title={t('signIn')}>
      {door?.mode === 'demo' ? (
        <section className="entry-note" data-testid="demo-note">
          <h2>{t('demoTitle')}</h2>
          <p>{t('demoHelp')}</p>
        </section>
      ) : null}
      {door?.needsSetUp ? (
        <section className="entry-note">
          <h2>{t('setUpTitle')}</h2>
          <p>{t('setUpHelp')}</p>
        </section>
      ) : (
        <>
          <SignInForm />
          {door?.directory ? (
            <>
              <p className="entry-or">{t('or')}</p>
              <a className="entry-other" href="/sign-in/directory">
                {t('directory', { name: door.directory })}
              </a>
            </>
          ) : null}
          <p className="entry-quiet">{t('forgot')}</p>
        </>
      )}
    </EntryFrame>
  );
}
