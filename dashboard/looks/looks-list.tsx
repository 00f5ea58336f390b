// Who looks at which camera now and why, for whoever watches the watchers: asked for again every three seconds.
import type { LookNow } from '@haixi/proto/media/media';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime, elapsed } from '../i18n/times';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import { useFresh } from '../store/use-fresh';
import './looks.css';

const askEveryMs = 3_000;

export interface LooksListProps {
  readonly names: Names;
  readonly nowMs: number;
  readonly onSelectCamera: (siteId: string, sourceId: string) => void;
}

export function LooksList({ names, nowMs, onSelectCamera }: LooksListProps) {
  const { t } = useTranslation(['looks', 'vocabulary']);
  const { queries } = useSession();
  const ask = useCallback(() => queries.ask('looks'), [queries]);
  const { value, failed } = useFresh(ask, Math.floor(nowMs / askEveryMs));
  if (value === null) return <p className="empty">{failed ? t('looks:failed') : t('looks:loading')}</p>;
  const { looks } = value;
  const people = [...Map.groupBy(looks, ({ personId }) => personId).values()];
  return (
    <div className="looks" data-testid="looks">
      <p className="muted" role="status">
        {failed ? t('looks:failed') : t('looks:count', { people: people.length, count: looks.length })}
      </p>
      {people.length === 0 ? <p className="empty">{t('looks:nobody')}</p> : null}
      <ul>
        {people.map((ofPerson) => (
          <li key={ofPerson[0]!.personId} className="looks-person">
            <h4>
              {ofPerson[0]!.personName}
              <span className="muted">
                {ofPerson[0]!.unitIds.map((unitId) => names.unit(unitId)).join(' ')}
              </span>
            </h4>
            <ul>
              {ofPerson.map((look) => (
                <Look key={look.viewId} look={look} names={names} nowMs={nowMs} onSelect={onSelectCamera} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Look({
  look,
  names,
  nowMs,
  onSelect,
}: {
  look: LookNow;
  names: Names;
  nowMs: number;
  onSelect: (siteId: string, sourceId: string) => void;
}) {
  const { t } = useTranslation(['looks', 'vocabulary']);
  const { siteId, sourceId, purpose, reason, startedAtMs } = look;
  return (
    <li className="look-row">
      <button type="button" title={t('looks:toCamera')} onClick={() => onSelect(siteId, sourceId)}>
        {names.site(siteId)} · {names.source(siteId, sourceId)}
      </button>
      <span className={`look-purpose ${purpose}`}>{t(`vocabulary:purpose.${purpose}`)}</span>
      <time title={t('looks:since', { time: clockTime(startedAtMs) })}>{elapsed(nowMs - startedAtMs)}</time>
      {reason === '' ? null : <p>{reason}</p>}
    </li>
  );
}
