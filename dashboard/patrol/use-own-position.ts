// Where this tablet is, watched on duty only, and told to the server in batches that are read, never queued.
import { useEffect, useRef, useState } from 'react';
import { post } from '../api/post';
import { type Fix, type Fixes, afterSending, due, noFixes, withFix } from './fixes';
import { newKey } from './use-outbox';

export type PositionState = 'off' | 'asking' | 'on' | 'denied' | 'unavailable';

export interface OwnPosition {
  readonly state: PositionState;
  readonly fix: Fix | null;
}

const lookEveryMs = 1_000;
const retryAfterMs = 5_000;
/** A tablet that lies still reports nothing by itself; it is asked after this long, well before 5 min. */
const askAfterMs = 40_000;

/**
 * Watch while `watch`; send for `unitId` while the server too has the unit on duty, since `dutyAtMs`. A fix from
 * before that, which a browser may hand out first, is for this screen alone.
 */
export function useOwnPosition(
  watch: boolean,
  unitId: string | null,
  send: boolean,
  dutyAtMs: number | null,
): OwnPosition {
  const dutySince = useRef(dutyAtMs);
  useEffect(() => {
    dutySince.current = dutyAtMs;
  }, [dutyAtMs]);
  const [own, setOwn] = useState<OwnPosition>(asking);
  const fixes = useRef<Fixes>(noFixes);

  useEffect(() => {
    if (!watch || !isSupported) return undefined;
    const watchedSinceMs = Date.now();
    let newestAtMs = watchedSinceMs;
    const found = (at: GeolocationPosition) => {
      const fix = fixOf(at);
      newestAtMs = Date.now();
      const onDutySinceMs = Math.min(watchedSinceMs, dutySince.current ?? watchedSinceMs);
      if (fix.atMs >= onDutySinceMs) fixes.current = withFix(fixes.current, fix);
      setOwn({ state: 'on', fix });
    };
    const failed = (error: GeolocationPositionError) => {
      const state = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable';
      setOwn((before) => ({ state, fix: before.fix }));
    };
    const options = { enableHighAccuracy: true, maximumAge: 0 };
    const watching = navigator.geolocation.watchPosition(found, failed, options);
    const lying = setInterval(() => {
      if (Date.now() - newestAtMs < askAfterMs) return;
      newestAtMs = Date.now();
      navigator.geolocation.getCurrentPosition(found, failed, options);
    }, askAfterMs / 4);
    return () => {
      navigator.geolocation.clearWatch(watching);
      clearInterval(lying);
      fixes.current = noFixes;
      setOwn(asking);
    };
  }, [watch]);

  useEffect(() => {
    if (!watch || !send || unitId === null) return undefined;
    let flight: { key: string; batch: readonly Fix[]; triedAtMs: number } | null = null;
    let busy = false;
    const step = async () => {
      const nowMs = Date.now();
      if (busy || (flight !== null && nowMs - flight.triedAtMs < retryAfterMs)) return;
      const batch = flight?.batch ?? due(fixes.current, nowMs);
      if (batch.length === 0) return;
      flight = { key: flight?.key ?? newKey(), batch, triedAtMs: nowMs };
      busy = true;
      const body = { key: flight.key, occurredAtMs: nowMs, unitId, positions: [...batch] };
      const came = await post('unit.positions', body, (input, init) => fetch(input, init));
      busy = false;
      // A reading that is refused is over; one that did not get through goes again with the same key.
      if (came.kind === 'unreachable' || came.kind === 'signedOut') return;
      fixes.current = afterSending(fixes.current, batch);
      flight = null;
    };
    const looking = setInterval(() => void step(), lookEveryMs);
    return () => clearInterval(looking);
  }, [watch, send, unitId]);

  if (!watch) return { state: 'off', fix: null };
  return isSupported ? own : { state: 'unavailable', fix: null };
}

const asking: OwnPosition = { state: 'asking', fix: null };
const isSupported = 'geolocation' in navigator;

function fixOf({ coords, timestamp }: GeolocationPosition): Fix {
  const accuracyM = Number.isFinite(coords.accuracy) ? coords.accuracy : null;
  const position = { lon: coords.longitude, lat: coords.latitude };
  return { position, accuracyM, headingDeg: headingOf(coords.heading), atMs: Math.round(timestamp) };
}

/** A receiver that stands, or can't tell, says null or no number. */
function headingOf(heading: number | null): number | null {
  return heading !== null && Number.isFinite(heading) ? ((heading % 360) + 360) % 360 : null;
}
