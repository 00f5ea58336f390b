// The newest picture of an incident: small on the card, whole at a touch; without network there is none.
import type { Incident } from '@haixi/proto/incident/incident';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { snapshotUrl } from '../api/queries';
import { clockTime } from '../i18n/times';
import { useNames } from '../store/names';

export function PlacePicture({ incident }: { incident: Incident }) {
  const { t } = useTranslation('patrol');
  const names = useNames();
  const [isWhole, setWhole] = useState(false);
  const [failedId, setFailedId] = useState<string | null>(null);
  const newest = incident.snapshots.at(-1);
  if (newest === undefined || newest.alarmId === failedId) return null;
  const source = names.source(newest.siteId, newest.sourceId);
  const told = t('pictureOf', { source, time: clockTime(newest.takenAtMs) });
  return (
    <button
      type="button"
      className={`patrol-shot ${isWhole ? 'is-whole' : ''}`}
      aria-expanded={isWhole}
      data-testid="place-picture"
      onClick={() => setWhole(!isWhole)}
    >
      <img
        src={snapshotUrl(incident.incidentId, newest.alarmId)}
        alt=""
        onError={() => setFailedId(newest.alarmId)}
      />
      <span>{told}</span>
    </button>
  );
}
