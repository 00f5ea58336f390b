// How old something is, in the words of the page's language.
import { useTranslation } from 'react-i18next';
import { ageIn } from './times';

/** Tells an age in ms as people say it; see `ageIn`. */
export function useAge(): (ms: number) => string {
  const { t } = useTranslation('app');
  return (ms) => ageIn(t, ms);
}
