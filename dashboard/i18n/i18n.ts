// i18next set up once for the page: language kept in localStorage, `<html lang>` follows it.
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languageOf, words } from './languages';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    keySeparator: false;
    resources: (typeof words)['zh-CN'];
  }
}

const keptAs = 'haixi-language';
const i18n = createInstance();

/** Set up the words; synchronous, because they are in the page already. */
export function startI18n(): void {
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language;
    document.title = i18n.t('name');
  });
  void i18n.use(initReactI18next).init({
    resources: words,
    lng: languageOf(localStorage.getItem(keptAs)),
    fallbackLng: 'zh-CN',
    ns: Object.keys(words['zh-CN']),
    defaultNS: 'app',
    // Keys are flat and carry dots, as the event types of the contract do.
    keySeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
}

/** Change the language of the page, and keep it for the next visit. */
export function changeLanguage(language: Language): void {
  localStorage.setItem(keptAs, language);
  void i18n.changeLanguage(language);
}
