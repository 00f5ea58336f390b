// SOS: held for 1.5 s so that no pocket presses it, and then told plainly whether anybody knows.
import type { Position } from '@haixi/proto/basics';
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive } from '@haixi/proto/incident/moves';
import type { Unit } from '@haixi/proto/live/picture';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import { useNowMs, useStaleSinceMs } from '../store/live-context';
import { useNames } from '../store/names';
import { waiting } from './outbox/queue';
import { useOutbox } from './use-outbox';

/** How long it has to be held, in ms; the style sheet's bar grows as long. */
const holdMs = 1_500;

/** By then a live picture has shown what the server answered, in ms. */
const pictureLagMsMax = 5_000;

export function SosButton({
  unit,
  here,
  open,
}: {
  unit: Unit;
  here: Position | null;
  open: Incident | null;
}) {
  const { t } = useTranslation('patrol');
  const { take } = useOutbox();
  const [holding, setHolding] = useState(false);
  const [failed, setFailed] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const fire = () => {
    setHolding(false);
    navigator.vibrate?.(200);
    const about = { incidentId: null, assignmentId: null, address: '' };
    take({ name: 'unit.sos', body: { unitId: unit.unitId, position: here } }, about).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  const start = () => {
    if (holding) return;
    setHolding(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(fire, holdMs);
  };
  const stop = () => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const down = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start();
  };
  const key = (event: KeyboardEvent, act: () => void) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) act();
  };

  return (
    <section className="patrol-sos">
      <SosState open={open} />
      {failed ? (
        <p className="patrol-alert" role="alert">
          {t('sosNotSent')}
        </p>
      ) : null}
      <button
        type="button"
        data-testid="sos"
        className={holding ? 'is-holding' : ''}
        onPointerDown={down}
        onPointerUp={stop}
        onPointerCancel={stop}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => key(event, start)}
        onKeyUp={(event) => key(event, stop)}
        onBlur={stop}
      >
        <strong>{t('sos')}</strong>
        <span>{holding ? t('sosHolding') : open === null ? t('sosHold') : t('sosAgain')}</span>
      </button>
    </section>
  );
}

/** Not sent yet, sent, received, units on the way; nothing while nobody is in need. */
function SosState({ open }: { open: Incident | null }) {
  const { t } = useTranslation('patrol');
  const { state } = useOutbox();
  const names = useNames();
  const nowMs = useNowMs();
  const staleSinceMs = useStaleSinceMs();
  const waits = waiting(state.entries, 'urgent').length > 0;
  if (waits)
    return (
      <p className="patrol-sos-state is-waiting" role="alert" data-testid="sos-state">
        {t('sosWaiting')}
      </p>
    );
  const delivered = state.delivered.findLast(({ entry }) => entry.command.name === 'unit.sos');
  // An answer may come while the live picture is cut off; else the picture shows the call at once and tells the rest.
  const ahead =
    delivered !== undefined && (staleSinceMs !== null || nowMs - delivered.atMs < pictureLagMsMax);
  if (open === null && !ahead) return null;
  const atMs = open?.lastAlarmAtMs ?? delivered?.atMs ?? 0;
  const units = open?.assignments.filter(isActive).length ?? 0;
  const name = open?.receivedBy ? names.person(open.receivedBy) : null;
  return (
    <p
      className={`patrol-sos-state ${name === null ? 'is-delivered' : 'is-received'}`}
      role="alert"
      data-testid="sos-state"
    >
      {name === null
        ? t('sosDelivered', { time: clockTime(atMs) })
        : units === 0
          ? t('sosReceived', { name })
          : t('sosAssisting', { name, count: units })}
    </p>
  );
}
