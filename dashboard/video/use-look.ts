// A look for a component: begun soon after it is shown, ended with it, read as it changes.
import { streamedCodecs } from '@haixi/proto/media/media';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { CameraSeen } from '../store/camera-state';
import { useServerClock, useSkew } from '../store/live-context';
import { useSession } from '../store/session-context';
import { createLook, type Look, type LookState, type Reason } from './look.service';
import { hasPicture } from './near-cameras';

/** Who only passes by on the way through the queue has not looked: no stream starts, nothing is logged. */
const passingMs = 150;

export interface Looking {
  readonly look: Look;
  readonly state: LookState;
  readonly start: () => void;
}

/** Looks at this camera for this reason, which must not change while the component lives: give it a key. */
export function useLook(reason: Reason, camera: CameraSeen): Looking {
  const { queries } = useSession();
  const serverNowMs = useServerClock();
  const skewMs = useSkew(reason.siteId);
  const [look] = useState(() =>
    createLook(reason, {
      queries,
      monoMs: () => performance.now(),
      random: Math.random,
      serverNowMs,
      skewMs,
    }),
  );
  const codec = camera.reading?.codec ?? null;
  const start = () => look.start(codec === null || streamedCodecs.includes(codec) ? 'video' : 'stills');
  const startFirst = useEffectEvent(start);
  useEffect(() => {
    const timer = setTimeout(startFirst, passingMs);
    return () => {
      clearTimeout(timer);
      look.stop();
    };
  }, [look]);

  const pictured = hasPicture(camera);
  useEffect(() => {
    if (pictured) look.wake();
  }, [look, pictured]);

  const state = useSyncExternalStore(look.subscribe, look.state);
  return { look, state, start };
}
