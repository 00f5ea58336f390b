// The language of the page as a value, for names that come in two languages and for numbers and times.
import { useTranslation } from 'react-i18next';
import { type Language, languageOf } from './languages';

/** The language that is set now; the component is drawn again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languageOf(i18n.language);
}
