// Coordinates by hand: two numbers and the map they come from, which is asked, and doubted where the numbers speak against it.
import type { Position } from '@haixi/proto/basics';
import { type Datum, datums } from '@haixi/proto/vocabulary';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { betterDatum, looksSwapped, pastedPair, typedPosition } from './datum';
import type { Taken } from './step-position';

interface Props {
  /** A place that is known: the phone's own, or the plan's. */
  readonly known: Position | null;
  readonly use: (taken: Taken) => void;
}

export function TypedPosition({ known, use }: Props) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const [lon, setLon] = useState('');
  const [lat, setLat] = useState('');
  const [datum, setDatum] = useState<Datum | null>(null);
  const id = useId();
  const position = typedPosition(lon, lat);
  const better =
    position === null || datum === null || known === null ? null : betterDatum(position, datum, known);
  const isSwapped = looksSwapped(lon, lat);
  const isBad = lon !== '' && lat !== '' && position === null && !isSwapped;
  const typed = (text: string, set: (text: string) => void) => {
    const pair = pastedPair(text);
    if (pair === null) return set(text);
    setLon(pair[0]);
    setLat(pair[1]);
  };
  return (
    <details className="install-details">
      <summary>{t('typeCoordinates')}</summary>
      <form
        className="install-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (position !== null && datum !== null) use({ position, datum, accuracyM: null });
        }}
      >
        <div className="install-pair">
          <div>
            <label htmlFor={`${id}-lon`}>{t('lon')}</label>
            <input
              id={`${id}-lon`}
              inputMode="decimal"
              autoComplete="off"
              value={lon}
              onChange={(event) => typed(event.target.value, setLon)}
            />
          </div>
          <div>
            <label htmlFor={`${id}-lat`}>{t('lat')}</label>
            <input
              id={`${id}-lat`}
              inputMode="decimal"
              autoComplete="off"
              value={lat}
              onChange={(event) => typed(event.target.value, setLat)}
            />
          </div>
        </div>
        {isBad ? <p className="install-alert">! {t('badCoordinates')}</p> : null}
        {isSwapped ? (
          <p className="install-amber">
            ! {t('swapped')}{' '}
            <button
              type="button"
              onClick={() => {
                setLon(lat);
                setLat(lon);
              }}
            >
              {t('swap')}
            </button>
          </p>
        ) : null}
        <fieldset className="install-choices">
          <legend>{t('datumAsk')}</legend>
          {datums.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name={`${id}-datum`}
                checked={datum === each}
                onChange={() => setDatum(each)}
              />
              {t(`vocabulary:datum.${each}`)}
            </label>
          ))}
        </fieldset>
        {better === null ? null : (
          <p className="install-amber" role="alert">
            ! {t('betterDatum', { datum: t(`vocabulary:datum.${better}`) })}{' '}
            <button type="button" onClick={() => setDatum(better)}>
              {t('useDatum', { datum: t(`vocabulary:datum.${better}`) })}
            </button>
          </p>
        )}
        {position !== null && datum === null ? <p className="install-quiet">{t('datumPick')}</p> : null}
        <button type="submit" disabled={position === null || datum === null}>
          {t('useCoordinates')}
        </button>
      </form>
    </details>
  );
}
