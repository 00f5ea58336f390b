// The drawer over the map: all sites, all cameras, or the incidents that were closed last. The queue stays in sight.
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { Drawer } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { anyCamera } from '../cameras/find-cameras';
import type { Names } from '../store/names';
import type { CameraRef } from './camera-hash';
import type { Overlay } from './control-room';
import { CameraList, ClosedList, LooksList, SiteList } from './later';

export interface ListDrawerProps {
  readonly overlay: Overlay;
  readonly picture: Picture;
  readonly latest: Latest;
  readonly names: Names;
  readonly nowMs: number;
  /** The camera whose page is open. */
  readonly camera: CameraRef | null;
  readonly onSelectSite: (siteId: string) => void;
  readonly onSelectCamera: (siteId: string, sourceId: string) => void;
  readonly onSelectIncident: (incidentId: string) => void;
  readonly onClose: () => void;
}

const titles = {
  sites: 'console:sites',
  cameras: 'cameras:title',
  closed: 'console:closed',
  looks: 'looks:who',
} as const;

export function ListDrawer(props: ListDrawerProps) {
  const { overlay, picture, latest, names, nowMs, camera, onSelectIncident, onClose } = props;
  const { t } = useTranslation(['console', 'cameras', 'looks']);
  // Kept here, for the list closes at each camera that is opened, and is come back to for the next one.
  const [wanted, setWanted] = useState(anyCamera);
  const list = overlay !== null && overlay in titles ? (overlay as keyof typeof titles) : null;
  return (
    <Drawer
      open={list !== null}
      title={list === null ? '' : t(titles[list])}
      placement="right"
      size={380}
      mask={false}
      getContainer={false}
      rootStyle={{ position: 'absolute' }}
      destroyOnHidden
      onClose={onClose}
    >
      <Suspense fallback={null}>
        {overlay === 'sites' ? (
          <SiteList picture={picture} names={names} onSelect={props.onSelectSite} />
        ) : null}
        {overlay === 'cameras' ? (
          <CameraList
            picture={picture}
            latest={latest}
            names={names}
            nowMs={nowMs}
            wanted={wanted}
            onWant={setWanted}
            selected={camera === null ? null : `${camera.siteId}/${camera.sourceId}`}
            onSelect={props.onSelectCamera}
          />
        ) : null}
        {overlay === 'looks' ? (
          <LooksList names={names} nowMs={nowMs} onSelectCamera={props.onSelectCamera} />
        ) : null}
        {overlay === 'closed' ? <ClosedList names={names} onSelect={onSelectIncident} /> : null}
      </Suspense>
    </Drawer>
  );
}
