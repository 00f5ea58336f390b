// One site: whether it is there, what of it is lacking, what can raise an alarm, what its cameras told, and how old that is.
import type { Site, SiteReading } from '@haixi/proto/live/picture';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { clockTime, dayTime } from '../i18n/times';
import { useAge } from '../i18n/use-age';
import type { Names } from '../store/names';
import { CameraCard } from './camera-card';
import { PresenceMark } from './presence-mark';
import { cameraIn } from '../store/camera-state';
import { isOld } from '../store/reading-age';
import type { Commands } from '../store/use-commands';
import { SiteDelivery } from './site-delivery';
import { SiteTest } from './site-test';

export interface SitePanelProps {
  readonly site: Site;
  /** The latest readings, null where there are none. */
  readonly reading: SiteReading | null;
  readonly names: Names;
  readonly nowMs: number;
  /** Whether the person may acknowledge alarms of this site as lost. */
  readonly mayAcknowledge: boolean;
  /** Whether the person may put this site on test. */
  readonly mayTest: boolean;
  readonly commands: Commands;
  readonly onBack: () => void;
  readonly onOpenCamera: (sourceId: string) => void;
}

export function SitePanel(props: SitePanelProps) {
  const { site, reading, names, nowMs, onBack, onOpenCamera } = props;
  const { t } = useTranslation(['console', 'cameras', 'vocabulary']);
  const age = useAge();
  const cameras = site.sources.filter(({ type }) => type === 'camera');
  const buttons = site.sources.filter(({ type }) => type === 'button');
  const provedAtMs = reading?.provedAtMs ?? null;
  const old = site.presence !== 'online' || isOld(reading?.serverAtMs ?? null, nowMs);
  return (
    <section className="site-panel" data-testid="site-panel" aria-label={names.site(site.siteId)}>
      <header className="incident-head">
        <div className="incident-title">
          <h2>{names.site(site.siteId)}</h2>
          <Button size="small" onClick={onBack}>
            {t('console:back')}
          </Button>
        </div>
        <div className="muted">
          {t(`vocabulary:siteType.${site.type}`)} · {names.area(site.areaId)} ·{' '}
          {names.address(site.siteId, site.address)}
        </div>
        <div className="site-facts">
          <PresenceMark presence={site.presence} />
          {site.presenceAtMs === null ? null : (
            <span className="muted">{t('console:siteSince', { time: clockTime(site.presenceAtMs) })}</span>
          )}
          <span className={old ? 'old' : 'muted'}>
            {reading === null
              ? t('console:neverHeard')
              : t('console:heardAge', { age: age(nowMs - reading.serverAtMs) })}
          </span>
          {site.presence === 'never' ? null : (
            <span className="muted">
              {provedAtMs === null
                ? t('cameras:noProofYet')
                : t('cameras:proofAge', { age: age(nowMs - provedAtMs) })}
            </span>
          )}
        </div>
        {reading !== null && reading.readings.held + reading.readings.refused > 0 ? (
          <p className="late-text">
            {t('console:held', { held: reading.readings.held, refused: reading.readings.refused })}
          </p>
        ) : null}
        {site.troubles
          .filter(({ sourceId }) => sourceId === null)
          .map(({ trouble, sinceMs }) => (
            <p key={trouble} className="late-text">
              <span aria-hidden="true">◆</span>{' '}
              {t('cameras:troubleNow', {
                trouble: t(`vocabulary:trouble.${trouble}`),
                time: dayTime(sinceMs),
              })}
            </p>
          ))}
      </header>
      <SiteTest site={site} nowMs={nowMs} mayTest={props.mayTest} />
      <SiteDelivery
        site={site}
        provedAtMs={provedAtMs}
        nowMs={nowMs}
        mayAcknowledge={props.mayAcknowledge}
        commands={props.commands}
      />
      {cameras.length === 0 ? null : (
        <section className="block" aria-label={t('console:cameras')}>
          <h3>{t('console:cameras')}</h3>
          {cameras.map((source) => (
            <CameraCard
              key={source.sourceId}
              camera={cameraIn(site, source, reading, nowMs)}
              names={names}
              nowMs={nowMs}
              onOpen={() => onOpenCamera(source.sourceId)}
            />
          ))}
        </section>
      )}
      {buttons.length === 0 ? null : (
        <section className="block" aria-label={t('console:buttons')}>
          <h3>{t('console:buttons')}</h3>
          <ul className="plain-list">
            {buttons.map(({ sourceId }) => (
              <li key={sourceId}>
                <span>{names.source(site.siteId, sourceId)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
