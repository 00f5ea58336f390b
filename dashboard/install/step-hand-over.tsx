// Step 8: what is still missing, or the hand-over; the acceptance ticket is the proof and opens at once.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session-context';
import { CheckLine } from './check-line';
import { isEmpty } from './kept';
import type { StepProps } from './order-steps';
import { type Failed, Refusal } from './refusal';
import { isPassed, stateOf, stepsOf } from './steps';
import { useKeeper } from './use-keeper';
import { goTo } from './use-place';

export function StepHandOver({ progress }: StepProps) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const { queries } = useSession();
  const { refresh } = useKeeper();
  const { order, kept, checks } = progress;
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<Failed | null>(null);
  const ticketPath = `/tickets/${order.orderId}`;
  if (order.state === 'accepted')
    return (
      <>
        <p className="install-good">✓ {t('accepted')}</p>
        <a className="install-button is-main" href={ticketPath}>
          {t('ticket')}
        </a>
      </>
    );
  const missing = stepsOf(order).filter(
    (step) => step !== 'hand-over' && ['open', 'wrong'].includes(stateOf(step, progress)),
  );
  const isSent = isEmpty(kept);
  const accept = async () => {
    setSending(true);
    setRefused(null);
    const asked = await queries.ask('accept', { params: { orderId: order.orderId } });
    setSending(false);
    if (!asked.ok) return setRefused(asked.reason === 'refused' ? asked.problem : 'no_answer');
    await refresh().catch(() => false);
    location.assign(ticketPath);
  };
  return (
    <>
      <p>{t('handOverHelp')}</p>
      {missing.length > 0 ? (
        <>
          <p className="install-amber" role="status">
            ! {t('handOverMissing')}
          </p>
          <ul className="install-missing">
            {missing.map((step) => (
              <li key={step}>
                <button type="button" onClick={() => goTo(order.orderId, step)}>
                  {t(`step.${step}`)} ›
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {isSent ? null : (
        <p className="install-amber" role="status">
          ↑ {t('handOverWaiting')}
        </p>
      )}
      {checks === null ? null : (
        <ul className="install-checks is-short">
          {checks
            .filter((check) => !isPassed(check) || check.state === 'warn')
            .map((check) => (
              <CheckLine key={check.check} check={check} />
            ))}
        </ul>
      )}
      {refused === null ? null : <Refusal failed={refused} />}
      <button
        type="button"
        className="is-main is-big"
        disabled={sending || missing.length > 0 || !isSent}
        onClick={() => void accept()}
      >
        {sending ? t('accepting') : t('accept')}
      </button>
    </>
  );
}
