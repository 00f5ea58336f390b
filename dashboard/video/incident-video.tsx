// The picture of an incident: the alarm's snapshot beside the street as it is now, and the cameras round about.
import type { Position } from '@haixi/proto/basics';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { type Ref, useImperativeHandle, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { distanceOf } from '../i18n/distance';
import { dragCamera } from '../store/camera-drag';
import { CameraName } from '../store/camera-name';
import { type CameraSeen, cameraSigns, camerasSeen } from '../store/camera-state';
import { mayHere } from '../store/may';
import type { Names } from '../store/names';
import { useRounds } from '../store/round-context';
import { roundOver } from '../store/rounds';
import { useSession } from '../store/session-context';
import { AskFirst } from './ask-first';
import './incident-video.css';
import type { Said } from './last-said';
import type { Reason } from './look.service';
import { cameraOf, type NearCamera, nearCameras } from './near-cameras';
import { keyOf, placesOf, reasonOfIncident, reasonOfRound, reasonSaid } from './reason-for';
import { Snapshots } from './snapshots';
import { VideoTile } from './video-tile';

/** More pictures at a time are looked at by nobody, and each costs the camera's line. */
const tilesMax = 3;

/** Cameras offered at once, so that who to send stays in sight; and when asked for more. */
const nearMax = { first: 3, more: 9 };

/** Within this after an alarm of a camera its snapshot may still be on its way. */
const snapshotComesMs = 30_000;

/** What the keyboard does with the tile. */
export interface IncidentVideoHandle {
  /** Starts the first tile, or stops it. */
  toggle(): void;
  larger(): void;
}

export interface IncidentVideoProps {
  readonly ref: Ref<IncidentVideoHandle>;
  readonly incident: Incident;
  readonly picture: Picture;
  readonly latest: Latest;
  readonly names: Names;
  readonly nowMs: number;
  readonly onOpenCamera: (siteId: string, sourceId: string) => void;
  /** Receives the incident 接警; null where this person may not, or somebody has. */
  readonly onReceive: (() => void) | null;
}

export function IncidentVideo(props: IncidentVideoProps) {
  const { ref, incident, picture, latest, names, nowMs, onOpenCamera } = props;
  const { t } = useTranslation(['video', 'console', 'cameras']);
  const { me } = useSession();
  const rounds = useRounds();
  const [added, setAdded] = useState<readonly string[]>([]);
  const [said, setSaid] = useState<Said | null>(null);
  const [isAsking, setAsking] = useState(false);
  const cameras = useMemo(
    () =>
      camerasSeen(picture.sites, latest, nowMs).filter(({ site }) =>
        mayHere(me, 'camera.view', site.areaId, picture.areas),
      ),
    [picture.sites, picture.areas, latest, nowMs, me],
  );
  const isOpen = incident.stage !== 'closed';
  // It stays the one it began with: a camera that goes dark must not change the picture under the operator's eyes.
  const [begunWith] = useState(() => (isOpen ? cameraOf(incident, picture.sites, cameras) : null));
  const first = begunWith && (cameras.find((each) => idOf(each) === idOf(begunWith)) ?? null);
  const others = added.flatMap((id) => cameras.find((each) => idOf(each) === id) ?? []);
  const tiles = [...(first ? [first] : []), ...others];
  const press = (...keys: string[]) => {
    const wanted = keys.map((key) => `[data-video-key="${key}"]`).join();
    // The first tile may be on the stage, outside of this block.
    const [chief] = tiles;
    const tile = chief && document.querySelector(`[data-testid="video-tile"][data-camera="${idOf(chief)}"]`);
    tile?.querySelector<HTMLButtonElement>(wanted)?.click();
  };
  const place = placeOf(incident, picture, latest);
  const places = placesOf(incident, picture);
  const reasonOf = (camera: CameraSeen): Reason | null => {
    if (said !== null) return reasonSaid(camera, said, incident.incidentId);
    const round = roundOver(rounds.open, camera.site.areaId, picture.areas, nowMs);
    return (
      reasonOfIncident(camera, incident, places, me.person.personId) ??
      (round && reasonOfRound(camera, round))
    );
  };
  const isAsked = isOpen && tiles.some((camera) => reasonOf(camera) === null);
  useImperativeHandle(ref, () => ({
    toggle: () => (isAsked ? setAsking(true) : press('start', 'stop')),
    larger: () => press('larger'),
  }));

  const near = place === null || !isOpen ? [] : nearCameras(place, cameras);
  const offered = near.filter(({ camera }) => !tiles.includes(camera)).slice(0, nearMax.more);
  const raisedByCamera = incident.alarms.some(
    ({ siteId, sourceId }) =>
      first !== null && siteId === first.site.siteId && sourceId === first.source.sourceId,
  );
  const pictured = incident.snapshots.length > 0;
  if (!pictured && tiles.length === 0 && offered.length === 0) return null;
  const tile = (camera: CameraSeen, onClose: (() => void) | null) => {
    const reason = reasonOf(camera);
    return reason === null ? null : (
      <VideoTile
        key={keyOf(reason)}
        camera={camera}
        reason={reason}
        names={names}
        atSiteId={incident.siteId}
        onOpenCamera={() => onOpenCamera(camera.site.siteId, camera.source.sourceId)}
        onClose={onClose}
      />
    );
  };
  const ask = (
    <AskFirst
      incident={incident}
      names={names}
      isAsking={isAsking}
      onReceive={props.onReceive}
      onAsk={setAsking}
      onSay={(words) => {
        setSaid(words);
        setAsking(false);
      }}
    />
  );
  const coming = nowMs - incident.lastAlarmAtMs < snapshotComesMs;
  return (
    <section className="block incident-video" aria-label={t('video:block')}>
      <div className={`video-pair${pictured || raisedByCamera ? '' : ' alone'}`}>
        {pictured ? <Snapshots incident={incident} names={names} /> : null}
        {!pictured && raisedByCamera ? (
          <p className="snapshot-none">{coming ? t('video:snapshotComing') : t('video:snapshotNone')}</p>
        ) : null}
        {first === null ? null : (tile(first, null) ?? (isAsking ? null : ask))}
      </div>
      {isAsked && (isAsking || first === null || reasonOf(first) !== null) ? ask : null}
      <div className="video-more">
        {others.map((camera) => tile(camera, () => setAdded(added.filter((id) => id !== idOf(camera)))))}
      </div>
      {offered.length === 0 ? null : (
        <Near
          offered={offered}
          names={names}
          full={tiles.length >= tilesMax}
          onAdd={(camera) => {
            setAdded([...added, idOf(camera)]);
            if (reasonOf(camera) === null) setAsking(true);
          }}
        />
      )}
    </section>
  );
}

function Near({
  offered,
  names,
  full,
  onAdd,
}: {
  offered: readonly NearCamera[];
  names: Names;
  full: boolean;
  onAdd: (camera: CameraSeen) => void;
}) {
  const { t } = useTranslation(['video', 'console', 'cameras']);
  const [all, setAll] = useState(false);
  const shown = all ? offered : offered.slice(0, nearMax.first);
  return (
    <div className="near-cameras" aria-label={t('video:near')} role="group">
      <h4>
        {t('video:near')}
        {full ? <span className="muted">{t('video:tilesFull', { count: tilesMax })}</span> : null}
      </h4>
      {shown.map(({ camera, distanceM, sees }) => {
        const { unit, n } = distanceOf(distanceM);
        const name = `${names.site(camera.site.siteId)} · ${names.source(camera.site.siteId, camera.source.sourceId)}`;
        return (
          <button
            key={idOf(camera)}
            type="button"
            disabled={full}
            draggable
            onDragStart={({ dataTransfer }) =>
              dragCamera(dataTransfer, { siteId: camera.site.siteId, sourceId: camera.source.sourceId })
            }
            title={t('video:lookAt', { camera: name })}
            onClick={() => onAdd(camera)}
          >
            <span className={`camera-state ${camera.state}`} title={t(`cameras:state.${camera.state}`)}>
              <span aria-hidden="true">{cameraSigns[camera.state]}</span>
              <span className="hidden-word">{t(`cameras:state.${camera.state}`)}</span>
            </span>
            <CameraName siteId={camera.site.siteId} sourceId={camera.source.sourceId} names={names} />
            <span className="muted">{t(`console:${unit}`, { n })}</span>
            {sees ? <span className="sees">◉ {t('video:sees')}</span> : null}
          </button>
        );
      })}
      {shown.length < offered.length ? (
        <button type="button" className="near-more" onClick={() => setAll(true)}>
          {t('video:moreNear', { count: offered.length - shown.length })}
        </button>
      ) : null}
    </div>
  );
}

function idOf({ site, source }: CameraSeen): string {
  return `${site.siteId}/${source.sourceId}`;
}

/** Where it is: an officer in need where the unit is now; else its own position or its site's. */
function placeOf(
  { origin, alarms, position, siteId }: Incident,
  picture: Picture,
  latest: Latest,
): Position | null {
  const unitId = origin === 'sos' ? alarms[0]?.unitId : null;
  const unit = latest.positions.find((each) => each.unitId === unitId)?.position;
  return unit ?? position ?? (siteId === null ? null : (picture.sites[siteId]?.position ?? null));
}
