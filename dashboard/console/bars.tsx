// The bars across the top, each for one thing that must not go unnoticed: stale, too old a page, no sound.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import type { Bell } from '../sound/use-bell';
import { useLive } from '../store/live-context';

export interface BarsProps {
  readonly staleSinceMs: number | null;
  readonly bell: Bell;
  /** Further bars, below those about the page itself. */
  readonly children: ReactNode;
}

export function Bars({ staleSinceMs, bell, children }: BarsProps) {
  const { t } = useTranslation('console');
  const ended = useLive((state) => state.ended);
  return (
    <div className="bars">
      {bell.speaker === 'blocked' ? (
        <button type="button" className="bar red" data-testid="sound-bar" onClick={bell.unblock}>
          {t('soundBlocked')}
        </button>
      ) : null}
      {bell.speaker === 'missing' ? (
        <div className="bar red" role="alert" data-testid="sound-bar">
          {t('soundMissing')}
        </div>
      ) : null}
      {staleSinceMs === null ? null : (
        <div className="bar amber" role="alert" data-testid="stale-bar">
          {t('staleBar', { time: clockTime(staleSinceMs) })}
        </div>
      )}
      {ended?.why === 'reload' ? (
        <div className="bar amber" role="alert" data-testid="reload-bar">
          {ended.what === 'reload' ? t('upgradedBar') : t('reloadBar', { what: ended.what })}
          <button type="button" onClick={() => location.reload()}>
            {t('reload')}
          </button>
        </div>
      ) : null}
      {children}
    </div>
  );
}
