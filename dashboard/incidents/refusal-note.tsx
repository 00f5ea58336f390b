// A refusal in words: what was not done and why, who has it, and what stands instead (rules I2, I3).
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import type { Refusal } from '../store/use-commands';
import { moveOf } from './move-of';

export function RefusalNote({
  refusal,
  names,
  onDismiss,
}: {
  refusal: Refusal;
  names: Names;
  onDismiss: () => void;
}) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const { reason, holder, present, where } = refusal.answer;
  const move = moveOf(refusal.name);
  const title =
    reason === 'already_received' && holder !== null
      ? t('console:takenBy', { who: names.person(holder) })
      : reason === 'not_found' && refusal.name === 'gap.acknowledge'
        ? t('console:gapGone')
        : t(`vocabulary:reject.${reason}`);
  return (
    <div className="refusal" role="alert" data-testid="refusal">
      <div>
        <strong>{title}</strong>
        {move === null ? null : <p>{t('console:refusedTitle', { move: t(`vocabulary:move.${move}`) })}</p>}
        {present === null ? null : (
          <p>
            {t('console:presentStage', { stage: t(`vocabulary:stage.${present.stage}`) })}
            {present.receivedBy === null
              ? ''
              : ` · ${t('console:heldBy', { who: names.person(present.receivedBy) })}`}
          </p>
        )}
        {reason === 'bad_body' ? <p>{t('console:field', { where })}</p> : null}
      </div>
      <Button size="small" onClick={onDismiss}>
        {t('console:dismiss')}
      </Button>
    </div>
  );
}
