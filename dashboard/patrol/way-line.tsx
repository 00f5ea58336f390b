// How far it is and in which direction, with an arrow on a map that has north at the top.
import type { Position } from '@haixi/proto/basics';
import { useTranslation } from 'react-i18next';
import { bearingDeg, distanceM, distanceText, windOf } from './way';

export function WayLine({ from, to }: { from: Position | null; to: Position | null }) {
  const { t } = useTranslation('patrol');
  if (from === null || to === null) return <p className="patrol-way patrol-quiet">{t('distanceUnknown')}</p>;
  const deg = bearingDeg(from, to);
  return (
    <p className="patrol-way">
      <svg viewBox="0 0 24 24" aria-hidden="true" style={{ transform: `rotate(${Math.round(deg)}deg)` }}>
        <path d="M12 2 L20 21 L12 16 L4 21 Z" />
      </svg>
      {t('distance', { distance: distanceText(distanceM(from, to)), wind: t(`wind.${windOf(deg)}`) })}
    </p>
  );
}
