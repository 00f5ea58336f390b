// The cameras beside the wall: by area and site with their state, found by words; dragged to a tile, or chosen for the one in hand.
import type { CameraRef } from '@haixi/proto/accounts/desk';
import type { Picture } from '@haixi/proto/live/picture';
import { type Ref, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dragCamera } from '../store/camera-drag';
import { type CameraSeen, cameraSigns } from '../store/camera-state';
import type { Names } from '../store/names';
import { cameraTree } from './camera-tree';

export interface CameraSideProps {
  readonly cameras: readonly CameraSeen[];
  readonly areas: Picture['areas'];
  readonly names: Names;
  /** `siteId/sourceId` of what is on the wall. */
  readonly onWall: ReadonlySet<string>;
  /** The tile that is in hand, from 1 on. */
  readonly nth: number;
  readonly find: Ref<HTMLInputElement>;
  readonly onPlace: (camera: CameraRef) => void;
}

export function CameraSide({ cameras, areas, names, onWall, nth, find, onPlace }: CameraSideProps) {
  const { t } = useTranslation(['wall', 'cameras']);
  const [wanted, setWanted] = useState('');
  const { branches, found, notShown } = useMemo(
    () => cameraTree(cameras, areas, wanted),
    [cameras, areas, wanted],
  );
  const first = branches[0]?.sites[0]?.cameras[0];
  return (
    <div className="wall-cameras">
      <input
        ref={find}
        type="search"
        aria-label={t('cameras:search')}
        placeholder={t('cameras:search')}
        value={wanted}
        onChange={({ target }) => setWanted(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter' && wanted.trim() !== '' && first !== undefined) onPlace(refOf(first));
        }}
      />
      <p className="muted" role="status">
        {t('cameras:found', { found, count: cameras.length })} · {t('wall:toTile', { n: nth })}
      </p>
      <div className="wall-tree" data-testid="wall-tree">
        {branches.map(({ areaId, sites, count }) => (
          <details key={areaId} open>
            <summary>
              {names.area(areaId)} <span className="muted">{count}</span>
            </summary>
            {sites.map(({ site, cameras: ofSite }) => (
              <section key={site.siteId} aria-label={names.site(site.siteId)}>
                <h3>{names.site(site.siteId)}</h3>
                <ul>
                  {ofSite.map((camera) => (
                    <Row
                      key={camera.source.sourceId}
                      camera={camera}
                      name={names.source(site.siteId, camera.source.sourceId)}
                      isOn={onWall.has(`${site.siteId}/${camera.source.sourceId}`)}
                      onPlace={() => onPlace(refOf(camera))}
                    />
                  ))}
                </ul>
              </section>
            ))}
          </details>
        ))}
        {notShown > 0 ? <p className="muted">{t('wall:notShown', { count: notShown })}</p> : null}
        {found === 0 ? <p className="muted">{t('cameras:none')}</p> : null}
      </div>
    </div>
  );
}

function Row({
  camera,
  name,
  isOn,
  onPlace,
}: {
  camera: CameraSeen;
  name: string;
  isOn: boolean;
  onPlace: () => void;
}) {
  const { t } = useTranslation(['wall', 'cameras']);
  const { state } = camera;
  return (
    <li>
      <button
        type="button"
        className="wall-row"
        draggable
        data-camera={`${camera.site.siteId}/${camera.source.sourceId}`}
        onDragStart={({ dataTransfer }) => dragCamera(dataTransfer, refOf(camera))}
        onClick={onPlace}
      >
        <span className={`camera-state ${state}`}>
          <span aria-hidden="true">{cameraSigns[state]}</span>
        </span>
        <span className="wall-row-name">{name}</span>
        {isOn ? <span className="wall-row-on">{t('wall:isOn')}</span> : null}
        <span className={state === 'ok' ? 'hidden-word' : `camera-state ${state}`}>
          {t(`cameras:state.${state}`)}
        </span>
      </button>
    </li>
  );
}

function refOf({ site, source }: CameraSeen): CameraRef {
  return { siteId: site.siteId, sourceId: source.sourceId };
}
