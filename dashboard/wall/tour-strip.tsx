// The tour that runs, across the wall: where it is, what comes next and when; stopped, turned and ended from here.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import { comingNext, leftMs, pagesOf, type Touring } from './tour';

export interface TourStripProps {
  readonly touring: Touring;
  readonly names: Names;
  readonly onTurn: (by: 1 | -1) => void;
  readonly onPauseOrGoOn: () => void;
  readonly onEnd: () => void;
}

export function TourStrip({ touring, names, onTurn, onPauseOrGoOn, onEnd }: TourStripProps) {
  const { t } = useTranslation('wall');
  const monoMs = useMonoMs();
  const left = leftMs(touring, monoMs);
  const isStopped = touring.clock.is === 'stopped';
  const pages = pagesOf(touring);
  const next = comingNext(touring).map(
    ({ siteId, sourceId }) => `${names.site(siteId)} · ${names.source(siteId, sourceId)}`,
  );
  return (
    <section className="tour-strip" aria-label={t('tour')} data-testid="tour-strip">
      <strong>{touring.name}</strong>
      <span className="tour-page">{t('tourPage', { n: touring.page + 1, count: pages })}</span>
      <span className="tour-left" role="timer">
        {isStopped ? t('tourStopped') : t('tourLeft', { n: Math.ceil(left / 1000) })}
      </span>
      <progress max={touring.eachMs} value={left} aria-label={t('tourLeftOf')} />
      <span className="tour-next" title={next.join('\n')}>
        {pages > 1 ? t('tourNext', { cameras: next.join('、') }) : t('tourOne')}
      </span>
      <span className="tour-keys">
        <button type="button" aria-label={t('tourBack')} title={t('tourBack')} onClick={() => onTurn(-1)}>
          ‹
        </button>
        <button type="button" className="wall-go" onClick={onPauseOrGoOn}>
          {isStopped ? t('tourGoOn') : t('tourPause')}
        </button>
        <button type="button" aria-label={t('tourOn')} title={t('tourOn')} onClick={() => onTurn(1)}>
          ›
        </button>
        <button type="button" onClick={onEnd}>
          {t('tourEnd')}
        </button>
      </span>
    </section>
  );
}

/** The screen's own clock, a new value each quarter of a second. */
function useMonoMs(): number {
  const [monoMs, setMonoMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setMonoMs(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return monoMs;
}
