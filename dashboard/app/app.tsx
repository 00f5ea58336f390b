// The shell: who is signed in, which page is theirs, and the live picture above it. Each page is loaded on its own.
import { type ComponentType, Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveContext } from '../store/live-context';
import { SessionContext } from '../store/session-context';
import { CrashBoundary } from './crash-boundary';
import { type EntryPage, type Page, entryOf, ownPage, pageOf, usesPage, workPages } from './pages';
import { PlainPage } from './plain-page';
import { useSignIn } from './use-sign-in';

const SignInPage = lazy(() => import('../entry/sign-in-page'));
const JoinPage = lazy(() => import('../entry/join-page'));
const AccountPage = lazy(() => import('../entry/account-page'));

const workPage: Readonly<Record<Exclude<Page, 'account'>, ComponentType>> = {
  console: lazy(() => import('../console/console-page')),
  patrol: lazy(() => import('../patrol/patrol-page')),
  install: lazy(() => import('../install/install-page')),
  tickets: lazy(() => import('../install/ticket-page')),
  review: lazy(() => import('../review/review-page')),
  wall: lazy(() => import('../wall/wall-page')),
  admin: lazy(() => import('../admin/admin-page')),
  audit: lazy(() => import('../audit/audit-page')),
};

export function App() {
  const { t } = useTranslation();
  const entry = entryOf(location.pathname);
  return (
    <CrashBoundary>
      <Suspense fallback={<PlainPage title={t('loading')} />}>
        {entry === null ? <Shell /> : <Entry entry={entry} />}
      </Suspense>
    </CrashBoundary>
  );
}

function Entry({ entry }: { entry: EntryPage }) {
  return entry === 'sign-in' ? <SignInPage /> : <JoinPage />;
}

function Shell() {
  const { t } = useTranslation();
  const signIn = useSignIn();
  if (signIn.state === 'asking') return <PlainPage title={t('loading')} />;
  if (signIn.state === 'unreachable') return <PlainPage title={t('unreachable')} />;
  // The address stays: who signs in again goes on where they were.
  if (signIn.state === 'signedOut') return <SignInPage />;

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
  const Work = page === 'account' ? null : workPage[page];
  return (
    <SessionContext value={session}>
      <LiveContext value={live}>
        {Work === null ? <AccountPage work={workPages(session.me)} /> : <Work />}
      </LiveContext>
    </SessionContext>
  );
}
