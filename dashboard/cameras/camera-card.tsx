// One camera of a site: how it is, what its stream measures, and what troubles it; a click opens its page.
import { useTranslation } from 'react-i18next';
import { faultIn } from '../i18n/languages';
import { dayTime } from '../i18n/times';
import { useAge } from '../i18n/use-age';
import { useLanguage } from '../i18n/use-language';
import type { CameraSeen } from '../store/camera-state';
import type { Names } from '../store/names';
import { isOld } from '../store/reading-age';
import { StateMark } from './state-mark';

export interface CameraCardProps {
  readonly camera: CameraSeen;
  readonly names: Names;
  readonly nowMs: number;
  readonly onOpen: () => void;
}

export function CameraCard({ camera, names, nowMs, onOpen }: CameraCardProps) {
  const { t } = useTranslation(['console', 'cameras', 'vocabulary']);
  const language = useLanguage();
  const age = useAge();
  const { site, source, reading, heardAtMs, frameAgeMs, state } = camera;
  const name = names.source(site.siteId, source.sourceId);
  const old = site.presence !== 'online' || isOld(heardAtMs, nowMs);
  const facts: [string, string | null][] =
    reading === null
      ? []
      : [
          [t('console:codec'), reading.codec?.toUpperCase() ?? null],
          [t('console:size'), reading.width === null ? null : `${reading.width}×${reading.height ?? '?'}`],
          [t('console:fps'), reading.fps === null ? null : reading.fps.toFixed(1)],
          [t('console:bitrate'), reading.kbps === null ? null : `${Math.round(reading.kbps)} kbps`],
          [
            t('console:lastFrame'),
            frameAgeMs === null || heardAtMs === null ? null : age(frameAgeMs + nowMs - heardAtMs),
          ],
        ];
  return (
    <article className={old ? 'camera is-old' : 'camera'} aria-label={name}>
      <button type="button" className="camera-head" data-testid="open-camera" onClick={onOpen}>
        <strong>{name} ›</strong>
        <StateMark state={state} />
      </button>
      {reading === null ? null : (
        <dl className="camera-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value ?? '–'}</dd>
            </div>
          ))}
        </dl>
      )}
      {site.troubles
        .filter(({ sourceId }) => sourceId === source.sourceId)
        .map(({ trouble, sinceMs }) => (
          <p key={trouble} className="late-text">
            <span aria-hidden="true">◆</span>{' '}
            {t('cameras:troubleNow', { trouble: t(`vocabulary:trouble.${trouble}`), time: dayTime(sinceMs) })}
          </p>
        ))}
      {reading?.fault ? (
        <p className="late-text">{t('console:fault', { fault: faultIn(language, reading.fault) })}</p>
      ) : null}
    </article>
  );
}
