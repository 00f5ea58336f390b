// What is lacking of a site as its sign and a word.
import { useTranslation } from 'react-i18next';
import { LackSign } from '../store/lack-sign';
import type { Lack } from '../store/site-lack';

export function LackMark({ lack }: { lack: Lack }) {
  const { t } = useTranslation('cameras');
  return (
    <span className="lack">
      <LackSign lack={lack} /> {t(`lack.${lack.lack}`)}
    </span>
  );
}
