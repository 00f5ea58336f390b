// The alarm's moment: its snapshot at once, when it was taken, and a strip of them where there are several.
import type { Incident, SnapshotRef } from '@haixi/proto/incident/incident';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { snapshotUrl } from '../api/queries';
import { clockTime, elapsed } from '../i18n/times';
import type { Names } from '../store/names';
import { snapshotAge } from './snapshot-age';
import './snapshots.css';
import { useStaged } from './stage';
import { ViewerMark } from './viewer-mark';

export function Snapshots({ incident, names }: { incident: Incident; names: Names }) {
  const { t } = useTranslation('video');
  const { snapshots } = incident;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const shown = snapshots.find(({ alarmId }) => alarmId === chosenId) ?? snapshots[0];
  if (shown === undefined) return null;
  return (
    <div className="snapshots">
      <Snapshot key={shown.alarmId} incident={incident} snapshot={shown} names={names} />
      {snapshots.length > 1 ? (
        <ul className="snapshot-strip" aria-label={t('snapshots')}>
          {snapshots.map(({ alarmId, takenAtMs }) => (
            <li key={alarmId}>
              <button
                type="button"
                aria-pressed={alarmId === shown.alarmId}
                onClick={() => setChosenId(alarmId)}
              >
                <img src={snapshotUrl(incident.incidentId, alarmId)} alt="" loading="lazy" />
                <time>{clockTime(takenAtMs)}</time>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Snapshot({
  incident,
  snapshot,
  names,
}: {
  incident: Incident;
  snapshot: SnapshotRef;
  names: Names;
}) {
  const { t } = useTranslation('video');
  const [failed, setFailed] = useState(false);
  const { alarmId, siteId, sourceId, takenAtMs } = snapshot;
  const staged = useStaged(`snapshot ${alarmId}`);
  const beforeMs = snapshotAge(incident, snapshot);
  const camera = names.source(siteId, sourceId);
  const raised = incident.alarms.find((alarm) => alarm.alarmId === alarmId);
  // Of a press it is what a camera of the site saw; its own alarm needs no such words.
  const looksOn = raised !== undefined && raised.sourceId !== sourceId && beforeMs === null;
  const time = clockTime(takenAtMs);
  const says = t('snapshotOf', { camera, time });
  return staged.place(
    <figure className={staged.isLarge ? 'snapshot is-large' : 'snapshot'} data-testid="snapshot">
      {failed ? (
        <p className="video-words">{t('snapshotFailed')}</p>
      ) : (
        <button
          type="button"
          aria-label={`${says} ${staged.isLarge ? t('smaller') : t('larger')}`}
          title={staged.isLarge ? t('smaller') : t('larger')}
          onClick={staged.toggle}
        >
          <img src={snapshotUrl(incident.incidentId, alarmId)} alt={says} onError={() => setFailed(true)} />
          <ViewerMark />
        </button>
      )}
      <figcaption>
        <strong>{t('snapshot')}</strong>
        {beforeMs === null ? (
          <span>{t('takenAt', { time })}</span>
        ) : (
          <span className="late-text">{t('takenBefore', { time: elapsed(beforeMs) })}</span>
        )}
        <span className={looksOn ? 'snapshot-camera looks-on' : 'snapshot-camera'}>
          {looksOn ? t('snapshotBy', { camera }) : camera}
        </span>
      </figcaption>
    </figure>,
    <button type="button" className="video-moved" onClick={staged.toggle}>
      ⤡ {t('smaller')}
    </button>,
  );
}
