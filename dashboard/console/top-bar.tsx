// The top bar: which district, how live, can it be heard, who is here, and the few things that are not in the columns.
import { actionsOf } from '@haixi/proto/commands/roles';
import type { Picture } from '@haixi/proto/live/picture';
import { Button, Popover, Slider } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { countLacking, countWrongs } from '../cameras/find-sites';
import { changeLanguage } from '../i18n/i18n';
import { clockTime } from '../i18n/times';
import { useLanguage } from '../i18n/use-language';
import { type Bell, volumeMin } from '../sound/use-bell';
import { LackSign } from '../store/lack-sign';
import { useAsOfMs, useLive, useStaleSinceMs } from '../store/live-context';
import { DemoMark } from '../store/demo-mark';
import { mayHere } from '../store/may';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import { RoundKey } from '../looks/round-key';
import type { Overlay } from './control-room';
import { openWall } from './open-wall';

export interface TopBarProps {
  readonly picture: Picture;
  readonly names: Names;
  readonly nowMs: number;
  readonly bell: Bell;
  readonly mayOpen: boolean;
  readonly onShow: (overlay: Overlay) => void;
}

export function TopBar({ picture, names, nowMs, bell, mayOpen, onShow }: TopBarProps) {
  const { t } = useTranslation(['console', 'app', 'vocabulary', 'looks', 'review', 'wall']);
  const { me, signOut } = useSession();
  const language = useLanguage();
  const districts = [...new Set(me.grants.map(({ areaId }) => areaId))].filter((id) => picture.areas[id]);
  const mayWatch = Object.keys(picture.areas).some((id) => mayHere(me, 'look.read', id, picture.areas));
  const mayLook = me.grants.some(({ role }) => actionsOf[role].includes('camera.view'));
  const roles = [...new Set(me.grants.map(({ role }) => role))];
  return (
    <header className="top-bar">
      <h1>{t('app:name')}</h1>
      <DemoMark />
      <span className="muted">{districts.map((areaId) => names.area(areaId)).join(' ')}</span>
      <LiveState nowMs={nowMs} />
      <span className="grow" />
      {mayOpen ? <Button onClick={() => onShow('open')}>{t('console:newIncident')}</Button> : null}
      <Button type="text" data-testid="sites-button" onClick={() => onShow('sites')}>
        {t('console:sites')}
        <SiteWrongs sites={picture.sites} />
      </Button>
      <Button type="text" onClick={() => onShow('cameras')}>
        {t('console:cameras')}
      </Button>
      {mayWatch ? (
        <Button type="text" data-testid="looks-button" onClick={() => onShow('looks')}>
          {t('looks:who')}
        </Button>
      ) : null}
      {mayLook ? (
        <Button type="text" data-testid="wall-button" onClick={openWall}>
          {t('wall:title')}
        </Button>
      ) : null}
      <RoundKey picture={picture} names={names} nowMs={nowMs} />
      <Button type="text" onClick={() => onShow('closed')}>
        {t('console:closed')}
      </Button>
      <Volume bell={bell} />
      <span className="who">
        {me.person.name}
        <span className="muted">{roles.map((role) => t(`vocabulary:role.${role}`)).join(' ')}</span>
      </span>
      {me.grants.some(({ role }) => actionsOf[role].includes('review.read')) ? (
        <Button type="text" href="/review">
          {t('review:title')}
        </Button>
      ) : null}
      <Button type="text" aria-label={t('console:keys')} onClick={() => onShow('keys')}>
        ?
      </Button>
      <Button type="text" onClick={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
        {t('app:language')}
      </Button>
      <Button type="text" href="/account">
        {t('app:account')}
      </Button>
      <Button type="text" onClick={() => void signOut()}>
        {t('app:signOut')}
      </Button>
    </header>
  );
}

/** How many sites are dark, and how many lack alarms or a proof of life; nothing while all are well. */
function SiteWrongs({ sites }: { sites: Picture['sites'] }) {
  const { t } = useTranslation(['console', 'cameras', 'vocabulary']);
  const counts = useMemo(() => countWrongs(sites), [sites]);
  const lacking = useMemo(() => countLacking(sites), [sites]);
  if (counts.length === 0) return null;
  const said = counts.map(({ wrong, count }) => {
    const what = wrong === 'dark' ? t('vocabulary:presence.dark') : t(`cameras:lack.${wrong}`);
    return t('console:sitesWrong', { what, count });
  });
  const dark = counts.find(({ wrong }) => wrong === 'dark');
  return (
    <span className="sites-wrong" title={said.join('\n')} aria-label={said.join(' ')} role="img">
      {dark === undefined ? null : <span className="presence dark">▲{dark.count}</span>}
      {lacking === null ? null : (
        <span>
          <LackSign lack={lacking.worst} bare />
          {lacking.count}
        </span>
      )}
    </span>
  );
}

/** Live with the server's clock, or not, with the time up to which the picture is vouched for (rule L3). */
function LiveState({ nowMs }: { nowMs: number }) {
  const { t } = useTranslation('console');
  const connected = useLive((state) => state.connected);
  const stale = useStaleSinceMs() !== null;
  const asOfMs = useAsOfMs();
  const live = connected && !stale;
  return (
    <span className={live ? 'live-state' : 'live-state lost'} data-testid="live-state">
      <span aria-hidden="true">{live ? '●' : '○'}</span>
      <span role="status">{live ? t('live') : t('reconnecting')}</span>
      <time>{live || asOfMs === null ? clockTime(nowMs) : t('dataAsOf', { time: clockTime(asOfMs) })}</time>
    </span>
  );
}

/** Mute is not offered: an alarm that nobody hears is the failure this system is there to prevent. */
function Volume({ bell }: { bell: Bell }) {
  const { t } = useTranslation('console');
  const slider = (
    <Slider
      className="volume"
      min={volumeMin}
      max={1}
      step={0.05}
      value={bell.volume}
      tooltip={{ open: false }}
      ariaLabelForHandle={t('volume')}
      onChange={bell.setVolume}
    />
  );
  const ready = bell.speaker === 'ready';
  return (
    <Popover trigger="click" content={slider} title={t('volume')}>
      <Button type="text" danger={!ready} data-testid="sound-state">
        {ready ? t('soundOn') : t('soundOff')}
      </Button>
    </Popover>
  );
}
