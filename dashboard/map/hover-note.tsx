// The note beside the pointer: the name of what lies under it, for marks whose label found no room.
import type { PickingInfo } from '@deck.gl/core';
import { type Language, nameIn, words } from '../i18n/languages';
import type { CameraMark } from './marks/cameras';
import type { ClusterMark } from './marks/clusters';
import type { IncidentMark } from './marks/incidents';
import type { SiteMark } from './marks/sites';
import type { UnitMark } from './marks/units';
import { agoIn, lackWords, mapWords } from './words';

export interface Note {
  readonly x: number;
  readonly y: number;
  /** Near the right or lower edge it opens to the other side. */
  readonly flipX: boolean;
  readonly flipY: boolean;
  readonly title: string;
  readonly text: string;
}

export function HoverNote({ note: { x, y, flipX, flipY, title, text } }: { note: Note }) {
  return (
    <div
      className="district-map-note"
      style={{
        left: x,
        top: y,
        translate: `${flipX ? 'calc(-100% - 14px)' : '14px'} ${flipY ? 'calc(-100% - 14px)' : '14px'}`,
      }}
      role="tooltip"
    >
      <strong>{title}</strong>
      <span>{text}</span>
    </div>
  );
}

/** What the note says about the mark under the pointer; null where there is none. */
export function noteOf({ object, layer, x, y, viewport }: PickingInfo, lang: Language): Note | null {
  if (!object || !layer) return null;
  const said =
    layer.id === 'sites' || layer.id === 'lacks'
      ? aboutSite(object, lang)
      : layer.id === 'units'
        ? aboutUnit(object, lang)
        : layer.id === 'incidents'
          ? aboutIncident(object, lang)
          : layer.id === 'cameras'
            ? aboutCamera(object, lang)
            : layer.id === 'clusters'
              ? aboutCluster(object, lang)
              : null;
  if (!said) return null;
  const flipX = x > (viewport?.width ?? Infinity) - 280;
  const flipY = y > (viewport?.height ?? Infinity) - 90;
  return { x, y, flipX, flipY, ...said };
}

type Said = Pick<Note, 'title' | 'text'>;

function aboutSite({ icon, presence, lacks, ...site }: SiteMark, lang: Language): Said {
  const { vocabulary } = words[lang];
  const type = icon.split('-')[1] as 'institution' | 'community' | 'shop' | 'road';
  return {
    title: nameIn(lang, site),
    text: [
      `${vocabulary[`siteType.${type}`]} · ${vocabulary[`presence.${presence}`]}`,
      ...lacks.map((lack) => lackWords(lack, lang)),
    ].join('\n'),
  };
}

function aboutCluster({ sites, cameras, dark, troubled, lacking }: ClusterMark, lang: Language): Said {
  const mine = mapWords[lang];
  return {
    title: mine.manySites(sites, cameras),
    text: [
      ...(dark > 0 ? [`${words[lang].vocabulary['presence.dark']} ${dark}`] : []),
      ...(troubled > 0 ? [mine.troubled(troubled)] : []),
      ...(lacking > 0 ? [mine.lacking(lacking)] : []),
      mine.pressToUnfold,
    ].join('\n'),
  };
}

function aboutCamera({ state, ...camera }: CameraMark, lang: Language): Said {
  return { title: nameIn(lang, camera), text: words[lang].cameras[`state.${state}`] };
}

function aboutUnit({ onDuty, task, oldByMs, ...unit }: UnitMark, lang: Language): Said {
  const mine = mapWords[lang];
  return {
    title: nameIn(lang, unit),
    text: [
      onDuty ? mine.onDuty : mine.offDuty,
      ...(task === null ? [] : [words[lang].vocabulary[`state.${task}`]]),
      ...(oldByMs === null ? [] : [`${mine.position} ${agoIn(mine, oldByMs)}`]),
    ].join(' · '),
  };
}

function aboutIncident({ where, whereEn, kind, priority }: IncidentMark, lang: Language): Said {
  const { vocabulary } = words[lang];
  return {
    title: lang === 'en' ? whereEn : where,
    text: `${vocabulary[`priority.${priority}`]} · ${vocabulary[`kind.${kind}`]}`,
  };
}
