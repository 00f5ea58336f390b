// What is asked before a round 值守巡视 begins: which areas, and words where there is more to say than being on duty.
import type { Picture } from '@haixi/proto/live/picture';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayHere, lineage } from '../store/may';
import type { Me } from '@haixi/proto/commands/routes';
import type { Names } from '../store/names';
import { useRounds } from '../store/round-context';
import { useSession } from '../store/session-context';
import './looks.css';

/** The areas that this person may begin a round over: where they may look, each with all below it. */
export function roundAreas(me: Me, areas: Picture['areas']): string[] {
  const own = new Set(me.grants.map(({ areaId }) => areaId));
  return [...own].filter(
    (areaId) =>
      areas[areaId] &&
      mayHere(me, 'camera.view', areaId, areas) &&
      !lineage(areaId, areas).some(
        (above) => above !== areaId && own.has(above) && mayHere(me, 'camera.view', above, areas),
      ),
  );
}

export interface RoundFormProps {
  readonly picture: Picture;
  readonly names: Names;
  readonly onDone: () => void;
}

/** Enter begins. Somebody with several areas goes over all of them, or leaves some out. */
export function RoundForm({ picture, names, onDone }: RoundFormProps) {
  const { t } = useTranslation('looks');
  const { me } = useSession();
  const rounds = useRounds();
  const areaIds = roundAreas(me, picture.areas);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const [state, setState] = useState<'asking' | 'waiting' | 'failed'>('asking');
  const go = useRef<HTMLButtonElement>(null);
  useEffect(() => go.current?.focus({ preventScroll: true }), []);
  const chosen = areaIds.filter((areaId) => !left.includes(areaId));
  const begin = async () => {
    setState('waiting');
    const begun = await Promise.all(chosen.map((areaId) => rounds.start(areaId, reason.trim())));
    if (begun.every(Boolean)) onDone();
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
          <strong>{names.area(areaIds[0]!)}</strong>
        </p>
      ) : (
        <fieldset>
          <legend>{t('roundArea')}</legend>
          {areaIds.map((each) => (
            <label key={each}>
              <input
                type="checkbox"
                checked={chosen.includes(each)}
                onChange={() =>
                  setLeft(left.includes(each) ? left.filter((one) => one !== each) : [...left, each])
                }
              />
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
      <button
        ref={go}
        type="submit"
        disabled={state === 'waiting' || chosen.length === 0}
        className="round-go"
      >
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
