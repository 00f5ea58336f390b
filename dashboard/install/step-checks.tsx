// Step 7: everything that must be right before one leaves, ticked as it comes true; a test alarm and a line test on request.
import type { Check } from '@haixi/proto/devices/orders';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session-context';
import { CheckLine } from './check-line';
import { OrderPicture } from './order-picture';
import type { StepProps } from './order-steps';
import { type Failed, Refusal } from './refusal';
import { isPassed } from './steps';
import { useKeeper } from './use-keeper';
import { waitingFor } from './waiting-for';

export function StepChecks({ progress: { order, checks } }: StepProps) {
  const { t } = useTranslation('install');
  const { state } = useKeeper();
  if (order.state === 'accepted') return <p className="install-good">✓ {t('accepted')}</p>;
  const passed = checks?.filter(isPassed).length ?? 0;
  return (
    <>
      <p className="install-quiet">{t('checksHelp')}</p>
      {state.held === 'unreachable' ? <p className="install-amber">! {t('checksOffline')}</p> : null}
      {checks === null ? (
        <p role="status">{t(order.state === 'claimed' ? 'checksReading' : 'wait.scan')}</p>
      ) : (
        <>
          <p role="status" className="install-progress" data-testid="checks-passed">
            <progress max={checks.length} value={passed} aria-hidden="true" />
            {t('checksCount', { done: passed, all: checks.length })}
          </p>
          <ul className="install-checks">
            {checks.map((check) => (
              <CheckLine key={check.check} check={check}>
                {check.check === 'bandwidth' ? <TestButton orderId={order.orderId} check={check} /> : null}
                {check.check === 'alarm' ? <TestButton orderId={order.orderId} check={check} /> : null}
              </CheckLine>
            ))}
          </ul>
        </>
      )}
      {waitingFor(order, checks).for === 'picture' ? <OrderPicture order={order} /> : null}
    </>
  );
}

const tests = {
  bandwidth: { route: 'startLineTest', words: 'lineTest' },
  alarm: { route: 'startTestAlarm', words: 'alarmTest' },
} as const;

/** Has the box do something that is measured; what came of it stands in the check. */
function TestButton({ orderId, check }: { orderId: string; check: Check }) {
  const { t } = useTranslation('install');
  const { queries } = useSession();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Failed | null>(null);
  const test = tests[check.check === 'alarm' ? 'alarm' : 'bandwidth'];
  const start = async () => {
    setAsking(true);
    setRefused(null);
    const asked = await queries.ask(test.route, { params: { orderId } });
    setAsking(false);
    if (!asked.ok) setRefused(asked.reason === 'refused' ? asked.problem : 'no_answer');
  };
  return (
    <div className="install-test">
      <button
        type="button"
        className={isPassed(check) ? '' : 'is-main'}
        disabled={asking || check.state === 'running'}
        onClick={() => void start()}
      >
        {isPassed(check) ? `${t('checkAgain')}：${t(test.words)}` : t(test.words)}
      </button>
      {refused === null ? null : <Refusal failed={refused} />}
    </div>
  );
}
