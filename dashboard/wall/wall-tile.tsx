// One place on the wall: a camera's live tile, or in words why there is none; a camera can be dropped on it and dragged off.
import type { CameraRef } from '@haixi/proto/accounts/desk';
import type { Incident } from '@haixi/proto/incident/incident';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import { useAge } from '../i18n/use-age';
import { dragCamera, droppedCamera, isCameraDrag } from '../store/camera-drag';
import type { CameraSeen } from '../store/camera-state';
import type { Names } from '../store/names';
import type { Reason } from '../video/look.service';
import { keyOf } from '../video/reason-for';
import { VideoTile } from '../video/video-tile';

export interface WallTileProps {
  /** Its number, from 1 on. */
  readonly nth: number;
  readonly camera: CameraRef | null;
  /** What is known of it; null where there is no such camera, or none that this person may look at. */
  readonly seen: CameraSeen | null;
  /** Why it is looked at; null while nobody has said so. */
  readonly reason: Reason | null;
  readonly incident: Incident | null;
  readonly isSelected: boolean;
  /** Whether it takes part in the keyboard's way through the wall. */
  readonly follows: boolean;
  /** Covered by a large picture for so long that it is not played. */
  readonly isCovered: boolean;
  readonly names: Names;
  readonly nowMs: number;
  readonly onSelect: () => void;
  readonly onDrop: (camera: CameraRef) => void;
  readonly onClear: () => void;
  readonly onLarger: () => void;
}

export function WallTile(props: WallTileProps) {
  const { nth, camera, seen, isSelected, follows, names, onSelect, onDrop } = props;
  const { t } = useTranslation('wall');
  const [isOver, setOver] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSelected && follows) place.current?.focus({ preventScroll: true });
  }, [isSelected, follows]);
  const name = camera === null ? t('empty') : nameOf(camera, names);
  return (
    <div
      ref={place}
      className={`wall-tile${isSelected ? ' is-selected' : ''}${isOver ? ' is-over' : ''}${props.incident === null ? '' : ' has-alarm'}`}
      role="group"
      aria-label={t('tile', { n: nth, camera: name })}
      aria-current={isSelected}
      data-testid={`wall-tile-${nth}`}
      tabIndex={isSelected ? 0 : -1}
      draggable={camera !== null}
      onClick={onSelect}
      onDoubleClick={({ target }) => {
        if (!(target instanceof Element && target.closest('button'))) props.onLarger();
      }}
      onDragStart={({ dataTransfer }) => camera && dragCamera(dataTransfer, camera)}
      onDragOver={(hovering) => {
        if (!isCameraDrag(hovering.dataTransfer)) return;
        hovering.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      }}
      onDrop={(dropped) => {
        dropped.preventDefault();
        setOver(false);
        const what = droppedCamera(dropped.dataTransfer);
        if (what !== null) onDrop(what);
      }}
    >
      <Inside {...props} />
      {props.incident === null || seen === null ? null : <Alarm incident={props.incident} />}
    </div>
  );
}

function Inside({ nth, camera, seen, reason, isCovered, names, nowMs, onClear }: WallTileProps) {
  const { t } = useTranslation('wall');
  if (camera === null)
    return (
      <p className="wall-empty">
        <span className="wall-nth">{nth}</span>
        {t('dropHere')}
      </p>
    );
  const name = nameOf(camera, names);
  if (seen === null)
    return (
      <Words name={name} onClear={onClear}>
        {t('noCamera')}
      </Words>
    );
  if (reason === null)
    return (
      <Words name={name} onClear={onClear}>
        {t('noReason')}
      </Words>
    );
  if (isCovered) return <Words name={name}>{t('covered')}</Words>;
  return (
    <VideoTile
      key={keyOf(reason)}
      camera={seen}
      reason={reason}
      names={names}
      atSiteId={null}
      place={names.area(seen.site.areaId)}
      onOpenCamera={null}
      onClose={onClear}
    >
      <LastFrame camera={seen} nowMs={nowMs} />
    </VideoTile>
  );
}

/** The camera's name and, instead of its picture, one line. */
function Words({ name, onClear, children }: { name: string; onClear?: () => void; children: ReactNode }) {
  const { t } = useTranslation('video');
  return (
    <div className="wall-words">
      <strong>{name}</strong>
      <p>{children}</p>
      {onClear === undefined ? null : (
        <button
          type="button"
          className="video-key"
          aria-label={t('closeTile')}
          title={t('closeTile')}
          onClick={onClear}
        >
          ✕
        </button>
      )}
    </div>
  );
}

/** When the site last saw a frame of it, as far as it has told. */
function LastFrame({ camera: { heardAtMs, frameAgeMs }, nowMs }: { camera: CameraSeen; nowMs: number }) {
  const { t } = useTranslation('wall');
  const age = useAge();
  if (heardAtMs === null || frameAgeMs === null) return <p className="muted">{t('neverFrame')}</p>;
  const atMs = heardAtMs - frameAgeMs;
  return <p className="muted">{t('lastFrame', { time: clockTime(atMs), age: age(nowMs - atMs) })}</p>;
}

function Alarm({ incident: { priority, kind, stage } }: { incident: Incident }) {
  const { t } = useTranslation('vocabulary');
  return (
    <p className={`wall-alarm p${priority}`}>
      <span aria-hidden="true">▲</span> {t(`priority.${priority}`)} {t(`kind.${kind}`)} ·{' '}
      {t(`stage.${stage}`)}
    </p>
  );
}

function nameOf({ siteId, sourceId }: CameraRef, names: Names): string {
  return `${names.site(siteId)} · ${names.source(siteId, sourceId)}`;
}
