// My unit: on or off duty by one large switch, and how old the position is that the others see.
import type { Unit } from '@haixi/proto/live/picture';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAge } from '../i18n/use-age';
import { nameIn } from '../i18n/languages';
import { useLanguage } from '../i18n/use-language';
import { foreseeDuty } from './foresee';
import { useOutbox } from './use-outbox';
import type { OwnPosition } from './use-own-position';

/** From here on the line says by its colour that something is wrong, well before the others mark it as old at 5 min. */
const oldAfterMs = 120_000;

/** A second tap of a gloved finger must not take the first one back. */
const settleMs = 1_200;

export function DutyPanel({ unit, own }: { unit: Unit; own: OwnPosition | null }) {
  const { t } = useTranslation('patrol');
  const language = useLanguage();
  const { state, take } = useOutbox();
  const [failed, setFailed] = useState(false);
  const [settling, setSettling] = useState(false);
  const { onDuty, waits } = foreseeDuty(unit, state);
  const press = () => {
    const about = { incidentId: null, assignmentId: null, address: '' };
    const body = { unitId: unit.unitId, onDuty: !onDuty };
    setSettling(true);
    setTimeout(() => setSettling(false), settleMs);
    take({ name: 'unit.duty', body }, about).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  return (
    <section className="patrol-duty" data-testid="duty">
      <strong>{nameIn(language, unit)}</strong>
      <button
        type="button"
        role="switch"
        aria-checked={onDuty}
        aria-label={onDuty ? t('goOffDuty') : t('goOnDuty')}
        className={`patrol-switch ${onDuty ? 'is-on' : ''}`}
        disabled={settling}
        onClick={press}
      >
        <i aria-hidden="true" />
        <span>{onDuty ? t('onDuty') : t('offDuty')}</span>
      </button>
      {waits ? <span className="patrol-amber">{t('dutyWaits')}</span> : null}
      {failed ? <span className="patrol-alert">{t('notKept')}</span> : null}
      {own === null ? null : <PositionLine own={own} />}
    </section>
  );
}

function PositionLine({ own }: { own: OwnPosition }) {
  const { t } = useTranslation('patrol');
  const age = useAge();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(clock);
  }, []);
  if (own.state === 'off') return <span className="patrol-quiet">{t('positionOff')}</span>;
  if (own.state === 'denied') return <span className="patrol-alert">{t('positionDenied')}</span>;
  if (own.state === 'unavailable') return <span className="patrol-amber">{t('positionUnavailable')}</span>;
  if (own.fix === null) return <span className="patrol-quiet">{t('positionAsking')}</span>;
  // Both times are this tablet's own.
  const ageMs = nowMs - own.fix.atMs;
  return (
    <span className={ageMs < oldAfterMs ? 'patrol-quiet' : 'patrol-amber'}>
      {t('positionAgo', { age: age(ageMs) })}
    </span>
  );
}
