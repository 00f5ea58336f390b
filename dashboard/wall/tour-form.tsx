// A tour made or changed: its name, how long each picture stays, and its cameras in order; more by a drag or by whole areas.
import { type CameraRef, type Tour, tourSchema } from '@haixi/proto/accounts/desk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { droppedCamera, isCameraDrag } from '../store/camera-drag';
import type { CameraSeen } from '../store/camera-state';
import type { Names } from '../store/names';
import { keyOfCamera } from './layout';
import { joined } from './tour';

export interface TourFormProps {
  readonly tour: Tour;
  /** Names that other tours have. */
  readonly taken: readonly string[];
  readonly cameras: readonly CameraSeen[];
  readonly onWall: readonly CameraRef[];
  readonly names: Names;
  readonly onSave: (tour: Tour) => void;
  readonly onCancel: () => void;
}

export function TourForm({ tour, taken, cameras, onWall, names, onSave, onCancel }: TourFormProps) {
  const { t } = useTranslation('wall');
  const [draft, setDraft] = useState(tour);
  const name = draft.name.trim();
  const read = tourSchema.safeParse({ ...draft, name });
  const isGood = read.success && !taken.includes(name);
  const add = (more: readonly CameraRef[]) => setDraft({ ...draft, cameras: joined(draft.cameras, more) });
  const areaIds = [...new Set(cameras.map(({ site }) => site.areaId))];
  const ofArea = (areaId: string) =>
    cameras
      .filter(({ site }) => site.areaId === areaId)
      .map(({ site, source }) => ({ siteId: site.siteId, sourceId: source.sourceId }));
  const moved = (at: number, by: 1 | -1) => {
    const next = [...draft.cameras];
    const [one] = next.splice(at, 1);
    next.splice(at + by, 0, one!);
    setDraft({ ...draft, cameras: next });
  };
  return (
    <form
      className="wall-tour"
      data-testid="tour-form"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (isGood) onSave(read.data);
      }}
      onDragOver={(hovering) => {
        if (isCameraDrag(hovering.dataTransfer)) hovering.preventDefault();
      }}
      onDrop={(dropped) => {
        dropped.preventDefault();
        const camera = droppedCamera(dropped.dataTransfer);
        if (camera !== null) add([camera]);
      }}
    >
      <label>
        {t('tourName')}
        <input
          type="text"
          maxLength={40}
          autoFocus
          aria-invalid={taken.includes(name)}
          value={draft.name}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
      </label>
      {taken.includes(name) ? <p role="alert">{t('nameTaken')}</p> : null}
      <label>
        {t('eachS')}
        <input
          type="number"
          min={5}
          max={300}
          value={draft.eachS}
          onChange={({ target }) => setDraft({ ...draft, eachS: target.valueAsNumber })}
        />
      </label>
      <div className="wall-tour-add">
        <button type="button" disabled={onWall.length === 0} onClick={() => add(onWall)}>
          ＋ {t('addWall')}
        </button>
        <select
          aria-label={t('addArea')}
          value=""
          onChange={({ target }) => target.value !== '' && add(ofArea(target.value))}
        >
          <option value="">＋ {t('addArea')}</option>
          {areaIds.map((areaId) => (
            <option key={areaId} value={areaId}>
              {names.area(areaId)}
            </option>
          ))}
        </select>
      </div>
      <p className="muted">{t('tourCameras', { count: draft.cameras.length })}</p>
      <ol>
        {draft.cameras.map((camera, at) => {
          const says = `${names.site(camera.siteId)} · ${names.source(camera.siteId, camera.sourceId)}`;
          return (
            <li key={keyOfCamera(camera)}>
              <span className="wall-row-name">{says}</span>
              <button
                type="button"
                disabled={at === 0}
                aria-label={t('earlier', { camera: says })}
                onClick={() => moved(at, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                disabled={at === draft.cameras.length - 1}
                aria-label={t('later', { camera: says })}
                onClick={() => moved(at, 1)}
              >
                ↓
              </button>
              <button
                type="button"
                aria-label={t('leaveOut', { camera: says })}
                onClick={() =>
                  setDraft({ ...draft, cameras: draft.cameras.filter((each) => each !== camera) })
                }
              >
                ✕
              </button>
            </li>
          );
        })}
      </ol>
      <div className="wall-tour-end">
        <button type="submit" className="wall-go" disabled={!isGood}>
          {t('save')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
