// All cameras that this person may look at, with how they are: taken stock of every two seconds, for they are many.
import { useMemo } from 'react';
import { type CameraSeen, camerasSeen } from '../store/camera-state';
import { useLiveEach, useServerClock } from '../store/live-context';
import { mayHere } from '../store/may';
import { useSession } from '../store/session-context';

const everyMs = 2_000;

export interface OwnCameras {
  readonly cameras: readonly CameraSeen[];
  /** By `siteId/sourceId`. */
  readonly byKey: ReadonlyMap<string, CameraSeen>;
}

export function useOwnCameras(): OwnCameras {
  const { me } = useSession();
  const serverNowMs = useServerClock();
  const { picture, latest, nowMs } = useLiveEach(everyMs, (state) => ({
    picture: state.picture!,
    latest: state.latest,
    nowMs: serverNowMs(),
  }));
  const { areas, sites } = picture;
  const own = useMemo(
    () => new Set(Object.keys(areas).filter((areaId) => mayHere(me, 'camera.view', areaId, areas))),
    [me, areas],
  );
  return useMemo(() => {
    const cameras = camerasSeen(sites, latest, nowMs).filter(({ site }) => own.has(site.areaId));
    const byKey = new Map(cameras.map((each) => [`${each.site.siteId}/${each.source.sourceId}`, each]));
    return { cameras, byKey };
  }, [sites, latest, nowMs, own]);
}
