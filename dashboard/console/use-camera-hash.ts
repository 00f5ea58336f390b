// The open camera as part of the page's address.
import { useCallback, useEffect, useState } from 'react';
import { type CameraRef, cameraOfHash, hashOf } from './camera-hash';

/** The camera of the address, and how to open another or none. */
export function useCameraHash(): [CameraRef | null, (camera: CameraRef | null) => void] {
  const [camera, setCamera] = useState(() => cameraOfHash(location.hash));
  useEffect(() => {
    const changed = () => setCamera(cameraOfHash(location.hash));
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  const open = useCallback((next: CameraRef | null) => {
    setCamera(next);
    history.replaceState(null, '', `${location.pathname}${hashOf(next)}`);
  }, []);
  return [camera, open];
}
