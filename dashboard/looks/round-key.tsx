// The round 值守巡视 in the top bar: asked for once a shift, then cameras open without asking; its length is in sight.
import type { Picture } from '@haixi/proto/live/picture';
import { Button, Popover } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime, elapsed } from '../i18n/times';
import { mayHere } from '../store/may';
import type { Names } from '../store/names';
import { useRounds } from '../store/round-context';
import { useSession } from '../store/session-context';
import './looks.css';

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
  const areaIds = [...new Set(me.grants.map(({ areaId }) => areaId))].filter(
    (areaId) => picture.areas[areaId] && mayHere(me, 'camera.view', areaId, picture.areas),
  );
  if (areaIds.length === 0) return null;
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
          <Begin areaIds={areaIds} names={names} onDone={() => setOpen(false)} />
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

/** Which area, and words where there is more to say than being on duty; Enter begins. */
function Begin({ areaIds, names, onDone }: { areaIds: readonly string[]; names: Names; onDone: () => void }) {
  const { t } = useTranslation('looks');
  const rounds = useRounds();
  const [areaId, setAreaId] = useState(areaIds[0]!);
  const [reason, setReason] = useState('');
  const [state, setState] = useState<'asking' | 'waiting' | 'failed'>('asking');
  const go = useRef<HTMLButtonElement>(null);
  useEffect(() => go.current?.focus({ preventScroll: true }), []);
  const begin = async () => {
    setState('waiting');
    if (await rounds.start(areaId, reason.trim())) onDone();
    else setState('failed');
  };
  return (
    <form
      className="round-sheet"
      data-testid="round-form"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void begin();
      }}
    >
      <p>{t('roundMeans')}</p>
      {areaIds.length === 1 ? (
        <p>
          <strong>{names.area(areaId)}</strong>
        </p>
      ) : (
        <fieldset>
          <legend>{t('roundArea')}</legend>
          {areaIds.map((each) => (
            <label key={each}>
              <input type="radio" checked={each === areaId} onChange={() => setAreaId(each)} />
              {names.area(each)}
            </label>
          ))}
        </fieldset>
      )}
      <input
        type="text"
        maxLength={200}
        aria-label={t('roundWhy')}
        placeholder={t('roundWhy')}
        value={reason}
        onChange={(change) => setReason(change.target.value)}
      />
      <button ref={go} type="submit" disabled={state === 'waiting'} className="round-go">
        {t('roundBegin')}
      </button>
      {state === 'failed' ? (
        <p className="round-failed" role="alert">
          {t('roundFailed')}
        </p>
      ) : null}
    </form>
  );
}
