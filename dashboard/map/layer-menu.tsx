// What the map shows of the district: layers on and off, day or night, following, and the person's own view.
import { mapLayers } from '@haixi/proto/accounts/desk';
import type { Language } from '../i18n/languages';
import { type Arrangement, isAt, mapDeskOf, toggledLayer } from './arrangement';
import type { View } from './view';
import { mapWords } from './words';

export function LayerMenu({
  lang,
  arrangement,
  view,
  onArrange,
}: {
  lang: Language;
  arrangement: Arrangement;
  view: View | null;
  onArrange: (part: Partial<Arrangement>) => void;
}) {
  const mine = mapWords[lang];
  const { map: own, mapTheme, mapHidden, mapFollows } = arrangement;
  return (
    <div className="district-map-legend district-map-menu" role="group" aria-label={mine.layers}>
      <section>
        <h3>{mine.layers}</h3>
        <ul>
          {mapLayers.map((layer, n) => (
            <li key={layer}>
              <label>
                <input
                  type="checkbox"
                  // Opened by a key, it is gone through by keys.
                  autoFocus={n === 0}
                  checked={!mapHidden.includes(layer)}
                  onChange={() => onArrange({ mapHidden: toggledLayer(mapHidden, layer) })}
                />
                {mine[`layer.${layer}`]}
              </label>
            </li>
          ))}
        </ul>
        <p>{mine.alwaysShown}</p>
      </section>
      <section>
        <h3>{mine.theme}</h3>
        <ul>
          {(['night', 'day'] as const).map((theme) => (
            <li key={theme}>
              <label>
                <input
                  type="radio"
                  name="map-theme"
                  checked={mapTheme === theme}
                  onChange={() => onArrange({ mapTheme: theme })}
                />
                {mine[theme]}
              </label>
            </li>
          ))}
        </ul>
        <h3>{mine.moving}</h3>
        <ul>
          <li>
            <label>
              <input
                type="checkbox"
                checked={mapFollows}
                onChange={() => onArrange({ mapFollows: !mapFollows })}
              />
              {mine.follow}
            </label>
          </li>
        </ul>
        <p>{mine.followHow}</p>
        <h3>{mine.ownView}</h3>
        <div className="district-map-own">
          <button
            type="button"
            disabled={view === null || (own !== null && isAt(own, view))}
            onClick={() => {
              if (view) onArrange({ map: mapDeskOf(view) });
            }}
          >
            {mine.keepView}
          </button>
          <button type="button" disabled={own === null} onClick={() => onArrange({ map: null })}>
            {mine.forgetView}
          </button>
        </div>
      </section>
    </div>
  );
}
