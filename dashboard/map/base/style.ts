// The base layer as a MapLibre style without any address in it: no tiles, no glyphs, no sprite. Replace it here.
import type { FeatureCollection } from 'geojson';
import type {
  DataDrivenPropertyValueSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import { grounds, type MapTheme } from '../palette';
import type { Town } from './draw';
import { riverWidthM, type StreetRank } from './plan';
import seaText from './ningde-sea.geojson?raw';

/** The sea comes from OpenStreetMap by the licence ODbL, which asks for this line on the screen. */
const seaAttribution =
  '海域 Sea © <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noreferrer">OpenStreetMap</a> (ODbL)';

const nightColours = {
  land: grounds.night.ground,
  height: '#1c3a33',
  heightEdge: '#23463e',
  park: '#11261f',
  yard: '#111d25',
  field: '#0d151b',
  water: '#0b2233',
  waterEdge: '#12344a',
  building: '#15212d',
  buildingEdge: '#1f2e3c',
  bridge: '#3d5265',
  streets: { lane: '#192531', street: '#1d2b38', collector: '#223140', main: '#293b4c' },
};

const dayColours: typeof nightColours = {
  land: grounds.day.ground,
  height: '#bcd3c4',
  heightEdge: '#a9c4b3',
  park: '#d2e5d3',
  yard: '#e3e8e0',
  field: '#e9efe6',
  water: '#bcd8ea',
  waterEdge: '#98bdd5',
  building: '#dce2e8',
  buildingEdge: '#c2ccd5',
  bridge: '#aab8c4',
  streets: { lane: '#fbfcfd', street: '#fdfdfe', collector: '#ffffff', main: '#ffffff' },
};

/** How wide each street is on the ground in metres, and from which zoom it is drawn. */
const streetLooks: readonly {
  rank: StreetRank;
  widthM: number;
  minPx: number;
  minZoom: number;
}[] = [
  { rank: 'lane', widthM: 5, minPx: 0.5, minZoom: 14.2 },
  { rank: 'street', widthM: 9, minPx: 0.7, minZoom: 13.2 },
  { rank: 'collector', widthM: 14, minPx: 1, minZoom: 12 },
  { rank: 'main', widthM: 24, minPx: 1.6, minZoom: 10 },
];

/** The illustrative town over the sea, calm, so that an alarm is the brightest thing on it by night and the darkest by day. */
export function baseStyle(town: Town, theme: MapTheme): StyleSpecification {
  const colours = theme === 'day' ? dayColours : nightColours;
  return {
    version: 8,
    sources: {
      sea: { type: 'geojson', data: JSON.parse(seaText) as FeatureCollection, attribution: seaAttribution },
      ground: { type: 'geojson', data: town.ground },
      water: { type: 'geojson', data: town.water },
      streets: { type: 'geojson', data: town.streets },
      // Houses are only drawn from close by; simplifying them would bend their corners.
      buildings: { type: 'geojson', data: town.buildings, tolerance: 0.1, maxzoom: 16 },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': colours.land } },
      fill('ground', 'field', colours.field),
      {
        id: 'hill',
        type: 'fill',
        source: 'ground',
        filter: ['==', ['get', 'kind'], 'hill'],
        // Nested rings of one colour, each a little more opaque: height without a word.
        paint: {
          'fill-color': colours.height,
          'fill-opacity': 0.22,
          'fill-outline-color': colours.heightEdge,
        },
      },
      fill('ground', 'park', colours.park),
      fill('ground', 'school', colours.yard),
      fill('ground', 'square', colours.yard),
      {
        id: 'sea',
        type: 'fill',
        source: 'sea',
        paint: { 'fill-color': colours.water, 'fill-outline-color': colours.waterEdge },
      },
      line(
        'river-bank',
        'water',
        ['==', ['get', 'kind'], 'river'],
        colours.waterEdge,
        widthOf(riverWidthM + 8, 2),
      ),
      line('river', 'water', ['==', ['get', 'kind'], 'river'], colours.water, widthOf(riverWidthM, 1.5)),
      {
        id: 'lake',
        type: 'fill',
        source: 'water',
        filter: ['==', ['get', 'kind'], 'lake'],
        paint: { 'fill-color': colours.water, 'fill-outline-color': colours.waterEdge },
      },
      {
        id: 'buildings',
        type: 'fill',
        source: 'buildings',
        minzoom: 14.6,
        paint: {
          'fill-color': colours.building,
          'fill-outline-color': colours.buildingEdge,
          'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14.6, 0, 15.3, 1],
        },
      },
      line('bridge', 'streets', ['==', ['get', 'bridge'], true], colours.bridge, widthOf(32, 3), 12, 'butt'),
      ...streetLooks.map(({ rank, widthM, minPx, minZoom }) =>
        line(
          `street-${rank}`,
          'streets',
          ['==', ['get', 'rank'], rank],
          colours.streets[rank],
          widthOf(widthM, minPx),
          minZoom,
        ),
      ),
    ],
  };
}

function fill(source: string, kind: string, colour: string): LayerSpecification {
  return {
    id: kind,
    type: 'fill',
    source,
    filter: ['==', ['get', 'kind'], kind],
    paint: { 'fill-color': colour },
  };
}

function line(
  id: string,
  source: string,
  filter: ['==', ['get', string], string | boolean],
  colour: string,
  width: DataDrivenPropertyValueSpecification<number>,
  minzoom = 0,
  cap: 'round' | 'butt' = 'round',
): LayerSpecification {
  return {
    id,
    type: 'line',
    source,
    filter,
    minzoom,
    layout: { 'line-cap': cap, 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': width },
  };
}

/** Metres on the ground as pixels: one metre is 2^zoom / 69 950 px at this latitude. Never thinner than `minPx`. */
function widthOf(metres: number, minPx: number): DataDrivenPropertyValueSpecification<number> {
  const at = (zoom: number): number => Math.max(minPx, (metres * 2 ** zoom) / 69_950);
  const stops = [12, 13, 14, 15, 16, 17, 18, 19].flatMap((zoom) => [zoom, at(zoom)]);
  return [
    'interpolate',
    ['exponential', 2],
    ['zoom'],
    ...stops,
  ] as DataDrivenPropertyValueSpecification<number>;
}
