// One live tile: the picture, whose it is, how the camera is, how old what is shown is; words wherever there is none.
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAge } from '../i18n/use-age';
import { CameraName } from '../store/camera-name';
import { type CameraSeen, cameraSigns } from '../store/camera-state';
import type { Names } from '../store/names';
import type { Facts, LookState, Reason } from './look.service';
import { saidWords } from './said-words';
import { useStaged } from './stage';
import { isNow } from './tile-says';
import { useLook } from './use-look';
import './video-tile.css';
import { ViewerMark } from './viewer-mark';

export interface VideoTileProps {
  readonly camera: CameraSeen;
  /** Why it is looked at; a tile lives for one reason. */
  readonly reason: Reason;
  readonly names: Names;
  /** The site whose name the surroundings say already. */
  readonly atSiteId: string | null;
  /** Opens the camera's page; null where one is on it. */
  readonly onOpenCamera: (() => void) | null;
  /** Takes the tile away; null for one that stays and only stops. */
  readonly onClose: (() => void) | null;
  /** Where it is, after the name, as far as there is room. */
  readonly place?: string;
  /** What else is known while there is no picture. */
  readonly children?: ReactNode;
}

export function VideoTile(props: VideoTileProps) {
  const { camera, reason, names, atSiteId, onOpenCamera, onClose, place } = props;
  const { t } = useTranslation(['video', 'cameras', 'app']);
  const age = useAge();
  const { look, state, start } = useLook(reason, camera);
  const { siteId } = camera.site;
  const { sourceId } = camera.source;
  const staged = useStaged(`tile ${siteId}/${sourceId}`);
  const { said, facts } = state;
  const source = names.source(siteId, sourceId);
  const name = `${names.site(siteId)} · ${source}`;
  const short =
    siteId === atSiteId && !staged.isLarge ? (
      source
    ) : (
      <CameraName siteId={siteId} sourceId={sourceId} names={names} />
    );
  const now = isNow(said);
  const words = saidWords(said, t, age);
  const stop = () => (onClose === null ? look?.stop() : onClose());
  const tile = (
    <figure
      className={`video-tile${now ? ' is-now' : ''}${staged.isLarge ? ' is-large' : ''}`}
      aria-label={t('video:tile', { camera: name })}
      data-testid="video-tile"
      data-camera={`${siteId}/${sourceId}`}
      data-says={said.says}
    >
      <Screen video={look?.video ?? null} state={state} name={name} />
      <figcaption className="video-head">
        <span className={`camera-state ${camera.state}`} title={t(`cameras:state.${camera.state}`)}>
          <span aria-hidden="true">{cameraSigns[camera.state]}</span>
          <span className={camera.state === 'ok' ? 'hidden-word' : ''}>
            {t(`cameras:state.${camera.state}`)}
          </span>
        </span>
        {onOpenCamera === null ? (
          <span className="video-name">{short}</span>
        ) : (
          <button type="button" className="video-name" title={t('video:openCamera')} onClick={onOpenCamera}>
            {short}
          </button>
        )}
        {place === undefined ? null : <span className="video-place">{place}</span>}
        <button
          type="button"
          className="video-key"
          data-video-key="larger"
          aria-label={staged.isLarge ? t('video:smaller') : t('video:larger')}
          title={staged.isLarge ? t('video:smaller') : t('video:larger')}
          onClick={staged.toggle}
        >
          {staged.isLarge ? '⤡' : '⤢'}
        </button>
        {said.says === 'off' ? null : (
          <button
            type="button"
            className="video-key"
            data-video-key="stop"
            aria-label={onClose === null ? t('video:stop') : t('video:closeTile')}
            title={onClose === null ? t('video:stop') : t('video:closeTile')}
            onClick={stop}
          >
            ✕
          </button>
        )}
      </figcaption>
      {state.pictured ? null : (
        <div className="video-words" role="status">
          <p>{words}</p>
          <Then state={state} onStart={start} />
          {props.children}
        </div>
      )}
      {state.pictured ? <ViewerMark ratio={facts.height > 0 ? facts.width / facts.height : 16 / 9} /> : null}
      {state.pictured ? (
        <div className={`video-foot${now ? '' : ' late'}`}>
          <span className="video-age" title={said.says === 'live' ? t('video:liveMeans') : undefined}>
            <span aria-hidden="true">{said.says === 'live' ? '●' : now ? '▣' : '■'}</span> {words}
          </span>
          <FactLine facts={facts} />
        </div>
      ) : null}
      {state.as === 'stills' && said.says !== 'off' ? (
        <p className="video-stills">
          {camera.reading?.codec
            ? t('video:stillsBecause', { codec: camera.reading.codec.toUpperCase() })
            : t('video:stillsBecauseUnknown')}
        </p>
      ) : null}
    </figure>
  );
  return staged.place(
    tile,
    <button type="button" className="video-moved" onClick={staged.toggle}>
      ⤡ {t('video:smaller')}
    </button>,
  );
}

/** The look's own video element, or the latest still: moved here, never made anew. */
function Screen({ video, state, name }: { video: HTMLVideoElement | null; state: LookState; name: string }) {
  const { t } = useTranslation('video');
  const place = useRef<HTMLDivElement>(null);
  const isVideo = state.as === 'video';
  useLayoutEffect(() => {
    if (!isVideo || video === null || place.current === null) return;
    place.current.append(video);
    // An element that is moved stands still until it is told to go on.
    if (video.src !== '') void video.play().catch(() => undefined);
  }, [video, isVideo]);
  if (isVideo) return <div className="video-screen" ref={place} />;
  return (
    <div className="video-screen">
      {state.stillUrl === null ? null : <img src={state.stillUrl} alt={t('tile', { camera: name })} />}
    </div>
  );
}

/** What happens next, and the press that makes it happen now. */
function Then({ state: { said }, onStart }: { state: LookState; onStart: () => void }) {
  const { t } = useTranslation('video');
  if (said.says === 'off')
    return (
      <button type="button" className="video-start" data-video-key="start" onClick={onStart}>
        ▶ {t('start')}
      </button>
    );
  if (said.says !== 'ended') return null;
  return (
    <>
      {said.againInMs === null ? null : (
        <p className="muted">{t('againIn', { n: Math.ceil(said.againInMs / 1000) })}</p>
      )}
      <button type="button" className="video-start" data-video-key="start" onClick={onStart}>
        {said.ended.why === 'timeUp' ? t('goOn') : t('againNow')}
      </button>
    </>
  );
}

/** What kind of picture it is, and how much of it comes; nothing before it is known. */
function FactLine({ facts: { codec, width, height, kbps } }: { facts: Facts }) {
  const { t } = useTranslation('video');
  if (width === 0) return null;
  const name = codec?.startsWith('avc1') ? 'H.264' : (codec ?? '?');
  return (
    <span className="video-facts">
      <span className="video-kind">{t('kind', { codec: name, size: `${width}×${height}` })}</span>
      {kbps === null ? null : <span className="video-rate">{t('rate', { n: Math.round(kbps) })}</span>}
    </span>
  );
}
