// What stands round the canvas: search, zoom and home, layers and legend, the word 示意, what is hidden or has no place.
import type { ReactNode } from 'react';
import { type Language, words } from '../i18n/languages';
import { siteLacks } from '../store/site-lack';
import { Icon } from './icons/icon';
import { type IconName, taskIcon, tasks } from './icons/names';
import type { Arrangement } from './arrangement';
import { LayerMenu } from './layer-menu';
import type { OverlayMap } from './overlay-map';
import type { View } from './view';
import { mapWords } from './words';

/** What is folded out over the map. */
export type Unfolded = 'legend' | 'layers' | null;

/** What a large map can be asked; a small one on which one thing is set goes without. */
export interface MapTools {
  readonly unfolded: Unfolded;
  readonly onUnfold: (what: Unfolded) => void;
  readonly arrangement: Arrangement;
  readonly onArrange: (part: Partial<Arrangement>) => void;
  readonly view: View | null;
  /** To the person's own view, or from there to the whole district. */
  readonly onHome: () => void;
  readonly onSeekPlace: () => void;
}

export function MapFrame({
  lang,
  map,
  unplaced = 0,
  tools = null,
}: {
  lang: Language;
  map: OverlayMap | null;
  unplaced?: number;
  tools?: MapTools | null;
}) {
  const mine = mapWords[lang];
  const hidden = tools?.arrangement.mapHidden ?? [];
  return (
    <>
      <div className="district-map-notices">
        {tools ? (
          <button type="button" className="district-map-seek" onClick={tools.onSeekPlace}>
            {/* A lens, and the key that does the same. */}
            <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
              <circle cx="6.5" cy="6.5" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.8" />
              <path d="M10 10 L14.4 14.4" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
            </svg>
            {mine.seekPlace}
            <kbd aria-hidden="true">/</kbd>
          </button>
        ) : null}
        {tools && hidden.length > 0 ? (
          <p className="district-map-hidden" role="status">
            {mine.hiddenNow(hidden.map((layer) => mine[`layer.${layer}`]))}
            <button type="button" onClick={() => tools.onArrange({ mapHidden: [] })}>
              {mine.showAll}
            </button>
          </p>
        ) : null}
        {unplaced > 0 ? <p className="district-map-unplaced">{mine.unplaced(unplaced)}</p> : null}
      </div>
      <div className="district-map-controls">
        <Control name={mine.zoomIn} onClick={() => map?.zoomBy(1)}>
          ＋
        </Control>
        <Control name={mine.zoomOut} onClick={() => map?.zoomBy(-1)}>
          －
        </Control>
        <Control
          name={tools?.arrangement.map ? mine.toOwnView : mine.home}
          onClick={() => (tools ? tools.onHome() : map?.home())}
        >
          ⌂
        </Control>
        {tools ? <Folds lang={lang} tools={tools} /> : null}
      </div>
      {tools?.unfolded === 'legend' ? <Legend lang={lang} /> : null}
      {tools?.unfolded === 'layers' ? <LayerMenu lang={lang} {...tools} /> : null}
      <p className="district-map-illustrative">{mine.illustrative}</p>
    </>
  );
}

function Control({ name, onClick, children }: { name: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" aria-label={name} title={name} onClick={onClick}>
      {children}
    </button>
  );
}

function Folds({ lang, tools: { unfolded, onUnfold } }: { lang: Language; tools: MapTools }) {
  return (['layers', 'legend'] as const).map((what) => (
    <button
      key={what}
      type="button"
      className="district-map-fold"
      aria-expanded={unfolded === what}
      onClick={() => onUnfold(unfolded === what ? null : what)}
    >
      {mapWords[lang][what]}
    </button>
  ));
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
        ['cluster-ok', mine.cluster],
        ['cluster-wrong', mine.clusterWrong],
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
