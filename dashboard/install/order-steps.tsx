// One order as a sequence of steps: which there are and how far each is, the one that is open, and the way on.
import type { Order } from '@haixi/proto/devices/orders';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StepCamera } from './step-camera';
import { StepChecks } from './step-checks';
import { StepDetails } from './step-details';
import { StepHandOver } from './step-hand-over';
import { StepNotice } from './step-notice';
import { StepPosition } from './step-position';
import { StepPrivacy } from './step-privacy';
import { StepScan } from './step-scan';
import { nextStep, type Progress, stateOf, type StepName, type StepState, stepsOf } from './steps';
import { useChecks } from './use-checks';
import { useKeeper } from './use-keeper';
import { goTo } from './use-place';

/** Everything a step is given. */
export interface StepProps {
  readonly progress: Progress;
}

const signs: Readonly<Record<StepState, string>> = { open: '', kept: '↑', wrong: '!', done: '✓' };

const pages: Readonly<Record<StepName, (props: StepProps) => React.ReactNode>> = {
  scan: StepScan,
  position: StepPosition,
  details: StepDetails,
  camera: StepCamera,
  privacy: StepPrivacy,
  notice: StepNotice,
  checks: StepChecks,
  'hand-over': StepHandOver,
};

/** Steps that show what the box does now. */
const watched: readonly StepName[] = ['scan', 'camera', 'privacy', 'checks', 'hand-over'];

export function OrderSteps({ order, step }: { order: Order; step: StepName | null }) {
  const { t } = useTranslation('install');
  const { keptOf, state } = useKeeper();
  const list = stepsOf(order);
  const kept = keptOf(order.orderId);
  const area = state.areas.find(({ areaId }) => areaId === order.areaId) ?? null;
  // Where one goes on is looked at once: a step that is done meanwhile does not slip away under the thumb.
  const [begun] = useState(() => nextStep({ order, kept, checks: null, area }));
  const now = step ?? begun;
  const reads = watched.includes(now) && order.state === 'claimed';
  const checks = useChecks(order.orderId, reads);
  const progress: Progress = { order, kept, checks, area };
  const at = list.indexOf(now);
  const head = useRef<HTMLHeadingElement>(null);
  const shown = useRef(now);
  useEffect(() => {
    if (shown.current === now) return;
    shown.current = now;
    head.current?.focus();
    head.current?.scrollIntoView({ block: 'nearest' });
  }, [now]);
  const Page = pages[now];
  const go = (to: StepName | undefined) => to !== undefined && goTo(order.orderId, to);
  return (
    <main className="install-main">
      <nav className="install-steps" aria-label={t('stepsNav')}>
        <ol>
          {list.map((each, i) => {
            const found = stateOf(each, progress);
            return (
              <li key={each} className={`is-${found}`}>
                <button
                  type="button"
                  aria-current={each === now ? 'step' : undefined}
                  aria-label={`${i + 1} ${t(`step.${each}`)}：${t(`state.${found}`)}`}
                  data-step={each}
                  data-state={found}
                  onClick={() => go(each)}
                >
                  <b aria-hidden="true">{signs[found] || i + 1}</b>
                  <small aria-hidden="true">{t(`short.${each}`)}</small>
                </button>
              </li>
            );
          })}
        </ol>
      </nav>
      <div className="install-step" data-testid={`step-${now}`}>
        <p className="install-quiet">{t('stepOf', { n: at + 1, all: list.length })}</p>
        <h2 ref={head} tabIndex={-1}>
          {t(`step.${now}`)}
        </h2>
        {order.note !== '' && at === 0 ? (
          <p className="install-note">
            <b>{t('note')}</b> {order.note}
          </p>
        ) : null}
        <Page progress={progress} />
      </div>
      <footer className="install-way">
        <button type="button" disabled={at === 0} onClick={() => go(list[at - 1])}>
          ‹ {t('previous')}
        </button>
        <button
          type="button"
          className={['done', 'kept'].includes(stateOf(now, progress)) ? 'is-main' : ''}
          disabled={at === list.length - 1}
          onClick={() => go(list[at + 1])}
        >
          {t('next')} ›
        </button>
      </footer>
    </main>
  );
}
