// The page of the open camera over the map, with its picture: the queue and the panel stay in sight.
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { CameraPage } from '../cameras/camera-page';
import { placeOf } from '../incidents/place';
import { cameraSeen } from '../store/camera-state';
import { mayHere } from '../store/may';
import type { Names } from '../store/names';
import { useRounds } from '../store/round-context';
import { roundOver } from '../store/rounds';
import { useSession } from '../store/session-context';
import { CameraLook } from '../video/camera-look';
import { placesOf } from '../video/reason-for';
import type { CameraRef } from './camera-hash';

export interface CameraOverMapProps {
  readonly camera: CameraRef;
  readonly picture: Picture;
  readonly latest: Latest;
  readonly names: Names;
  readonly nowMs: number;
  /** The incident the person is at: a reason to look. */
  readonly incidentId: string | null;
  readonly onOpenIncident: (incidentId: string) => void;
  readonly onOpenSite: (siteId: string) => void;
  readonly onClose: () => void;
}

export function CameraOverMap(props: CameraOverMapProps) {
  const { camera, picture, latest, names, nowMs, incidentId, onClose } = props;
  const { t } = useTranslation(['cameras', 'vocabulary']);
  const { me } = useSession();
  const rounds = useRounds();
  const seen = cameraSeen(picture.sites, latest, camera.siteId, camera.sourceId, nowMs);
  if (seen === null)
    return (
      <article className="camera-page" data-testid="camera-page">
        <p className="empty">{t('cameras:unknownCamera')}</p>
        <Button onClick={onClose}>{t('cameras:back')}</Button>
      </article>
    );
  const incident = incidentId === null ? null : (picture.incidents[incidentId] ?? null);
  return (
    <CameraPage
      camera={seen}
      told={latest.sites.find(({ siteId }) => siteId === camera.siteId) ?? null}
      names={names}
      nowMs={nowMs}
      onOpenIncident={props.onOpenIncident}
      onOpenSite={props.onOpenSite}
      onClose={onClose}
    >
      <CameraLook
        camera={seen}
        names={names}
        mayView={mayHere(me, 'camera.view', seen.site.areaId, picture.areas)}
        incident={incident}
        places={incident === null ? [] : placesOf(incident, picture)}
        round={roundOver(rounds.open, seen.site.areaId, picture.areas, nowMs)}
        incidentName={
          incident === null ? '' : `${t(`vocabulary:kind.${incident.kind}`)} ${placeOf(incident, names)}`
        }
      />
    </CameraPage>
  );
}
