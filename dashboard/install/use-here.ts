// Where this phone is, while somebody wants to know: its receiver's readings, the best of the last ones.
import type { Position } from '@haixi/proto/basics';
import { useEffect, useState } from 'react';

export interface Fix {
  readonly position: Position;
  readonly accuracyM: number;
  /** Epoch ms of the phone. */
  readonly atMs: number;
}

export interface Here {
  readonly state: 'asking' | 'found' | 'denied' | 'unavailable';
  readonly fix: Fix | null;
}

const isSupported = 'geolocation' in navigator;
const first: Here = { state: isSupported ? 'asking' : 'unavailable', fix: null };

/** A better reading stands for so long before a worse one replaces it. */
const standsForMs = 15_000;

/** The phone's place in WGS-84; it is watched only while `watch` is true. */
export function useHere(watch: boolean): Here {
  const [here, setHere] = useState<Here>(first);
  useEffect(() => {
    if (!watch || !isSupported) return undefined;
    const found = ({ coords, timestamp }: GeolocationPosition) => {
      const position = { lon: coords.longitude, lat: coords.latitude };
      const fix = { position, accuracyM: Math.round(coords.accuracy), atMs: Math.round(timestamp) };
      setHere(({ fix: before }) => {
        const stands =
          before !== null && before.accuracyM < fix.accuracyM && fix.atMs - before.atMs < standsForMs;
        return { state: 'found', fix: stands ? before : fix };
      });
    };
    const failed = (error: GeolocationPositionError) => {
      const state = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable';
      setHere((before) => ({ state: before.fix === null ? state : 'found', fix: before.fix }));
    };
    const options = { enableHighAccuracy: true, maximumAge: 5_000 };
    const watching = navigator.geolocation.watchPosition(found, failed, options);
    return () => navigator.geolocation.clearWatch(watching);
  }, [watch]);
  return here;
}
