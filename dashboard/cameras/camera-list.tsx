// All cameras with their state, to be searched and filtered; a click opens one.
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { siteTypes } from '@haixi/proto/vocabulary';
import { Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CameraName } from '../store/camera-name';
import { dragCamera } from '../store/camera-drag';
import { type CameraSeen, camerasSeen, cameraSigns, cameraStates } from '../store/camera-state';
import type { Names } from '../store/names';
import './cameras.css';
import { anyCamera, countStates, findCameras, type Wanted } from './find-cameras';
import { StateMark } from './state-mark';
import { visibleRows } from './visible-rows';

/** Height of a row; cameras.css draws it so. */
const rowPx = 52;

/** A list as high as the tallest screen is drawn before it has been measured. */
const highPxFirst = 1_200;

export interface CameraListProps {
  readonly picture: Picture;
  readonly latest: Latest;
  readonly names: Names;
  readonly nowMs: number;
  readonly wanted: Wanted;
  readonly onWant: (wanted: Wanted) => void;
  /** The camera whose page is open. */
  readonly selected: string | null;
  readonly onSelect: (siteId: string, sourceId: string) => void;
}

export function CameraList(props: CameraListProps) {
  const { picture, latest, names, nowMs, wanted, onWant, selected, onSelect } = props;
  const { t } = useTranslation(['cameras', 'vocabulary']);
  const { sites, areas } = picture;
  // States change with the age of readings; every five seconds is as often as a list should move.
  const fiveSecondsMs = Math.floor(nowMs / 5_000) * 5_000;
  const cameras = useMemo(() => camerasSeen(sites, latest, fiveSecondsMs), [sites, latest, fiveSecondsMs]);
  const counts = useMemo(() => countStates(cameras), [cameras]);
  const found = useMemo(() => findCameras(cameras, areas, wanted), [cameras, areas, wanted]);
  const areaIds = useMemo(() => [...new Set(cameras.map(({ site }) => site.areaId))], [cameras]);
  return (
    <div className="camera-list">
      <div className="camera-filters">
        <Input
          allowClear
          aria-label={t('cameras:search')}
          placeholder={t('cameras:search')}
          value={wanted.words}
          onChange={(change) => onWant({ ...wanted, words: change.target.value })}
        />
        <div className="camera-selects">
          <Select
            size="small"
            aria-label={t('cameras:allStates')}
            value={wanted.state ?? ''}
            onChange={(state: string) => onWant({ ...wanted, state: among(cameraStates, state) })}
            options={[
              { value: '', label: t('cameras:allStates') },
              ...counts.map(({ state, count }) => ({
                value: state,
                label: `${cameraSigns[state]} ${t(`cameras:state.${state}`)} ${count}`,
              })),
            ]}
          />
          <Select
            size="small"
            aria-label={t('cameras:allAreas')}
            value={wanted.areaId ?? ''}
            onChange={(areaId) => onWant({ ...wanted, areaId: areaId === '' ? null : areaId })}
            options={[
              { value: '', label: t('cameras:allAreas') },
              ...areaIds.map((areaId) => ({ value: areaId, label: names.area(areaId) })),
            ]}
          />
          <Select
            size="small"
            aria-label={t('cameras:allTypes')}
            value={wanted.siteType ?? ''}
            onChange={(type: string) => onWant({ ...wanted, siteType: among(siteTypes, type) })}
            options={[
              { value: '', label: t('cameras:allTypes') },
              ...siteTypes.map((type) => ({ value: type, label: t(`vocabulary:siteType.${type}`) })),
            ]}
          />
        </div>
        <p className="muted camera-count" role="status">
          {t('cameras:found', { found: found.length, count: cameras.length })}
          {wanted === anyCamera ? null : (
            <Button type="link" size="small" onClick={() => onWant(anyCamera)}>
              {t('cameras:clear')}
            </Button>
          )}
        </p>
      </div>
      {found.length === 0 ? <p className="empty">{t('cameras:none')}</p> : null}
      <Rows found={found} names={names} selected={selected} onSelect={onSelect} />
    </div>
  );
}

function Rows({
  found,
  names,
  selected,
  onSelect,
}: Pick<CameraListProps, 'names' | 'selected' | 'onSelect'> & { found: readonly CameraSeen[] }) {
  const { t } = useTranslation(['cameras', 'vocabulary']);
  const [seen, setSeen] = useState({ scrolledPx: 0, highPx: highPxFirst });
  const { from, to } = visibleRows(found.length, rowPx, seen.scrolledPx, seen.highPx);
  return (
    <div
      className="camera-rows"
      data-testid="camera-rows"
      onScroll={({ currentTarget }) =>
        setSeen({ scrolledPx: currentTarget.scrollTop, highPx: currentTarget.clientHeight })
      }
    >
      <ul style={{ height: found.length * rowPx }}>
        {found.slice(from, to).map(({ site, source, state }, n) => {
          const id = `${site.siteId}/${source.sourceId}`;
          return (
            <li key={id} style={{ top: (from + n) * rowPx }} aria-setsize={found.length}>
              <button
                type="button"
                className="list-row camera-row"
                draggable
                onDragStart={({ dataTransfer }) =>
                  dragCamera(dataTransfer, { siteId: site.siteId, sourceId: source.sourceId })
                }
                aria-current={id === selected}
                onClick={() => onSelect(site.siteId, source.sourceId)}
              >
                <strong>
                  <CameraName siteId={site.siteId} sourceId={source.sourceId} names={names} />
                </strong>
                <StateMark state={state} />
                <span className="muted">
                  {t(`vocabulary:siteType.${site.type}`)} · {names.area(site.areaId)} ·{' '}
                  {names.address(site.siteId, site.address)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The item of a closed list that a choice means; null for the choice of any. */
function among<T extends string>(items: readonly T[], chosen: string): T | null {
  return items.find((item) => item === chosen) ?? null;
}
