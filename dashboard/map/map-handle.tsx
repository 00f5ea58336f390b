// A handle on the map that is dragged by pointer or moved by arrow keys: the pin, the heading, a corner.
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { LonLat } from './geometry';
import type { OverlayMap, Put } from './overlay-map';

export interface MapHandleProps {
  readonly map: OverlayMap;
  readonly at: LonLat;
  /** What a screen reader says, and what the pointer's note says. */
  readonly label: string;
  readonly className: string;
  /** Where on the handle its place is. */
  readonly anchor?: 'center' | 'bottom';
  readonly onMove?: (at: LonLat) => void;
  /** Arrow keys and others, before the map hears them; answers whether the key was used. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  readonly onFocus?: () => void;
  readonly children?: ReactNode;
}

export function MapHandle({ map, at, label, className, anchor = 'center', ...props }: MapHandleProps) {
  const [element] = useState(() => document.createElement('div'));
  const put = useRef<Put | null>(null);
  const { onMove, onKey } = props;
  const moved = useEffectEvent((place: LonLat) => onMove?.(place));
  const draggable = onMove !== undefined;
  const place = useEffectEvent(() => at);
  const [lon, lat] = at;

  useEffect(() => {
    const here = map.put(element, place(), { anchor, moved: draggable ? (to) => moved(to) : null });
    put.current = here;
    return () => {
      put.current = null;
      here.remove();
    };
  }, [map, element, anchor, draggable]);
  useEffect(() => put.current?.go([lon, lat]), [lon, lat]);

  return createPortal(
    <button
      type="button"
      className={`map-handle ${className}`}
      aria-label={label}
      title={label}
      onFocus={props.onFocus}
      onKeyDown={(event) => {
        if (onKey?.(event) !== true) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {props.children}
    </button>,
    element,
  );
}

/** How a place moves by an arrow key: a metre, ten with Shift. Null for any other key. */
export function nudged([lon, lat]: LonLat, event: KeyboardEvent): [number, number] | null {
  const step = (event.shiftKey ? 10 : 1) / 111_195;
  const east = step / Math.cos((lat * Math.PI) / 180);
  switch (event.key) {
    case 'ArrowUp':
      return [lon, lat + step];
    case 'ArrowDown':
      return [lon, lat - step];
    case 'ArrowLeft':
      return [lon - east, lat];
    case 'ArrowRight':
      return [lon + east, lat];
    default:
      return null;
  }
}
