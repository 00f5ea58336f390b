// The bar over the wall: how live, how large, which saved wall, the round that is the reason, and the ways to the rest.
import type { Picture } from '@haixi/proto/live/picture';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';
import { clockTime } from '../i18n/times';
import { useLanguage } from '../i18n/use-language';
import { RoundKey } from '../looks/round-key';
import { DemoMark } from '../store/demo-mark';
import { useLive, useStaleSinceMs } from '../store/live-context';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import { type Size, sizes } from './layout';
import type { Side } from './wall-side';

export interface WallBarProps {
  readonly picture: Picture;
  readonly names: Names;
  readonly nowMs: number;
  readonly size: Size;
  readonly name: string | null;
  readonly side: Side | null;
  readonly onSize: (size: Size) => void;
  readonly onSide: (side: Side | null) => void;
  readonly onFull: () => void;
  readonly onKeys: () => void;
}

export function WallBar(props: WallBarProps) {
  const { picture, names, nowMs, size, name, side, onSize, onSide, onFull, onKeys } = props;
  const { t } = useTranslation(['wall', 'console', 'app']);
  const { me } = useSession();
  const language = useLanguage();
  const connected = useLive((state) => state.connected);
  const isLive = useStaleSinceMs() === null && connected;
  return (
    <header className="wall-bar">
      <h1>{t('wall:title')}</h1>
      <DemoMark />
      <span className={isLive ? 'wall-live' : 'wall-live lost'}>
        <span aria-hidden="true">{isLive ? '●' : '○'}</span>
        <span role="status">{isLive ? t('console:live') : t('console:reconnecting')}</span>
        <time>{clockTime(nowMs)}</time>
      </span>
      <span className="wall-sizes" role="group" aria-label={t('wall:size')}>
        {sizes.map((each) => (
          <button key={each} type="button" aria-pressed={each === size} onClick={() => onSize(each)}>
            {t('wall:sizeOf', { n: each })}
          </button>
        ))}
      </span>
      {name === null ? null : <strong className="wall-opened">{name}</strong>}
      <span className="grow" />
      <RoundKey picture={picture} names={names} nowMs={nowMs} />
      <span className="who">{me.person.name}</span>
      <button
        type="button"
        aria-pressed={side !== null}
        onClick={() => onSide(side === null ? 'cameras' : null)}
      >
        {t('wall:side')}
      </button>
      <button type="button" onClick={onFull}>
        {t('wall:full')}
      </button>
      <button type="button" aria-label={t('wall:keys')} title={t('wall:keys')} onClick={onKeys}>
        ?
      </button>
      <button type="button" onClick={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
        {t('app:language')}
      </button>
      <a href="/console">{t('wall:toConsole')}</a>
    </header>
  );
}
