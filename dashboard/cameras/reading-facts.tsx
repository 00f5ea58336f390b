// What a camera and its agent last told, with the age of it; greyed where it is too old to be true now.
import type { SiteReading } from '@haixi/proto/live/picture';
import { useTranslation } from 'react-i18next';
import { faultIn } from '../i18n/languages';
import { useAge } from '../i18n/use-age';
import { useLanguage } from '../i18n/use-language';
import type { CameraSeen } from '../store/camera-state';
import { isOld } from '../store/reading-age';

export interface ReadingFactsProps {
  readonly camera: CameraSeen;
  /** The readings of its site. */
  readonly told: SiteReading | null;
  readonly nowMs: number;
}

export function ReadingFacts({ camera: { site, reading, frameAgeMs }, told, nowMs }: ReadingFactsProps) {
  const { t } = useTranslation('cameras');
  const language = useLanguage();
  const age = useAge();
  if (told === null || reading === null) return <p className="old">{t('neverHeard')}</p>;
  const old = site.presence !== 'online' || isOld(told.serverAtMs, nowMs);
  const { load } = told.readings;
  const facts: [string, string | null][] = [
    [t('codec'), reading.codec?.toUpperCase() ?? null],
    [t('size'), reading.width === null ? null : `${reading.width}×${reading.height ?? '?'}`],
    [t('fps'), reading.fps === null ? null : t('perSecond', { n: reading.fps.toFixed(1) })],
    [t('bitrate'), reading.kbps === null ? null : t('kbps', { n: Math.round(reading.kbps) })],
    [
      t('keyFrames'),
      reading.keyFrameEveryMs === null ? null : t('seconds', { n: tenths(reading.keyFrameEveryMs) }),
    ],
    [t('lastFrame'), frameAgeMs === null ? null : age(frameAgeMs + nowMs - told.serverAtMs)],
    [t('reconnects'), String(reading.reconnects)],
    [t('sound'), reading.soundDb === null ? t('noSound') : t('decibels', { n: reading.soundDb.toFixed(0) })],
    [t('armed'), reading.armed ? t('armedYes') : t('armedNo')],
    [t('skew'), t('seconds', { n: tenths(told.skewMs) })],
    [t('cpu'), load === null ? null : t('percent', { n: load.cpuPercent.toFixed(0) })],
    [
      t('memory'),
      load === null
        ? null
        : `${t('megabytes', { n: Math.round(load.memoryMb) })} / ${t('gigabytes', { n: (load.machineMemoryMb / 1024).toFixed(1) })}`,
    ],
  ];
  return (
    <div className={old ? 'readings is-old' : 'readings'}>
      <p className={old ? 'old' : 'muted'}>
        {old ? `${t('oldReadings')} · ` : ''}
        {t('heardAge', { age: age(nowMs - told.serverAtMs) })}
      </p>
      <dl className="reading-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
      {reading.fault ? (
        <p className="late-text">{t('fault', { fault: faultIn(language, reading.fault) })}</p>
      ) : null}
    </div>
  );
}

function tenths(ms: number): string {
  // Without the sign that a little less than nothing would keep.
  return (Math.round(ms / 100) / 10 || 0).toFixed(1);
}
