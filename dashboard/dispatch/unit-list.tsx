// All units: who is on duty, how busy, and how old their position is.
import { positionOldAfterMs, type Latest, type Picture } from '@haixi/proto/live/picture';
import { isActive } from '@haixi/proto/incident/moves';
import { useTranslation } from 'react-i18next';
import { useAge } from '../i18n/use-age';
import type { Names } from '../store/names';

export interface UnitListProps {
  readonly picture: Picture;
  readonly latest: Latest;
  readonly names: Names;
  readonly nowMs: number;
}

export function UnitList({ picture, latest, names, nowMs }: UnitListProps) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const units = Object.values(picture.units).toSorted(
    (a, b) => Number(b.onDuty) - Number(a.onDuty) || a.unitId.localeCompare(b.unitId),
  );
  const bound = Object.values(picture.incidents).flatMap(({ assignments }) => assignments.filter(isActive));
  return (
    <section className="block" aria-label={t('console:unitsTitle')}>
      <h3>{t('console:unitsTitle')}</h3>
      <ul className="unit-list">
        {units.map(({ unitId, kind, onDuty }) => {
          const active = bound.filter((assignment) => assignment.unitId === unitId).length;
          const atMs = latest.positions.find((position) => position.unitId === unitId)?.atMs;
          return (
            <li key={unitId} className={onDuty ? '' : 'off'}>
              <strong>{names.unit(unitId)}</strong>
              <span className="muted">{t(`vocabulary:unitKind.${kind}`)}</span>
              <span className={onDuty && active === 0 ? 'free' : ''}>
                {onDuty
                  ? active === 0
                    ? t('console:available')
                    : t('console:busy', { count: active })
                  : t('console:offDuty')}
              </span>
              {onDuty ? <PositionAge atMs={atMs} nowMs={nowMs} /> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function PositionAge({ atMs, nowMs }: { atMs: number | undefined; nowMs: number }) {
  const { t } = useTranslation('console');
  const age = useAge();
  if (atMs === undefined) return <span className="old">{t('noPosition')}</span>;
  const old = nowMs - atMs > positionOldAfterMs;
  return (
    <span className={old ? 'old' : 'muted'}>
      {t(old ? 'positionOld' : 'positionAge', { age: age(nowMs - atMs) })}
    </span>
  );
}
