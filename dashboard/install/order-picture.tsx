// The picture of the order's camera in this browser: live, or stills where it can't play the codec, and words meanwhile.
import type { Order } from '@haixi/proto/devices/orders';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session-context';
import type { LookState } from '../video/look.service';
import { createOrderLook, type OrderLook } from './order-look.service';

interface Props {
  readonly order: Order;
  /** What is drawn over the picture, exactly as large. */
  readonly over?: ReactNode;
}

export function OrderPicture({ order, over }: Props) {
  const { t } = useTranslation('install');
  const { queries } = useSession();
  const [look] = useState(() => createOrderLook(order, queries));
  useEffect(() => {
    look.start('video');
    return () => look.stop();
  }, [look]);
  const state = useSyncExternalStore(look.subscribe, look.state);
  const decoded = useSyncExternalStore(look.subscribe, look.decoded);
  const name = order.draft.cameraName ?? order.siteName;
  return (
    <figure
      className="install-picture"
      aria-label={t('pictureLabel', { camera: name })}
      data-testid="picture"
      data-says={state.said.says}
    >
      <Screen look={look} state={state} name={name} over={state.pictured ? over : null} />
      <figcaption role="status">
        <Says state={state} again={() => look.start('video')} />
        {decoded === null ? null : (
          <small>
            {t('pictureInBrowser', {
              ms: decoded.firstFrameMs,
              size: `${decoded.width}×${decoded.height}`,
            })}
          </small>
        )}
      </figcaption>
    </figure>
  );
}

function Screen({
  look,
  state,
  name,
  over,
}: {
  look: OrderLook;
  state: LookState;
  name: string;
  over: ReactNode;
}) {
  const { t } = useTranslation('install');
  const place = useRef<HTMLDivElement>(null);
  const isVideo = state.as === 'video';
  useLayoutEffect(() => {
    if (!isVideo || place.current === null) return;
    place.current.prepend(look.video);
    if (look.video.src !== '') void look.video.play().catch(() => undefined);
  }, [look, isVideo]);
  return (
    <div className={`install-screen ${state.pictured ? 'is-pictured' : ''}`} ref={place}>
      {isVideo || state.stillUrl === null ? null : (
        <img
          src={state.stillUrl}
          alt={t('pictureLabel', { camera: name })}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            look.stillDrawn({ width, height })
          }
        />
      )}
      {over}
    </div>
  );
}

function Says({ state: { said, as }, again }: { state: LookState; again: () => void }) {
  const { t } = useTranslation('install');
  switch (said.says) {
    case 'ended':
      return (
        <>
          <span className="install-alert">
            ✕{' '}
            {said.ended.why === 'refused'
              ? t('pictureRefused', { rule: said.ended.rule })
              : t('pictureFailed')}
          </span>
          <button type="button" onClick={again}>
            {t('retry')}
          </button>
        </>
      );
    case 'off':
      return (
        <button type="button" onClick={again}>
          {t('pictureOpen')}
        </button>
      );
    case 'away':
      return <span>{t('pictureAway')}</span>;
    case 'asking':
      return <span>{t('pictureAsking')}</span>;
    case 'live':
      return <span className="install-good">● {t('pictureLive')}</span>;
    case 'notNew':
      return <span className="install-amber">! {t('pictureStalled')}</span>;
    default:
      return <span>{as === 'stills' ? t('pictureStill') : t('pictureWaiting')}</span>;
  }
}
