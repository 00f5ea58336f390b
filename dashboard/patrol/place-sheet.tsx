// The map of one assignment, loaded when it is first asked for; offline it opens if it was loaded before.
import type { Position } from '@haixi/proto/basics';
import { type ComponentType, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language';
import type { PickMapProps } from '../map/pick-map';
import { Sheet } from './sheet';
import type { Look } from './use-look';

type Loaded = { readonly Map: ComponentType<PickMapProps> } | 'loading' | 'missing';

export function PlaceSheet({
  title,
  place,
  here,
  look,
  close,
}: {
  title: string;
  place: Position;
  here: Position | null;
  look: Look['shown'];
  close: () => void;
}) {
  const { t } = useTranslation('patrol');
  const language = useLanguage();
  const [loaded, setLoaded] = useState<Loaded>('loading');
  useEffect(() => {
    let gone = false;
    import('../map/pick-map').then(
      ({ PickMap }) => gone || setLoaded({ Map: PickMap }),
      () => gone || setLoaded('missing'),
    );
    return () => {
      gone = true;
    };
  }, []);
  return (
    <Sheet title={title} close={close}>
      <div className="patrol-map" data-testid="place-map">
        {typeof loaded === 'string' ? (
          <p className="patrol-none">{t(loaded === 'loading' ? 'mapLoading' : 'mapMissing')}</p>
        ) : (
          <loaded.Map
            lang={language}
            areas={[]}
            position={place}
            theme={look === 'sun' ? 'day' : 'night'}
            plan={here === null ? null : { position: here, withinM: hereM }}
          />
        )}
      </div>
      <p className="patrol-quiet">{t(here === null ? 'mapOfPlace' : 'mapOfBoth')}</p>
    </Sheet>
  );
}

/** The circle round where one is, in metres: about as sure as a receiver between houses. */
const hereM = 25;
