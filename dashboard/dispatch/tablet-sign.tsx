// Whether a unit's tablet can ring now, in a sign and words: the best of those of its people.
import type { Tablet } from '@haixi/proto/live/picture';
import { tabletStates } from '@haixi/proto/vocabulary';
import { useTranslation } from 'react-i18next';
import { elapsed } from '../i18n/times';

const signs = { ready: '●', silent: '◐', asleep: '◌', closed: '○' } as const;

/** The tablet of this unit that would ring first; null where none was ever connected. */
export function tabletOf(tablets: readonly Tablet[], unitId: string): Tablet | null {
  const own = tablets.filter((tablet) => tablet.unitId === unitId);
  const rank = ({ state }: Tablet) => tabletStates.indexOf(state);
  return own.toSorted((a, b) => rank(a) - rank(b) || b.sinceMs - a.sinceMs)[0] ?? null;
}

export function TabletSign({ tablet, nowMs }: { tablet: Tablet | null; nowMs: number }) {
  const { t } = useTranslation(['handling', 'vocabulary']);
  if (tablet === null) return <span className="muted">{t('noTablet')}</span>;
  const state = t(`vocabulary:tabletState.${tablet.state}`);
  return (
    <span className={tablet.state === 'ready' ? 'free' : 'old'} data-tablet={tablet.state}>
      <span aria-hidden>{signs[tablet.state]}</span>{' '}
      {tablet.state === 'ready'
        ? t('tablet', { state })
        : t('tabletSince', { state, time: elapsed(nowMs - tablet.sinceMs) })}
    </span>
  );
}
