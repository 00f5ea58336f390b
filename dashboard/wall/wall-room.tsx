// The wall: its tiles, what is beside them, the tour that runs, the keys; nothing plays before there is a reason (rule V3).
import type { CameraRef } from '@haixi/proto/accounts/desk';
import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import { useLanguage } from '../i18n/use-language';
import { RoundForm } from '../looks/round-form';
import type { CameraSeen } from '../store/camera-state';
import { useLive, useLiveEach, useNowMs, useStaleSinceMs } from '../store/live-context';
import { namesIn } from '../store/names';
import { useRounds } from '../store/round-context';
import { roundOver } from '../store/rounds';
import { useDesk } from '../store/use-desk';
import { prepareLooks } from '../video/look.service';
import { reasonOfRound } from '../video/reason-for';
import { StageContextProvider } from '../video/stage';
import { alarmsAt } from './alarms-at';
import { KeysOfWall } from './keys-of-wall';
import { keyOfCamera, shownOf } from './layout';
import { TourStrip } from './tour-strip';
import { useOneLarge } from './use-one-large';
import { useOwnCameras } from './use-own-cameras';
import { useTakenAway } from './use-taken-away';
import { useWall } from './use-wall';
import { useWallKeys } from './use-wall-keys';
import { WallBar } from './wall-bar';
import type { WallDeed } from './wall-keys';
import { type Side, WallSide } from './wall-side';
import { WallTile } from './wall-tile';

/** What is told besides the pictures is as new as this: a wall is looked at, not worked from. */
const pictureEveryMs = 1_000;

export function WallRoom() {
  const { t } = useTranslation(['wall', 'console']);
  const picture = useLiveEach(pictureEveryMs, (state) => state.picture!);
  const language = useLanguage();
  const names = useMemo(() => namesIn(picture, language), [picture, language]);
  const { cameras, byKey } = useOwnCameras();
  const nowMs = useNowMs();
  const staleSinceMs = useStaleSinceMs();
  const ended = useLive((state) => state.ended);
  const rounds = useRounds();
  const { desk, change } = useDesk();
  const [side, setSide] = useState<Side | null>('cameras');
  const [hasKeys, setKeys] = useState(false);
  // The focus follows the chosen tile only where the keyboard chose it: a press in the list keeps it there.
  const [follows, setFollows] = useState(false);
  const { large, isCovering, stage, setHost } = useOneLarge();
  const wall = useWall(stage.clear);
  const away = useTakenAway(desk, change);
  const find = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => void prepareLooks(), []);

  const { areas, incidents } = picture;
  const alarms = useMemo(() => alarmsAt(incidents), [incidents]);
  const seenOf = (camera: CameraRef | null): CameraSeen | null =>
    (camera && byKey.get(keyOfCamera(camera))) ?? null;
  const isThere = (camera: CameraRef) => seenOf(camera) !== null;
  const onWall = shownOf(wall.layout).filter((each) => each !== null);
  const hasRound = rounds.open.some(({ untilMs }) => untilMs > nowMs);
  const enlarge = (at: number) => {
    const camera = wall.shown[at];
    if (camera) stage.toggle(`tile ${keyOfCamera(camera)}`);
  };
  const showSide = (wanted: Side, focus: { current: HTMLInputElement | null }) => {
    // There before the next key comes: what is typed after S or / is a name.
    flushSync(() => setSide(wanted));
    focus.current?.focus();
  };
  const act = (deed: WallDeed) => {
    switch (deed.do) {
      case 'go':
        setFollows(true);
        return wall.go(deed.direction);
      case 'carry':
        setFollows(true);
        return wall.carry(deed.direction);
      case 'larger':
        return enlarge(wall.selected);
      case 'clear':
        return wall.clear();
      case 'size':
        return wall.step(deed.by);
      case 'open': {
        const saved = desk.walls[deed.nth - 1];
        return saved === undefined ? undefined : wall.open(saved);
      }
      case 'find':
        return showSide('cameras', find);
      case 'save':
        return showSide('walls', field);
      case 'side':
        return setSide(side === null ? 'cameras' : null);
      case 'pause':
        return wall.pauseOrGoOn();
      case 'next':
        return wall.turn(1);
      case 'previous':
        return wall.turn(-1);
      case 'full':
        return fullScreen(room.current);
      case 'help':
        return setKeys(true);
      case 'back':
        return large === null ? setSide(null) : stage.clear();
    }
  };
  useWallKeys(!hasKeys, act);
  const { touring } = wall;
  return (
    <StageContextProvider stage={stage}>
      <div className={staleSinceMs === null ? 'wall' : 'wall is-stale'} ref={room}>
        <WallBar
          picture={picture}
          names={names}
          nowMs={nowMs}
          size={wall.layout.size}
          name={wall.touring === null ? wall.name : null}
          side={side}
          onSize={wall.resize}
          onSide={setSide}
          onFull={() => fullScreen(room.current)}
          onKeys={() => setKeys(true)}
        />
        <div className="wall-bars">
          {staleSinceMs === null ? null : (
            <p className="wall-bar-note" role="alert">
              {t('wall:stale', { time: clockTime(staleSinceMs) })}
            </p>
          )}
          {ended?.why === 'reload' ? (
            <p className="wall-bar-note" role="alert">
              {t('console:upgradedBar')}{' '}
              <button type="button" onClick={() => location.reload()}>
                {t('console:reload')}
              </button>
            </p>
          ) : null}
          {touring === null ? null : (
            <TourStrip
              touring={touring}
              names={names}
              onTurn={wall.turn}
              onPauseOrGoOn={wall.pauseOrGoOn}
              onEnd={wall.endTour}
            />
          )}
        </div>
        <div className="wall-columns">
          {side === null ? null : (
            <WallSide
              side={side}
              onSide={setSide}
              cameras={cameras}
              areas={areas}
              names={names}
              wall={wall}
              find={find}
              field={field}
              onWall={onWall}
              isThere={isThere}
              onDeleteWall={(name) => away.take('walls', name)}
              onDeleteTour={(name) => away.take('tours', name)}
            />
          )}
          <main className="wall-main">
            <div className={`wall-grid of-${wall.layout.size}`} data-testid="wall-grid">
              {wall.shown.map((camera, at) => {
                const seen = seenOf(camera);
                const key = camera === null ? `empty ${at}` : keyOfCamera(camera);
                const round = seen && roundOver(rounds.open, seen.site.areaId, areas, nowMs);
                return (
                  <WallTile
                    key={key}
                    nth={at + 1}
                    camera={camera}
                    seen={seen}
                    reason={seen && round && reasonOfRound(seen, round)}
                    incident={alarms.get(key) ?? null}
                    isSelected={at === wall.selected}
                    follows={follows}
                    isCovered={isCovering && large !== `tile ${key}`}
                    names={names}
                    nowMs={nowMs}
                    onSelect={() => {
                      setFollows(false);
                      wall.select(at);
                    }}
                    onDrop={(dropped) => wall.place(dropped, at)}
                    onClear={() => wall.clear(at)}
                    onLarger={() => enlarge(at)}
                  />
                );
              })}
            </div>
            <div className="video-stage" ref={setHost} />
            {hasRound || !rounds.isKnown ? null : (
              <section className="wall-why" aria-label={t('wall:why')} data-testid="wall-why">
                <h2>{t('wall:why')}</h2>
                <RoundForm picture={picture} names={names} onDone={() => undefined} />
              </section>
            )}
            <div className="wall-undo" role="status">
              {away.last === null ? null : (
                <p>
                  {t('wall:deleted', { name: away.last })}
                  <button type="button" onClick={away.bringBack}>
                    {t('wall:undo')}
                  </button>
                </p>
              )}
            </div>
          </main>
        </div>
        <KeysOfWall shown={hasKeys} onClose={() => setKeys(false)} />
      </div>
    </StageContextProvider>
  );
}

/** The wall over the whole screen, or back; a browser that refuses leaves it as it is. */
function fullScreen(room: HTMLElement | null): void {
  const done = document.fullscreenElement === null ? room?.requestFullscreen() : document.exitFullscreen();
  void done?.catch(() => undefined);
}
