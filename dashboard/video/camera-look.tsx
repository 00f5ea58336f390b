// A camera looked at outside an incident: first why, then the tile; closing it comes back to why.
import type { Incident } from '@haixi/proto/incident/incident';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraSeen } from '../store/camera-state';
import type { Names } from '../store/names';
import type { Reason } from './look.service';
import { PurposePick } from './purpose-pick';
import { VideoTile } from './video-tile';

export interface CameraLookProps {
  readonly camera: CameraSeen;
  readonly names: Names;
  readonly mayView: boolean;
  readonly incident: Incident | null;
  readonly incidentName: string;
}

export function CameraLook({ camera, names, mayView, incident, incidentName }: CameraLookProps) {
  const { t } = useTranslation('video');
  const [reason, setReason] = useState<Reason | null>(null);
  if (!mayView) return <p className="empty">{t('mayNot')}</p>;
  if (reason === null)
    return (
      <PurposePick
        siteId={camera.site.siteId}
        sourceId={camera.source.sourceId}
        incident={incident}
        incidentName={incidentName}
        onPick={setReason}
      />
    );
  return (
    <VideoTile
      camera={camera}
      reason={reason}
      names={names}
      atSiteId={camera.site.siteId}
      onOpenCamera={null}
      onClose={() => setReason(null)}
    />
  );
}
