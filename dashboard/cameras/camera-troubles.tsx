// The troubles of a camera and of its agent: those that last, and those that have ended, each with its times.
import type { PastTrouble } from '@haixi/proto/commands/routes';
import type { OpenTrouble } from '@haixi/proto/live/picture';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { faultIn } from '../i18n/languages';
import { dayTime } from '../i18n/times';
import { useLanguage } from '../i18n/use-language';
import { useSession } from '../store/session-context';
import { useFresh } from '../store/use-fresh';
import { measureOf } from './trouble-measure';

export interface CameraTroublesProps {
  readonly siteId: string;
  readonly sourceId: string;
  /** The troubles of its site that last: there at once, before the past ones have been read. */
  readonly open: readonly OpenTrouble[];
  /** What the agent says is wrong, in its own words. */
  readonly fault: string | null;
  /** Asked again whenever the log has gone on. */
  readonly vector: unknown;
}

export function CameraTroubles({ siteId, sourceId, open, fault, vector }: CameraTroublesProps) {
  const { t } = useTranslation(['cameras', 'vocabulary']);
  const language = useLanguage();
  const { queries } = useSession();
  const ask = useCallback(() => queries.cameraTroubles(siteId, sourceId), [queries, siteId, sourceId]);
  const { value, failed } = useFresh(ask, vector);
  const own = open.filter((trouble) => trouble.sourceId === null || trouble.sourceId === sourceId);
  const lasting = own.map((trouble): PastTrouble => ({ ...trouble, untilMs: null }));
  const past = (value?.troubles ?? []).filter(({ untilMs }) => untilMs !== null);
  const all = [...lasting, ...past];
  return (
    <section aria-label={t('cameras:troubles')}>
      <h3>
        {t('cameras:troubles')}
        {failed ? <span className="late-text">{t('cameras:troublesFailed')}</span> : null}
      </h3>
      {fault === null ? null : (
        <p className="late-text">{t('cameras:fault', { fault: faultIn(language, fault) })}</p>
      )}
      {all.length === 0 && value !== null ? <p className="muted">{t('cameras:troublesEmpty')}</p> : null}
      <ul className="camera-troubles">
        {all.map((trouble) => (
          <TroubleRow
            key={`${trouble.sourceId ?? 'agent'} ${trouble.trouble} ${trouble.sinceMs}`}
            trouble={trouble}
          />
        ))}
      </ul>
    </section>
  );
}

function TroubleRow({ trouble }: { trouble: PastTrouble }) {
  const { t } = useTranslation(['cameras', 'vocabulary']);
  const { sourceId, value, limit, sinceMs, untilMs } = trouble;
  const from = dayTime(sinceMs);
  const measured = measureOf(trouble.trouble, value);
  const allowed = measureOf(trouble.trouble, limit);
  return (
    <li className={untilMs === null ? 'lasts' : 'past'}>
      <strong>
        <span aria-hidden="true">{untilMs === null ? '◆' : '◇'}</span>{' '}
        {t(`vocabulary:trouble.${trouble.trouble}`)}
        {sourceId === null ? ` · ${t('cameras:ofAgent')}` : ''}
      </strong>
      <span className="muted">
        {untilMs === null
          ? t('cameras:troubleOpen', { from })
          : t('cameras:troublePast', { from, until: dayTime(untilMs) })}
        {measured && allowed
          ? ` · ${t('cameras:measured', { value: t(`cameras:${measured.unit}`, { n: measured.n }), limit: t(`cameras:${allowed.unit}`, { n: allowed.n }) })}`
          : ''}
      </span>
    </li>
  );
}
