// A camera's state as a sign and a word.
import { useTranslation } from 'react-i18next';
import '../store/camera-name.css';
import { type CameraState, cameraSigns } from '../store/camera-state';

export function StateMark({ state }: { state: CameraState }) {
  const { t } = useTranslation('cameras');
  return (
    <span className={`camera-state ${state}`}>
      <span aria-hidden="true">{cameraSigns[state]}</span> {t(`state.${state}`)}
    </span>
  );
}
