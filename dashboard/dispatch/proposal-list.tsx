// Who to send: nearest available first, each with distance, age of position and load; one click sends 派警.
import type { Proposal } from '@haixi/proto/commands/routes';
import type { Tablet, Unit } from '@haixi/proto/live/picture';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAge } from '../i18n/use-age';
import type { Names } from '../store/names';
import { distanceOf } from '../i18n/distance';
import { TabletSign, tabletOf } from './tablet-sign';

/** How many are shown at once; these are also what the keys 1–3 send. */
export const proposalsShown = 3;

export interface ProposalListProps {
  /** Null while they have not been read yet. */
  readonly proposals: readonly Proposal[] | null;
  readonly failed: boolean;
  readonly units: Readonly<Record<string, Unit>>;
  readonly names: Names;
  readonly tablets: readonly Tablet[];
  readonly nowMs: number;
  readonly isSending: (unitId: string) => boolean;
  readonly onSend: (unitId: string) => void;
}

export function ProposalList(props: ProposalListProps) {
  const { proposals, failed } = props;
  const { t } = useTranslation('console');
  const [all, setAll] = useState(false);
  const shown = all ? (proposals ?? []) : (proposals ?? []).slice(0, proposalsShown);
  const hidden = (proposals?.length ?? 0) - shown.length;
  return (
    <section className="block" aria-label={t('sendWho')}>
      <h3>
        {t('sendWho')}
        {failed ? <span className="late-text">{t('proposalsFailed')}</span> : null}
      </h3>
      {proposals === null && !failed ? <p className="muted">{t('loading')}</p> : null}
      {proposals?.length === 0 ? <p className="muted">{t('noProposals')}</p> : null}
      <ol className="proposals">
        {shown.map((proposal, index) => (
          <ProposalRow key={proposal.unitId} proposal={proposal} nth={index + 1} {...props} />
        ))}
      </ol>
      {hidden > 0 ? (
        <Button type="link" size="small" onClick={() => setAll(true)}>
          {t('more', { count: hidden })}
        </Button>
      ) : null}
    </section>
  );
}

function ProposalRow({
  proposal,
  nth,
  units,
  tablets,
  names,
  nowMs,
  isSending,
  onSend,
}: ProposalListProps & { proposal: Proposal; nth: number }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const ageOf = useAge();
  const { unitId, available, distanceM, positionAtMs, positionOld, activeAssignments } = proposal;
  const unit = units[unitId];
  const name = names.unit(unitId);
  const age = positionAtMs === null ? '' : ageOf(nowMs - positionAtMs);
  const distance = distanceM === null ? null : distanceOf(distanceM);
  return (
    <li className={available ? 'proposal' : 'proposal busy'}>
      {nth <= proposalsShown ? <kbd>{nth}</kbd> : <span />}
      <div>
        <div className="proposal-name">
          <strong>{name}</strong>
          {unit === undefined ? null : <span className="muted">{t(`vocabulary:unitKind.${unit.kind}`)}</span>}
        </div>
        <div className="proposal-facts">
          {distance === null ? null : <span>{t(`console:${distance.unit}`, { n: distance.n })}</span>}
          <span className={available ? 'free' : 'busy'}>
            {available ? t('console:available') : t('console:busy', { count: activeAssignments })}
          </span>
          {positionAtMs === null ? (
            <span className="old">{t('console:noPosition')}</span>
          ) : (
            <span className={positionOld ? 'old' : 'muted'}>
              {t(positionOld ? 'console:positionOld' : 'console:positionAge', { age })}
            </span>
          )}
          <TabletSign tablet={tabletOf(tablets, unitId)} nowMs={nowMs} />
        </div>
      </div>
      <Button
        type={available ? 'primary' : 'default'}
        ghost={available}
        size="small"
        data-testid={`send-${unitId}`}
        aria-label={t('console:sendUnit', { unit: name })}
        loading={isSending(unitId)}
        onClick={() => onSend(unitId)}
      >
        {t('console:send')}
      </Button>
    </li>
  );
}
