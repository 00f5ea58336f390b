// The small map, loaded when a sheet needs it: it is the heaviest thing of the page.
import { type ComponentProps, Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickMapProps } from '../map/pick-map';

const PickMap = lazy(async () => ({ default: (await import('../map/pick-map')).PickMap }));

export function LazyMap(props: ComponentProps<'div'> & { pick: PickMapProps }) {
  const { t } = useTranslation('admin');
  return (
    <div className="sheet-map">
      <Suspense fallback={<p className="admin-quiet">{t('loading')}</p>}>
        <PickMap {...props.pick} />
      </Suspense>
    </div>
  );
}
