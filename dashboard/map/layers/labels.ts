// All words on the map at one zoom: gathered by urgency, thinned out so that none covers another, set as text layers.
import { TextLayer } from '@deck.gl/layers';
import type { Area } from '@haixi/proto/live/picture';
import type { StreetName } from '../base/street-names';
import { middleOf } from '../geometry';
import { type Language, nameIn, words } from '../../i18n/languages';
import type { ClusterMark } from '../marks/clusters';
import type { IncidentMark } from '../marks/incidents';
import type { SiteMark } from '../marks/sites';
import type { UnitMark } from '../marks/units';
import { type Ground, grounds, rgba, type Rgba } from '../palette';
import type { Box, View } from '../view';
import type { Lack } from '../../store/site-lack';
import { agoIn, lackWords, mapWords } from '../words';
import { clusterObstacles } from './clusters';
import { declutter, type Obstacle, type Side, widthEm } from './declutter';
import type { Draft, Look } from './draft';
import { incidentDrafts } from './incident-labels';
import { pinPx } from './incidents';
import { lackObstacles } from './lacks';
import { siteSizePx } from './sites';
import { rimOn, textLook } from './text';
import { unitSizePx } from './units';

export interface LabelsFor {
  readonly areas: readonly Area[];
  readonly streets: readonly StreetName[];
  readonly sites: readonly SiteMark[];
  readonly clusters: readonly ClusterMark[];
  readonly units: readonly UnitMark[];
  readonly incidents: readonly IncidentMark[];
  readonly selectedSiteId: string | null;
  readonly zoom: number;
  /** Labels of what stands in it are whole and clear of the frame; null before the map is open. */
  readonly view: View | null;
  /** Boxes in the view where the signs at its edge stand. */
  readonly signs: readonly Box[];
  readonly lang: Language;
  readonly on: Ground;
}

export interface Label {
  readonly id: string;
  readonly text: string;
  readonly position: [lon: number, lat: number];
  readonly sizePx: number;
  readonly colour: Rgba;
  readonly angle: number;
  readonly offset: [x: number, y: number];
  readonly anchor: 'start' | 'middle' | 'end';
  readonly look: Look;
}

/** The labels that are shown, each with its place. */
export function placeLabels(of: LabelsFor): Label[] {
  const drafts = [
    ...incidentDrafts(of.incidents, of.lang),
    ...siteLabels(of),
    ...of.units.toReversed().flatMap((mark) => unitLabel(mark, of)),
    ...of.areas.flatMap((area) => areaLabel(area, of)),
    ...streetLabels(of),
  ];
  const placed = declutter(drafts, obstaclesOf(of), of.zoom, of.view, of.signs);
  return drafts.flatMap(({ id, position, sizePx, colour: ink, angle = 0, look }): Label[] => {
    const place = placed.get(id);
    return place ? [{ id, position, sizePx, colour: ink, angle, look, ...place }] : [];
  });
}

/**
 * Text layers of the words below the pins, and of the alarms' words above them. A layer without words is left out: its
 * characters would make an empty texture. Alarm words stand on a dark plate, so that nothing below takes from them.
 */
export function labelLayers(
  labels: readonly Label[],
  on: Ground,
): {
  below: TextLayer<Label>[];
  alarms: TextLayer<Label>[];
} {
  const of = (look: Look) => {
    const data = labels.filter((label) => label.look === look);
    return data.length > 0 ? [textLayer(look, data, on)] : [];
  };
  return { below: [...of('plain'), ...of('strong')], alarms: of('alarm') };
}

function textLayer(look: Look, data: readonly Label[], on: Ground): TextLayer<Label> {
  return new TextLayer<Label>({
    ...textLook,
    ...(look === 'alarm' ? rimOn(grounds.night) : rimOn(on)),
    id: `labels-${look}`,
    data,
    fontWeight: look === 'plain' ? 400 : 700,
    getText: ({ text }) => text,
    getPosition: ({ position }) => position,
    getSize: ({ sizePx }) => sizePx,
    getColor: ({ colour: ink }) => ink,
    getAngle: ({ angle }) => angle,
    getPixelOffset: ({ offset }) => offset,
    getTextAnchor: ({ anchor }) => anchor,
    getAlignmentBaseline: 'center',
    background: look === 'alarm',
    getBackgroundColor: [10, 14, 20, 225],
    getBorderColor: ({ colour: ink }) => ink,
    getBorderWidth: 1.5,
    backgroundPadding: [6, 4],
    backgroundBorderRadius: 4,
  });
}

/** Selected ones, and those with something wrong, from further away; none where an incident's label says it already. */
function siteLabels({ sites, incidents, selectedSiteId, zoom, lang, on }: LabelsFor): Draft[] {
  const told = new Set(incidents.map(({ siteId }) => siteId));
  const urgency = (mark: SiteMark) =>
    mark.siteId === selectedSiteId ? 2 : mark.presence === 'dark' || mark.lacks.length > 0 ? 1 : 0;
  return sites
    .filter((mark) => !told.has(mark.siteId) && zoom >= [14.4, 13.6, 0][urgency(mark)]!)
    .toSorted((a, b) => urgency(b) - urgency(a))
    .map(({ siteId, position, presence, lacks, ...site }): Draft => {
      const isDark = presence === 'dark';
      const states = [
        ...(isDark ? [words[lang].vocabulary['presence.dark']] : []),
        ...lacks.slice(0, 1).map((lack) => lackWords(lack, lang)),
      ];
      const selected = siteId === selectedSiteId;
      return {
        id: `site ${siteId}`,
        text: [nameIn(lang, site), ...states].join(' '),
        position,
        sizePx: selected ? 14 : 12.5,
        gapPx: siteSizePx(zoom) / 2 + (selected ? 8 : 4),
        sides: ['right', 'below', 'left', 'above'],
        colour: rgba(selected ? on.selected : stateColour(isDark, lacks, on), 240),
        look: selected ? 'strong' : 'plain',
      };
    });
}

function stateColour(isDark: boolean, lacks: readonly Lack[], on: Ground): string {
  if (lacks.length > 0) return on.labelLack;
  return isDark ? on.labelDark : on.label;
}

function unitLabel(mark: UnitMark, of: LabelsFor): Draft[] {
  const { unitId, position, headingDeg, onDuty, task, oldByMs, ...unit } = mark;
  if (of.zoom < (onDuty ? 13.6 : 15)) return [];
  const doing = task === null ? '' : ` ${words[of.lang].vocabulary[`state.${task}`]}`;
  const age = oldByMs === null ? '' : ` ${agoIn(mapWords[of.lang], oldByMs)}`;
  return [
    {
      id: `unit ${unitId}`,
      text: `${nameIn(of.lang, unit)}${doing}${age}`,
      position,
      sizePx: 12.5,
      // Beside the sign of what it does, and not over the arrow where it goes.
      gapPx: unitSizePx(of.zoom) * (task === null ? 0.5 : 0.72) + 4,
      sides: (['right', 'left', 'below', 'above'] as const).filter((side) => side !== ahead(headingDeg)),
      colour: rgba(oldByMs === null && onDuty ? of.on.labelUnit : of.on.labelDim),
      look: 'plain',
    },
  ];
}

/** The side on which its arrow stands. */
function ahead(headingDeg: number | null): Side | null {
  if (headingDeg === null) return null;
  return (['above', 'right', 'below', 'left'] as const)[Math.round(headingDeg / 90) % 4]!;
}

function areaLabel({ areaId, outline, parentId, ...area }: Area, { zoom, lang, on }: LabelsFor): Draft[] {
  if (!outline || outline.length < 3 || parentId === null || zoom > 17) return [];
  return [
    {
      id: `area ${areaId}`,
      text: nameIn(lang, area),
      position: middleOf(outline),
      sizePx: zoom < 14.5 ? 16 : 19,
      gapPx: 18,
      sides: ['on', 'above', 'below'],
      marginPx: 6,
      colour: rgba(on.areaName, zoom < 15.5 ? 255 : 190),
      look: 'plain',
    },
  ];
}

const streetLooks = {
  spot: { from: 14.6, sizePx: 12, ink: 'spotName' },
  main: { from: 13.8, sizePx: 12, ink: 'streetName' },
  collector: { from: 14.7, sizePx: 11.5, ink: 'streetName' },
  street: { from: 15.5, sizePx: 11, ink: 'streetName' },
  lane: { from: 16.2, sizePx: 10.5, ink: 'streetName' },
} as const;

function streetLabels({ streets, zoom, lang, on }: LabelsFor): Draft[] {
  const order = Object.keys(streetLooks);
  return streets
    .map((name, n) => ({ name, n }))
    .filter(({ name }) => zoom >= streetLooks[name.rank].from)
    .toSorted((a, b) => order.indexOf(a.name.rank) - order.indexOf(b.name.rank))
    .map(({ name, n }): Draft => {
      const { sizePx, ink } = streetLooks[name.rank];
      const { text, angle } = turned(lang === 'en' ? name.textEn : name.text, name.angle, lang);
      const [wide, high] = [widthEm(text) * sizePx, sizePx * 1.25];
      return {
        id: `street ${n}`,
        text,
        position: name.position,
        sizePx,
        gapPx: 0,
        sides: ['on'],
        ...(Math.abs(angle) > 45 ? { boxPx: [high, wide] as const } : {}),
        marginPx: name.rank === 'main' ? 14 : 5,
        colour: rgba(on[ink]),
        angle,
        look: 'plain',
      };
    });
}

/** Chinese goes down a street that runs north, one character under the other; Latin is turned along it. */
function turned(text: string, angle: number, lang: Language): { text: string; angle: number } {
  if (lang === 'en' || Math.abs(angle) <= 50) return { text, angle };
  return { text: [...text].join('\n'), angle: angle > 0 ? angle - 90 : angle + 90 };
}

function obstaclesOf({ sites, clusters, units, incidents, zoom }: LabelsFor): Obstacle[] {
  return [
    ...incidents.map(({ position, priority, shiftPx }): Obstacle => ({
      position,
      halfPx: pinPx[priority] / 2 + 2,
      shift: [shiftPx, -pinPx[priority] / 2 - 2],
    })),
    ...sites.map(({ position }): Obstacle => ({ position, halfPx: siteSizePx(zoom) / 2, minor: true })),
    ...lackObstacles(sites, zoom),
    ...clusterObstacles(clusters),
    ...units.map(({ position }): Obstacle => ({ position, halfPx: unitSizePx(zoom) / 2, minor: true })),
  ];
}
