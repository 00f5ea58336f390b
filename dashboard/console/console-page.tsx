// /console: the operators' and leaders' page; dark antd around the control room, once there is a picture.
import { useTranslation } from 'react-i18next';
import { HouseLook } from '../store/house-look';
import { usePicture } from '../store/live-context';
import { DeskProvider } from '../store/use-desk';
import './console.css';
import './keys.css';
import { ControlRoom } from './control-room';
import '../incidents/queue.css';
import '../incidents/queue-filter.css';
import '../incidents/incident.css';
import '../dispatch/dispatch.css';
import '../incidents/timeline.css';
import './lists.css';

export default function ConsolePage() {
  const { t } = useTranslation('console');
  const picture = usePicture();
  return (
    <HouseLook>
      {picture === null ? (
        <main className="plain-page">
          <h1>{t('connecting')}</h1>
        </main>
      ) : (
        <DeskProvider>
          <ControlRoom picture={picture} />
        </DeskProvider>
      )}
    </HouseLook>
  );
}
