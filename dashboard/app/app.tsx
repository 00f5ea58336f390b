// The shell: who is signed in, which page is theirs, and the live picture above it. Each page is loaded on its own.
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveContext } from '../store/live-context';
import { SessionContext } from '../store/session-context';
import { CrashBoundary } from './crash-boundary';
import { ownPage, pageOf, usesPage } from './pages';
import { PlainPage } from './plain-page';
import { useSignIn } from './use-sign-in';

const ConsolePage = lazy(() => import('../console/console-page'));
const PatrolPage = lazy(() => import('../patrol/patrol-page'));

export function App() {
  const { t } = useTranslation();
  return (
    <CrashBoundary>
      <Suspense fallback={<PlainPage title={t('loading')} />}>
        <Shell />
      </Suspense>
    </CrashBoundary>
  );
}

function Shell() {
  const { t } = useTranslation();
  const signIn = useSignIn();
  if (signIn.state === 'asking') return <PlainPage title={t('loading')} />;
  if (signIn.state === 'unreachable') return <PlainPage title={t('unreachable')} />;
  if (signIn.state === 'signedOut')
    return <PlainPage title={t('signedOutTitle')} text={t('signedOutHelp')} />;

  const { session, live } = signIn;
  const own = ownPage(session.me);
  const page = pageOf(location.pathname) ?? own;
  if (pageOf(location.pathname) === null) history.replaceState(null, '', `/${page}`);
  if (!usesPage(session.me, page))
    return (
      <PlainPage title={t('notYours')}>
        <a href={`/${own}`}>{t('toYours')}</a>
      </PlainPage>
    );
  return (
    <SessionContext value={session}>
      <LiveContext value={live}>{page === 'console' ? <ConsolePage /> : <PatrolPage />}</LiveContext>
    </SessionContext>
  );
}
