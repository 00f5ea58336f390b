// What stands round the canvas: zoom and home, the legend, the word 示意, and incidents that have no place.
import { useState } from 'react';
import { type Language, words } from '../i18n/languages';
import { siteLacks } from '../store/site-lack';
import { Icon } from './icons/icon';
import { type IconName, taskIcon, tasks } from './icons/names';
import type { OverlayMap } from './overlay-map';
import { mapWords } from './words';

export function MapFrame({
  lang,
  map,
  unplaced,
  explained = true,
}: {
  lang: Language;
  map: OverlayMap | null;
  unplaced: number;
  /** Whether there is a legend; a small map with one thing on it needs none. */
  explained?: boolean;
}) {
  const mine = mapWords[lang];
  const [legend, setLegend] = useState(false);
  return (
    <>
      <div className="district-map-controls">
        <button type="button" aria-label={mine.zoomIn} title={mine.zoomIn} onClick={() => map?.zoomBy(1)}>
          ＋
        </button>
        <button type="button" aria-label={mine.zoomOut} title={mine.zoomOut} onClick={() => map?.zoomBy(-1)}>
          －
        </button>
        <button type="button" aria-label={mine.home} title={mine.home} onClick={() => map?.home()}>
          ⌂
        </button>
        {explained ? (
          <button
            type="button"
            className="district-map-legend-button"
            aria-expanded={legend}
            onClick={() => setLegend(!legend)}
          >
            {mine.legend}
          </button>
        ) : null}
      </div>
      {legend ? <Legend lang={lang} /> : null}
      {unplaced > 0 ? <p className="district-map-unplaced">{mine.unplaced(unplaced)}</p> : null}
      <p className="district-map-illustrative">{mine.illustrative}</p>
    </>
  );
}

function Legend({ lang }: { lang: Language }) {
  const mine = mapWords[lang];
  const { vocabulary } = words[lang];
  const groups: readonly { title: string; rows: readonly [IconName, string][] }[] = [
    {
      title: mine.incidents,
      rows: [
        ...([1, 2, 3, 4] as const).map((priority): [IconName, string] => [
          `incident-${priority}-new`,
          `${vocabulary[`priority.${priority}`]} · ${mine.isNew}`,
        ]),
        ['incident-1-taken', mine.isTaken],
      ],
    },
    {
      title: mine.units,
      rows: [
        ...(['patrol', 'officer', 'beat', 'grid', 'guard'] as const).map((kind): [IconName, string] => [
          `unit-${kind}-on`,
          vocabulary[`unitKind.${kind}`],
        ]),
        ['unit-officer-off', mine.offDuty],
        ['heading', mine.goes],
        ...tasks.map((task): [IconName, string] => [taskIcon(task), vocabulary[`state.${task}`]]),
      ],
    },
    {
      title: mine.cameras,
      rows: [
        ['camera-ok', words[lang].cameras['state.ok']],
        ['camera-troubled', words[lang].cameras['state.troubled']],
        ['camera-fault', mine.fault],
        ['camera-gone', words[lang].cameras['state.dark']],
        ['camera-unknown', words[lang].cameras['state.unknown']],
      ],
    },
    {
      title: mine.sites,
      rows: [
        ...(['institution', 'community', 'shop', 'road'] as const).map((type): [IconName, string] => [
          `site-${type}-online`,
          vocabulary[`siteType.${type}`],
        ]),
        ['site-shop-dark', vocabulary['presence.dark']],
        ['site-shop-never', vocabulary['presence.never']],
        ...siteLacks.map((lack): [IconName, string] => [`lack-${lack}`, words[lang].cameras[`lack.${lack}`]]),
      ],
    },
  ];
  return (
    <div className="district-map-legend">
      {groups.map(({ title, rows }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul>
            {rows.map(([name, text]) => (
              <li key={name}>
                <Icon name={name} />
                {text}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
