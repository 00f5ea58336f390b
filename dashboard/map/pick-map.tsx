// A small map on which one thing is set: a place, which way a camera looks from it, or an area's outline.
import type { Position } from '@haixi/proto/basics';
import type { Area } from '@haixi/proto/live/picture';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Language } from '../i18n/languages';
import { drawTown } from './base/draw';
import './district-map.css';
import { type Bounds, type LonLat, boundsOf } from './geometry';
import { areaLines, areasLayer } from './layers/areas';
import { accuracyLayers, lookLayers, othersLayers, outlineLayers, planLayers } from './layers/pick';
import { MapFrame } from './map-frame';
import { MapHandle, nudged } from './map-handle';
import { bearingOf, metresPerPixel, placeAt, withCorner } from './outline';
import { OutlineHandles, OutlineTools } from './outline-handles';
import './pick-map.css';
import { grounds, type MapTheme } from './palette';
import { useMap } from './use-map';
import { mapWords } from './words';

/** Which way a camera looks and what of it is seen. */
export interface PickLook {
  readonly headingDeg: number;
  readonly fovDeg: number;
  readonly rangeM: number;
}

export interface PickMapProps {
  readonly lang: Language;
  /** Whose outlines are drawn, faint. The map begins at them where nothing is set: render it once they are there. */
  readonly areas: readonly Area[];
  /** All positions are WGS-84. Null until one is set. */
  readonly position?: Position | null;
  /** Given: a tap, a drag of the pin or the arrow keys set the position. */
  readonly onPosition?: (position: Position) => void;
  /** How sure the position is, in metres, as a circle. */
  readonly accuracyM?: number | null;
  /** Where it was planned to be, as a circle of `withinM`. */
  readonly plan?: { readonly position: Position; readonly withinM: number } | null;
  /** The camera's view from the position, as a wedge. */
  readonly look?: PickLook | null;
  /** Given: the wedge has a handle by which it is turned; whole degrees clockwise from north, 0 … 359. */
  readonly onHeading?: (headingDeg: number) => void;
  /** Corners of a surface [lon, lat], not closed. */
  readonly outline?: readonly LonLat[] | null;
  /** Given: taps add corners, which can be dragged and taken away. */
  readonly onOutline?: (outline: [number, number][]) => void;
  /** What else stands there, as faint dots. */
  readonly others?: readonly Position[];
  /** Night where nothing else is said. */
  readonly theme?: MapTheme;
}

const town = drawTown();
const noOutline: readonly LonLat[] = [];
const noPositions: readonly Position[] = [];
/** From here on the heading's handle does not hide the pin. */
const handleOutPx = 56;
/** Where nothing else says where to begin: the middle of Jiaocheng. */
const somewhere: Bounds = [119.51, 26.65, 119.545, 26.68];

export function PickMap(props: PickMapProps) {
  const { lang, areas, position = null, plan = null, look = null, accuracyM = null, theme = 'night' } = props;
  const outline = props.outline ?? noOutline;
  const others = props.others ?? noPositions;
  const mine = mapWords[lang];
  const container = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState<number | null>(null);
  const { onPosition, onHeading, onOutline } = props;

  const state = useMap(
    container,
    town,
    homeOf(props),
    theme,
    {
      clicked: ({ coordinate }) => {
        const [lon, lat] = coordinate ?? [];
        if (lon === undefined || lat === undefined) return;
        onPosition?.({ lon, lat });
        onOutline?.(withCorner(outline, [lon, lat]));
      },
      hovered: () => undefined,
    },
    true,
  );
  const map = state.opened?.map ?? null;

  useEffect(
    () => map?.show('areas', [areasLayer(areaLines(byId(areas)), grounds[theme])]),
    [map, areas, theme],
  );
  const camera = useMemo(() => (position && look ? { position, ...look } : null), [position, look]);
  useEffect(() => {
    map?.show('fields', [
      ...planLayers(plan),
      ...accuracyLayers(position, accuracyM),
      ...lookLayers(camera),
      ...outlineLayers(outline.map(([lon, lat]): [number, number] => [lon, lat])),
      ...othersLayers(others),
    ]);
  }, [map, plan, position, accuracyM, camera, outline, others]);

  // A position that comes from elsewhere, by GPS or typed, is brought into view.
  const { lon = null, lat = null } = position ?? {};
  const follow = useEffectEvent((to: LonLat) => (onPosition ? map?.visit(to) : map?.keep(to)));
  useEffect(() => {
    if (map !== null && lon !== null && lat !== null) follow([lon, lat]);
  }, [map, lon, lat]);

  const outM =
    position === null || look === null
      ? 0
      : Math.max(look.rangeM, handleOutPx * metresPerPixel(position.lat, state.view?.zoom ?? 16));

  return (
    <div className="pick-map">
      <section className="district-map" aria-label={mine.pickMap}>
        <div ref={container} className="district-map-canvas" />
        {state.possible ? null : <p className="district-map-fault">{mine.noMap}</p>}
        <MapFrame lang={lang} map={map} />
        {map && position ? (
          <MapHandle
            map={map}
            at={[position.lon, position.lat]}
            label={mine.pin}
            className="is-pin"
            anchor="bottom"
            {...(onPosition
              ? {
                  onMove: (to: LonLat) => onPosition({ lon: to[0], lat: to[1] }),
                  onKey: (event) => {
                    const to = nudged([position.lon, position.lat], event);
                    if (to) onPosition({ lon: to[0], lat: to[1] });
                    return to !== null;
                  },
                }
              : {})}
          >
            <Pin />
          </MapHandle>
        ) : null}
        {map && position && look && onHeading ? (
          <MapHandle
            map={map}
            at={placeAt(position, look.headingDeg, outM)}
            label={mine.heading}
            className="is-heading"
            onMove={(to) => onHeading(bearingOf(position, to))}
            onKey={({ key, shiftKey }) => {
              const way = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
              if (way !== 0) onHeading((Math.round(look.headingDeg) + way * (shiftKey ? 10 : 1) + 360) % 360);
              return way !== 0;
            }}
          >
            {/* A sign, not words: it points where the camera looks. */}
            <span style={{ rotate: `${look.headingDeg}deg` }} aria-hidden="true">
              ▲
            </span>
          </MapHandle>
        ) : null}
        {map && onOutline ? (
          <OutlineHandles
            map={map}
            lang={lang}
            outline={outline}
            onOutline={onOutline}
            onChoose={setCorner}
          />
        ) : null}
        {onPosition && position === null ? <p className="pick-map-hint">{mine.tapPlace}</p> : null}
        {onOutline && outline.length === 0 ? <p className="pick-map-hint">{mine.tapOutline}</p> : null}
      </section>
      {onOutline ? (
        <OutlineTools
          lang={lang}
          outline={outline}
          chosen={corner}
          onOutline={(after) => {
            setCorner(null);
            onOutline(after);
          }}
        />
      ) : null}
    </div>
  );
}

function Pin() {
  return (
    <svg viewBox="0 0 28 38" width="28" height="38" aria-hidden="true">
      <path
        d="M14 37C9 28 2 22 2 14a12 12 0 0 1 24 0c0 8-7 14-12 23z"
        fill="#3d8bfd"
        stroke="#fff"
        strokeWidth="2"
      />
      <circle cx="14" cy="14" r="4.5" fill="#fff" />
    </svg>
  );
}

function byId(areas: readonly Area[]): Record<string, Area> {
  return Object.fromEntries(areas.map((area) => [area.areaId, area]));
}

/** Where the map begins: round what is set, else round the plan, else at the areas; to be looked at only, round both. */
function homeOf({ position, plan, outline, areas, others, onPosition }: PickMapProps): Bounds {
  if (position && plan && !onPosition) return aroundBoth(around(position), around(plan.position));
  const about = position ?? plan?.position ?? null;
  if (about !== null) return around(about);
  const outlines = areas.flatMap((area) => area.outline ?? []);
  const dots = (others ?? []).map(({ lon, lat }): [number, number] => [lon, lat]);
  return boundsOf(outline ?? []) ?? boundsOf(outlines) ?? boundsOf(dots) ?? somewhere;
}

function aroundBoth(one: Bounds, other: Bounds): Bounds {
  const [west, south, east, north] = one;
  return [
    Math.min(west, other[0]),
    Math.min(south, other[1]),
    Math.max(east, other[2]),
    Math.max(north, other[3]),
  ];
}

function around({ lon, lat }: Position): Bounds {
  const by = 0.002;
  return [lon - by, lat - by, lon + by, lat + by];
}
