// The drawer over the map: all sites, or the incidents that were closed last. The queue stays in sight.
import type { Picture } from '@haixi/proto/live/picture';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { SiteList } from '../cameras/site-list';
import { ClosedList } from '../incidents/closed-list';
import type { Names } from '../store/names';
import type { Overlay } from './control-room';

export interface ListDrawerProps {
  readonly overlay: Overlay;
  readonly picture: Picture;
  readonly names: Names;
  readonly onSelectSite: (siteId: string) => void;
  readonly onSelectIncident: (incidentId: string) => void;
  readonly onClose: () => void;
}

export function ListDrawer({
  overlay,
  picture,
  names,
  onSelectSite,
  onSelectIncident,
  onClose,
}: ListDrawerProps) {
  const { t } = useTranslation('console');
  const shown = overlay === 'sites' || overlay === 'closed';
  return (
    <Drawer
      open={shown}
      title={overlay === 'closed' ? t('closed') : t('sites')}
      placement="right"
      size={360}
      mask={false}
      getContainer={false}
      rootStyle={{ position: 'absolute' }}
      destroyOnHidden
      onClose={onClose}
    >
      {overlay === 'sites' ? <SiteList picture={picture} names={names} onSelect={onSelectSite} /> : null}
      {overlay === 'closed' ? <ClosedList names={names} onSelect={onSelectIncident} /> : null}
    </Drawer>
  );
}
