// The language of the page as a value, for names that come in two languages and for numbers and times.
import { useTranslation } from 'react-i18next';
import { type Language, languageOf } from './languages';

/** The language that is set now; the component is drawn again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languageOf(i18n.language);
}

/** A thing's name in this language. */
export function nameIn(language: Language, thing: { name: string; nameEn: string }): string {
  return language === 'zh-CN' || thing.nameEn === '' ? thing.name : thing.nameEn;
}
