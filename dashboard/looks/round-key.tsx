// The round 值守巡视 in the top bar: asked for once a shift, then cameras open without asking; its length is in sight.
import type { Picture } from '@haixi/proto/live/picture';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime, elapsed } from '../i18n/times';
import type { Names } from '../store/names';
import { useRounds } from '../store/round-context';
import { useSession } from '../store/session-context';
import './looks.css';
import { roundAreas, RoundForm } from './round-form';

export interface RoundKeyProps {
  readonly picture: Picture;
  readonly names: Names;
  readonly nowMs: number;
}

export function RoundKey({ picture, names, nowMs }: RoundKeyProps) {
  const { t } = useTranslation('looks');
  const { me } = useSession();
  const rounds = useRounds();
  const [isOpen, setOpen] = useState(false);
  if (roundAreas(me, picture.areas).length === 0) return null;
  const open = rounds.open.filter(({ untilMs }) => untilMs > nowMs);
  const [first] = open;
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      placement="bottomRight"
      title={first === undefined ? t('roundTitle') : t('roundOn')}
      content={
        first === undefined ? (
          <RoundForm picture={picture} names={names} onDone={() => setOpen(false)} />
        ) : (
          <div className="round-sheet">
            {open.map(({ roundId, areaId, startedAtMs, untilMs }) => (
              <div key={roundId} className="round-row">
                <span>{names.area(areaId)}</span>
                <span className="muted">
                  {t('roundSpan', { from: clockTime(startedAtMs), until: clockTime(untilMs) })}
                </span>
                <Button size="small" onClick={() => void rounds.end(roundId)}>
                  {t('roundEnd')}
                </Button>
              </div>
            ))}
            <p className="muted">{t('roundMeans')}</p>
          </div>
        )
      }
    >
      <Button
        type="text"
        data-testid="round-key"
        className={first === undefined ? 'round-key' : 'round-key is-on'}
      >
        {first === undefined ? (
          t('round')
        ) : (
          <>
            <span aria-hidden="true">◉</span> {t('round')} {elapsed(nowMs - first.startedAtMs)}
          </>
        )}
      </Button>
    </Popover>
  );
}
