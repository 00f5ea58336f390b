// The shell round MapLibre and deck.gl: makes both, keeps the layers in order, and gives the card at most one update a frame.
import type { DeckProps, Layer, PickingInfo } from '@deck.gl/core';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import {
  AttributionControl,
  Map as MapLibreMap,
  Marker,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Bounds, LonLat } from './geometry';
import { type Atlas, drawAtlas } from './icons/atlas';
import type { View } from './view';

setWorkerUrl(workerUrl);

/** The parts of the picture from the ground up. */
const parts = [
  'areas',
  'fields',
  'ways',
  'pulse',
  'rings',
  'sites',
  'cameras',
  'lacks',
  'units',
  'labels',
  'pins',
  'alarms',
] as const;
export type Part = (typeof parts)[number];

export interface OverlayMap {
  /** Replaces one part; all that is replaced within a frame is drawn together. */
  show(part: Part, layers: readonly Layer[]): void;
  /** Brings a place into view from near; stays where it is if the place is well in view already. */
  visit(place: LonLat): void;
  /** Brings a place into view from as far as it is now; stays if it is well in view. */
  keep(place: LonLat): void;
  /** Goes to this view, flying or at once. */
  go(middle: LonLat, zoom: number, flyMs?: number): void;
  home(): void;
  zoomBy(steps: number): void;
  /** Puts an element of the page on the map, with its place at `anchor`; where it may be dragged, `moved` hears of it. */
  put(
    element: HTMLElement,
    at: LonLat,
    how: { anchor: 'center' | 'bottom'; moved: ((to: LonLat) => void) | null },
  ): Put;
  /** Brings these bounds into view, flying there for so long or at once. */
  frame(bounds: Bounds, flyMs?: number): void;
  /** Whether a pull on the map moves it, or is left to the page: then the mark under the pointer can be dragged off. */
  pan(moves: boolean): void;
  /** Paints the same ground anew, in another style's colours. */
  dress(style: StyleSpecification): void;
  close(): void;
}

/** An element that was put on the map. */
export interface Put {
  go(to: LonLat): void;
  remove(): void;
}

export interface MapEvents {
  /** The map has come to rest somewhere else, or is a quarter of a zoom step further on its way. */
  moved(view: View): void;
  /** The icons are on the graphics card: layers can be shown. */
  ready(map: OverlayMap, atlas: Atlas): void;
  clicked(info: PickingInfo): void;
  hovered(info: PickingInfo): void;
}

/** Zoom for looking at one place: streets, houses and neighbours. */
const visitZoom = 15.8;

/** Whether this browser gives WebGL 2, without which neither the map nor its layers can be drawn. */
export function canShowMaps(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}

/** Opens a map that shows `bounds`, and lets one go far from them only where it is `free`. Throws where the browser has no WebGL 2: see `canShowMaps`. */
export function openMap(
  container: HTMLElement,
  style: StyleSpecification,
  bounds: Bounds,
  events: MapEvents,
  free = false,
): OverlayMap {
  const map = new MapLibreMap({
    container,
    style,
    bounds,
    fitBoundsOptions: { padding: 36 },
    attributionControl: false,
    canvasContextAttributes: { antialias: false },
    ...(free
      ? { minZoom: 3, maxZoom: 20 }
      : { minZoom: 11.5, maxZoom: 18, maxBounds: widened(bounds, 0.12) }),
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxPitch: 0,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new AttributionControl({ compact: false }), 'bottom-right');
  if (free) map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 90 }), 'bottom-left');

  let closed = false;
  let styled = false;
  map.once('style.load', () => (styled = true));
  const overlay = new MapLibreOverlay({
    interleaved: false,
    layers: [],
    pickingRadius: 6,
    // Multisampling halves the frames on a machine without a real graphics card, and these marks do not need it.
    deviceProps: { type: 'webgl', webgl: { antialias: false } },
    onDeviceInitialized: (device) => {
      if (!closed) events.ready(opened, uploaded(device));
    },
    onClick: (info) => events.clicked(info),
    onHover: (info) => {
      map.getCanvas().style.cursor = info.object ? 'pointer' : '';
      events.hovered(info);
    },
  });
  map.addControl(overlay);

  let toldZoom = Number.NaN;
  const tell = () => {
    toldZoom = quarters(map.getZoom());
    const { lng, lat } = map.getCenter();
    const { clientWidth: widePx, clientHeight: highPx } = container;
    events.moved({ middle: [lng, lat], zoom: map.getZoom(), widePx, highPx });
  };
  map.on('moveend', tell);
  map.on('zoom', () => {
    if (quarters(map.getZoom()) !== toldZoom) tell();
  });
  tell();

  const shown = new Map<Part, readonly Layer[]>();
  let frame = 0;
  const flush = () => {
    frame = 0;
    overlay.setProps({ layers: parts.flatMap((part) => [...(shown.get(part) ?? [])]) });
  };

  const wellInView = (place: [number, number]) => {
    const { x, y } = map.project(place);
    const { clientWidth: wide, clientHeight: high } = container;
    return x > wide * 0.15 && x < wide * 0.85 && y > high * 0.15 && y < high * 0.85;
  };

  const opened: OverlayMap = {
    show(part, layers) {
      shown.set(part, layers);
      frame ||= requestAnimationFrame(flush);
    },
    visit([lon, lat]) {
      if (wellInView([lon, lat]) && map.getZoom() >= visitZoom - 0.5) return;
      // MapLibre jumps instead of flying where the person has asked for reduced motion.
      map.flyTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), visitZoom), duration: 900 });
    },
    keep([lon, lat]) {
      if (!wellInView([lon, lat])) map.easeTo({ center: [lon, lat], duration: 600 });
    },
    go: ([lon, lat], zoom, flyMs = 0) => void map.easeTo({ center: [lon, lat], zoom, duration: flyMs }),
    home: () => void map.fitBounds(bounds, { padding: 36, duration: 600 }),
    zoomBy: (steps) => void map.easeTo({ zoom: map.getZoom() + steps, duration: 200 }),
    put(element, [lon, lat], { anchor, moved }) {
      const marker = new Marker({ element, anchor, draggable: moved !== null });
      marker.setLngLat([lon, lat]).addTo(map);
      // The handle inside is what is focused and named; a press on it is no press on the ground below.
      for (const name of ['role', 'tabindex']) element.removeAttribute(name);
      element.addEventListener('click', stopped);
      marker.on('drag', () => {
        const { lng, lat: to } = marker.getLngLat();
        moved?.([lng, to]);
      });
      return {
        go: ([x, y]) => void marker.setLngLat([x, y]),
        remove() {
          element.removeEventListener('click', stopped);
          marker.remove();
        },
      };
    },
    frame: (box, flyMs = 0) => void map.fitBounds(box, { padding: 36, maxZoom: 17, duration: flyMs }),
    dress(clothes) {
      // Before the style is there, there is nothing to paint: it is then painted once it is.
      if (!styled) return void map.once('style.load', () => opened.dress(clothes));
      for (const { id, paint = {} } of clothes.layers)
        for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name as PaintName, value);
    },
    pan: (moves) => (moves ? map.dragPan.enable() : map.dragPan.disable()),
    close() {
      closed = true;
      cancelAnimationFrame(frame);
      map.remove();
    },
  };
  return opened;
}

function stopped(event: Event): void {
  event.stopPropagation();
}

/** What of a layer's paint can be set; a style's own entries are nothing else. */
type PaintName = Parameters<MapLibreMap['setPaintProperty']>[1];

/** Zoom in quarters of a step: what layers are made for. */
export function quarters(zoom: number): number {
  return Math.round(zoom * 4) / 4;
}

/** The icons with smaller copies of themselves, so that they stay smooth at any size. */
function uploaded(device: Parameters<NonNullable<DeckProps['onDeviceInitialized']>>[0]): Atlas {
  const canvas = drawAtlas();
  const texture = device.createTexture({
    data: canvas,
    width: canvas.width,
    height: canvas.height,
    mipLevels: device.getMipLevelCount(canvas.width, canvas.height),
    sampler: { minFilter: 'linear', magFilter: 'linear', mipmapFilter: 'linear' },
  });
  texture.generateMipmapsWebGL();
  return texture;
}

function widened([west, south, east, north]: Bounds, by: number): Bounds {
  return [west - by, south - by, east + by, north + by];
}
