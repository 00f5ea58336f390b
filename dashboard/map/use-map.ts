// Opens the map once for its place on the page, and hands on what the pointer does.
import type { PickingInfo } from '@deck.gl/core';
import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import type { Town } from './base/draw';
import { baseStyle } from './base/style';
import type { Bounds } from './geometry';
import type { Atlas } from './icons/atlas';
import { canShowMaps, openMap, type OverlayMap } from './overlay-map';
import type { MapTheme } from './palette';
import type { View } from './view';

/** A map that layers can be given to: its icons are on the graphics card. */
export interface Opened {
  readonly map: OverlayMap;
  readonly atlas: Atlas;
}

export interface MapState {
  /** Null while the map is being opened, and for ever where the browser can't show one. */
  readonly opened: Opened | null;
  /** Null until the map has said what it shows. */
  readonly view: View | null;
  /** False without WebGL 2: the queue beside the map goes on. */
  readonly possible: boolean;
}

export function useMap(
  container: RefObject<HTMLDivElement | null>,
  town: Town,
  home: Bounds,
  theme: MapTheme,
  pointer: { clicked: (info: PickingInfo) => void; hovered: (info: PickingInfo) => void },
  free = false,
): MapState {
  const [possible] = useState(canShowMaps);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [view, setView] = useState<View | null>(null);
  const clicked = useEffectEvent(pointer.clicked);
  const hovered = useEffectEvent(pointer.hovered);
  const open = useEffectEvent((element: HTMLElement) =>
    openMap(
      element,
      baseStyle(town, theme),
      home,
      {
        moved: setView,
        ready: (map, atlas) => setOpened({ map, atlas }),
        clicked: (info) => clicked(info),
        hovered: (info) => hovered(info),
      },
      free,
    ),
  );

  useEffect(() => {
    if (!possible || !container.current) return undefined;
    const map = open(container.current);
    return () => {
      setOpened(null);
      map.close();
    };
  }, [possible, container]);

  // The map was opened in the colours of then.
  const map = opened?.map;
  useEffect(() => map?.dress(baseStyle(town, theme)), [map, town, theme]);

  return { opened, view, possible };
}
