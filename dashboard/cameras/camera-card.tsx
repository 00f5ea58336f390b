// What one camera's stream measures, greyed where it is too old to be true now.
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import { useTranslation } from 'react-i18next';
import { useAge } from '../i18n/use-age';

export interface CameraCardProps {
  readonly name: string;
  /** Null where the site has not told of it. */
  readonly reading: CameraReading | null;
  readonly old: boolean;
  readonly nowMs: number;
}

export function CameraCard({ name, reading, old, nowMs }: CameraCardProps) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const age = useAge();
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
            reading.lastFrameAtMs === null ? null : age(nowMs - reading.lastFrameAtMs),
          ],
        ];
  return (
    <article className={old ? 'camera is-old' : 'camera'} aria-label={name}>
      <div className="camera-head">
        <strong>{name}</strong>
        {reading === null ? (
          <span className="old">{t('console:neverHeard')}</span>
        ) : (
          <span className={`picture ${old ? 'old' : reading.state}`}>
            {old ? t('console:unknown') : t(`vocabulary:picture.${reading.state}`)}
          </span>
        )}
      </div>
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
      {reading?.fault ? <p className="late-text">{t('console:fault', { fault: reading.fault })}</p> : null}
    </article>
  );
}
