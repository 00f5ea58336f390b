// My work orders: those under way first, then those to begin, then the ones handed over of the last days.
import type { Order } from '@haixi/proto/devices/orders';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { countWaiting } from './kept';
import { stateOf, stepsOf } from './steps';
import { useKeeper } from './use-keeper';
import { goTo } from './use-place';

const inOrder: Readonly<Record<Order['state'], number>> = { claimed: 0, open: 1, accepted: 2, cancelled: 3 };

interface Props {
  readonly orders: readonly Order[] | null;
  readonly chosen: string | null;
}

export function OrderList({ orders, chosen }: Props) {
  const { t } = useTranslation('install');
  const { state, refresh } = useKeeper();
  const sorted = orders?.toSorted(
    (a, b) => inOrder[a.state] - inOrder[b.state] || b.plannedAtMs - a.plannedAtMs,
  );
  return (
    <section className="install-orders" aria-label={t('title')}>
      <div className="install-orders-head">
        <span className="install-quiet">
          {state.readAtMs === null ? t('connecting') : t('readAt', { time: dayTime(state.readAtMs) })}
        </span>
        <button type="button" onClick={() => void refresh()}>
          ↻ {t('refresh')}
        </button>
      </div>
      {sorted?.length === 0 ? (
        <div className="install-none">
          <strong>{t('none')}</strong>
          <span>{t('noneHelp')}</span>
        </div>
      ) : null}
      <ul>
        {sorted?.map((order) => (
          <li key={order.orderId}>
            <OrderCard order={order} isChosen={order.orderId === chosen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OrderCard({ order, isChosen }: { order: Order; isChosen: boolean }) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const { keptOf, state } = useKeeper();
  const kept = keptOf(order.orderId);
  const area = state.areas.find(({ areaId }) => areaId === order.areaId) ?? null;
  const all = stepsOf(order);
  const done = all.filter((step) =>
    ['done', 'kept'].includes(stateOf(step, { order, kept, checks: null, area })),
  ).length;
  const waits = countWaiting(kept);
  const under = order.state === 'open' || order.state === 'claimed';
  return (
    <article
      className={`install-order is-${order.state} ${isChosen ? 'is-chosen' : ''}`}
      data-testid="order"
      data-order={order.orderId}
    >
      <header>
        <span className="install-chip">{t(`vocabulary:orderKind.${order.kind}`)}</span>
        <span className="install-chip is-state">{t(`vocabulary:orderState.${order.state}`)}</span>
        {waits > 0 ? (
          <span className="install-pill is-waiting">↑ {t('waiting', { count: waits })}</span>
        ) : null}
      </header>
      <h2>{order.siteName}</h2>
      <p>
        {order.areaName}
        {order.address === '' ? '' : ` · ${order.address}`}
      </p>
      {under ? (
        <p className="install-progress">
          <progress max={all.length} value={done} aria-hidden="true" />
          {t('progress', { done, all: all.length })}
        </p>
      ) : null}
      {under ? (
        <button type="button" className="is-main" onClick={() => goTo(order.orderId, null)}>
          {order.state === 'claimed' || done > 0 ? t('goOn') : t('begin')}
        </button>
      ) : null}
      {order.state === 'accepted' ? (
        <a className="install-button" href={`/tickets/${order.orderId}`}>
          {t('ticket')}
        </a>
      ) : null}
      {order.state === 'cancelled' ? <p className="install-alert">{t('cancelled')}</p> : null}
    </article>
  );
}
