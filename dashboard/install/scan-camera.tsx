// The view-finder: the phone's back camera, looking for a sticker, with its light and its faults in words.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoCamera, Scanner } from './scanner.service';
import { stickerIn } from './typed-sticker';

interface Props {
  /** A sticker's text was read. */
  readonly found: (sticker: string) => void;
}

export function ScanCamera({ found }: Props) {
  const [tries, setTries] = useState(0);
  // Each try is a camera opened anew.
  return <Finder key={tries} found={found} again={() => setTries(tries + 1)} />;
}

function Finder({ found, again }: Props & { readonly again: () => void }) {
  const { t } = useTranslation('install');
  const video = useRef<HTMLVideoElement>(null);
  const [fault, setFault] = useState<NoCamera | null>(null);
  const [scanner, setScanner] = useState<Scanner | null>(null);
  const [lit, setLit] = useState(false);
  const [notOurs, setNotOurs] = useState(false);
  const take = useEffectEvent((text: string) => {
    const sticker = stickerIn(text);
    setNotOurs(sticker === null);
    if (sticker === null) return;
    navigator.vibrate?.(80);
    found(sticker);
  });
  const gone = useEffectEvent(again);

  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    const stop = new AbortController();
    const open = async () => {
      // The decoder is a chunk of its own: who only looks at the list doesn't load it.
      const { openScanner } = await import('./scanner.service');
      const events = { read: (text: string) => take(text), ended: () => gone() };
      const opened = await openScanner(element, events, stop.signal);
      if (stop.signal.aborted) return;
      if (typeof opened === 'string') setFault(opened);
      else setScanner(opened);
    };
    open().catch(() => stop.signal.aborted || setFault('none'));
    return () => {
      stop.abort();
      setScanner(null);
      setLit(false);
    };
  }, []);

  const light = scanner?.light ?? null;
  return (
    <div className="install-scan">
      <div className={`install-finder ${fault === null ? '' : 'is-off'}`}>
        <video ref={video} muted playsInline aria-label={t('scanView')} />
        {fault === null ? <i aria-hidden="true" /> : null}
      </div>
      <p role="status" className={fault === null ? '' : 'install-alert'}>
        {fault === null ? t(scanner === null ? 'scanOpening' : 'scanLooking') : t(`noCamera.${fault}`)}
      </p>
      {notOurs ? (
        <p className="install-amber" role="alert">
          ! {t('scanNotOurs')}
        </p>
      ) : null}
      {light === null ? null : (
        <button
          type="button"
          aria-pressed={lit}
          onClick={() => {
            setLit(!lit);
            void light.set(!lit);
          }}
        >
          {lit ? t('lightOff') : t('lightOn')}
        </button>
      )}
      {fault === null || fault === 'insecure' ? null : (
        <button type="button" onClick={again}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}
