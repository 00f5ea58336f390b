// One camera over the map: how it is and since when, its picture on demand, its readings, its alarms and its troubles.
import type { SiteReading } from '@haixi/proto/live/picture';
import { Button } from 'antd';
import { lazy, type ReactNode, Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { CameraName } from '../store/camera-name';
import type { CameraSeen } from '../store/camera-state';
import { useLive } from '../store/live-context';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import { useFresh } from '../store/use-fresh';
import './cameras.css';
import { CameraAlarms } from './camera-alarms';
import { CameraTroubles } from './camera-troubles';
import { ReadingFacts } from './reading-facts';
import { StateMark } from './state-mark';
import { stateSinceMs } from './state-since';

const HistoryCharts = lazy(() => import('./history-charts'));

export interface CameraPageProps {
  readonly camera: CameraSeen;
  /** The readings of its site. */
  readonly told: SiteReading | null;
  readonly names: Names;
  readonly nowMs: number;
  /** Its picture: why, then the tile. */
  readonly children: ReactNode;
  readonly onOpenIncident: (incidentId: string) => void;
  readonly onOpenSite: (siteId: string) => void;
  readonly onClose: () => void;
}

export function CameraPage(props: CameraPageProps) {
  const { camera, told, names, nowMs, children, onOpenIncident, onOpenSite, onClose } = props;
  const { t } = useTranslation(['cameras', 'vocabulary']);
  const { queries } = useSession();
  const { site, source, reading, state } = camera;
  const { siteId } = site;
  const { sourceId } = source;
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000;
  const askHistory = useCallback(() => queries.cameraHistory(siteId, sourceId), [queries, siteId, sourceId]);
  const history = useFresh(askHistory, minuteMs);
  const vector = useLive(({ picture }) => picture?.vector);
  const sinceMs = sinceOf(camera, history.value?.points ?? []);
  const name = `${names.site(siteId)} · ${names.source(siteId, sourceId)}`;
  return (
    <article
      className="camera-page"
      data-testid="camera-page"
      aria-label={t('cameras:page', { camera: name })}
    >
      <header className="camera-page-head">
        <h2>
          <CameraName siteId={siteId} sourceId={sourceId} names={names} />
        </h2>
        <div className="camera-page-keys">
          <Button size="small" onClick={() => onOpenSite(siteId)}>
            {t('cameras:toSite')}
          </Button>
          <Button size="small" onClick={onClose}>
            {t('cameras:back')}
          </Button>
        </div>
        <p>
          <StateMark state={state} />
          {sinceMs === null ? null : <span>{t('cameras:since', { time: dayTime(sinceMs) })}</span>}
          <span className="muted">
            {t(`vocabulary:siteType.${site.type}`)} · {names.area(site.areaId)} ·{' '}
            {names.address(site.siteId, site.address)}
          </span>
        </p>
      </header>
      <div className="camera-page-body">
        <section className="camera-picture" aria-label={t('cameras:view')}>
          {children}
        </section>
        <section aria-label={t('cameras:latest')}>
          <h3>{t('cameras:latest')}</h3>
          <ReadingFacts camera={camera} told={told} nowMs={nowMs} />
        </section>
        <CameraTroubles
          siteId={siteId}
          sourceId={sourceId}
          open={site.troubles}
          fault={reading?.fault ?? null}
          vector={vector}
        />
        <CameraAlarms siteId={siteId} sourceId={sourceId} vector={vector} onOpen={onOpenIncident} />
        <section className="camera-history" aria-label={t('cameras:history')}>
          <h3>{t('cameras:history')}</h3>
          <Suspense fallback={<p className="muted">{t('cameras:loading')}</p>}>
            <HistoryCharts history={history} nowMs={minuteMs} />
          </Suspense>
        </section>
      </div>
    </article>
  );
}

/** Since when it is as it is: by its site's presence, its trouble, or its history; null where none of them tells. */
function sinceOf(
  { site, source, reading, state }: CameraSeen,
  points: Parameters<typeof stateSinceMs>[0],
): number | null {
  if (state === 'dark' || state === 'never') return site.presenceAtMs;
  if (state === 'unknown' || reading === null) return null;
  const troubles = site.troubles.filter(({ sourceId }) => sourceId === source.sourceId);
  if (state === 'troubled') return Math.min(...troubles.map((trouble) => trouble.sinceMs));
  return stateSinceMs(points, reading.state);
}
