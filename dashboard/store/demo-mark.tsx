// That this is a demonstration, beside the product's name on every screen: nothing here is of anybody's life.
import { useTranslation } from 'react-i18next';
import './demo-mark.css';
import { useSession } from './session-context';

export function DemoMark() {
  const { t } = useTranslation('app');
  const { me } = useSession();
  return me.isDemonstration ? (
    <span className="demo-mark" title={t('demoAbout')}>
      {t('demo')}
    </span>
  ) : null;
}
