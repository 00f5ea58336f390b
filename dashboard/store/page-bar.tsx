// The bar of the pages beside the console: what page this is, who is here, and the way to account, language and out.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';
import { useLanguage } from '../i18n/use-language';
import { DemoMark } from './demo-mark';
import './page-bar.css';
import { useSession } from './session-context';

export function PageBar({ title, children }: { title: string; children?: ReactNode }) {
  const { t } = useTranslation(['app', 'vocabulary']);
  const { me, signOut } = useSession();
  const language = useLanguage();
  const roles = [...new Set(me.grants.map(({ role }) => role))];
  return (
    <header className="page-bar">
      <a href="/" className="page-bar-name">
        {t('app:name')}
      </a>
      <DemoMark />
      <h1>{title}</h1>
      {children}
      <span className="page-bar-who">
        {me.person.name}
        <span>{roles.map((role) => t(`vocabulary:role.${role}`)).join(' ')}</span>
      </span>
      <nav className="page-bar-own" aria-label={t('app:account')}>
        <a href="/account" aria-current={location.pathname === '/account' ? 'page' : undefined}>
          {t('app:account')}
        </a>
        <button type="button" onClick={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {t('app:language')}
        </button>
        <button type="button" onClick={() => void signOut()}>
          {t('app:signOut')}
        </button>
      </nav>
    </header>
  );
}
