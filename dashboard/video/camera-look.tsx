// A camera looked at outside an incident's panel: at once within a round, else why first; closing it comes back to why.
import type { Position } from '@haixi/proto/basics';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Round } from '@haixi/proto/media/media';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraSeen } from '../store/camera-state';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import type { Reason } from './look.service';
import { isAround, keyOf, reasonOfIncident, reasonOfRound, reasonSaid } from './reason-for';
import { ReasonForm } from './reason-form';
import { VideoTile } from './video-tile';

export interface CameraLookProps {
  readonly camera: CameraSeen;
  readonly names: Names;
  readonly mayView: boolean;
  /** The incident the person is at, with its places; null where there is none. */
  readonly incident: Incident | null;
  readonly places: readonly Position[];
  readonly incidentName: string;
  /** One's own round that covers this camera. */
  readonly round: Round | null;
}

export function CameraLook(props: CameraLookProps) {
  const { camera, names, mayView, incident, places, incidentName, round } = props;
  const { t } = useTranslation(['video', 'vocabulary']);
  const { me } = useSession();
  const [chosen, setChosen] = useState<Reason | null>(null);
  const [isClosed, setClosed] = useState(false);
  if (!mayView) return <p className="empty">{t('video:mayNot')}</p>;
  const ofRound = round && reasonOfRound(camera, round);
  // An incident elsewhere is no reason to look here, whoever is at it.
  const beside = incident && isAround(camera, incident.siteId, places) ? incident : null;
  const ofIncident = incident && reasonOfIncident(camera, incident, places, me.person.personId);
  const reason = isClosed ? null : (chosen ?? ofRound);
  const start = (next: Reason) => {
    setChosen(next);
    setClosed(false);
  };
  if (reason === null)
    return (
      <ReasonForm
        ways={
          ofRound === null && ofIncident === null ? null : (
            <div className="reason-ways">
              {ofIncident === null ? null : (
                <button type="button" data-purpose="incident" onClick={() => start(ofIncident)}>
                  ▶ {t('video:forIncident', { what: incidentName })}
                </button>
              )}
              {ofRound === null ? null : (
                <button type="button" data-purpose="round" onClick={() => start(ofRound)}>
                  ▶ {t('vocabulary:purpose.round')}
                </button>
              )}
            </div>
          )
        }
        forIncident={beside !== null}
        onSay={(said) => start(reasonSaid(camera, said, beside?.incidentId ?? null))}
        onCancel={null}
      />
    );
  return (
    <VideoTile
      key={keyOf(reason)}
      camera={camera}
      reason={reason}
      names={names}
      atSiteId={camera.site.siteId}
      onOpenCamera={null}
      onClose={() => setClosed(true)}
    />
  );
}
