// How a person has arranged the map: what they hide, day or night, whether it follows, and the view they call their own. Pure.
import { type Desk, type MapDesk, type MapLayer, mapLayers } from '@haixi/proto/accounts/desk';
import type { View } from './view';

/** The desk's parts that the map is arranged by. */
export type Arrangement = Pick<Desk, 'map' | 'mapTheme' | 'mapHidden' | 'mapFollows'>;

/** How far the view may be from the person's own and still be it: it was reached by a flight, not by hand. */
const samePx = 4;
const sameZoom = 0.05;
/** About seven digits: a hundredth of a metre; more would be noise of the flight. */
const digits = 7;

/** What to keep as the person's own view. */
export function mapDeskOf({ middle: [lon, lat], zoom }: View): MapDesk {
  return {
    lon: Number(lon.toFixed(digits)),
    lat: Number(lat.toFixed(digits)),
    zoom: Number(zoom.toFixed(3)),
  };
}

/** Whether the map shows the person's own view just now. */
export function isAt(own: MapDesk, { middle: [lon, lat], zoom }: View): boolean {
  const pxPerDegree = (512 * 2 ** zoom) / 360;
  return (
    Math.abs(own.zoom - zoom) <= sameZoom &&
    Math.abs(own.lon - lon) * pxPerDegree <= samePx &&
    Math.abs(own.lat - lat) * pxPerDegree <= samePx
  );
}

/** The layer shown if it was hidden, else hidden; in the order of the menu, so that the same choice is kept the same. */
export function toggledLayer(hidden: readonly MapLayer[], layer: MapLayer): MapLayer[] {
  return mapLayers.filter((each) => hidden.includes(each) !== (each === layer));
}
