// A site's presence as a sign and a word.
import type { SitePresence } from '@haixi/proto/vocabulary';
import { useTranslation } from 'react-i18next';

const signs: Readonly<Record<SitePresence, string>> = { online: '●', dark: '▲', never: '○' };

export function PresenceMark({ presence }: { presence: SitePresence }) {
  const { t } = useTranslation('vocabulary');
  return (
    <span className={`presence ${presence}`}>
      <span aria-hidden="true">{signs[presence]}</span> {t(`presence.${presence}`)}
    </span>
  );
}
