// The frame of the pages where one comes in: the name, one card, the language.
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';
import { useLanguage } from '../i18n/use-language';
import './entry.css';
import './forms.css';

export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation('app');
  const language = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t('name')}`;
  }, [title, t]);
  return (
    <div className="entry">
      <header>
        <span className="entry-name">{t('name')}</span>
        <button type="button" onClick={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {t('language')}
        </button>
      </header>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
