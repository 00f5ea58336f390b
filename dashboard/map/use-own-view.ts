// Opens the map at the person's own view, and goes back there, or from there to the whole district.
import type { MapDesk } from '@haixi/proto/accounts/desk';
import { useEffect, useEffectEvent } from 'react';
import { isAt } from './arrangement';
import type { OverlayMap } from './overlay-map';
import type { View } from './view';

const flightMs = 600;

/** `arranged`: the desk has been read. `engaged`: something is open, or a hand was quicker than the desk. */
export function useOwnView(
  map: OverlayMap | null,
  view: View | null,
  own: MapDesk | null,
  { arranged, engaged }: { arranged: boolean; engaged: boolean },
): () => void {
  const begin = useEffectEvent(() => {
    if (own && !engaged) map?.go([own.lon, own.lat], own.zoom);
  });
  useEffect(() => {
    if (map && arranged) begin();
  }, [map, arranged]);
  return () => {
    if (own === null || (view !== null && isAt(own, view))) map?.home();
    else map?.go([own.lon, own.lat], own.zoom, flightMs);
  };
}
