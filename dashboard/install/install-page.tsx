// The installer's phone: my work orders, one order's steps, and always whether what I did has arrived.
import { useTranslation } from 'react-i18next';
import { InstallBar } from './install-bar';
import { OrderList } from './order-list';
import { OrderSteps } from './order-steps';
import { goToList, usePlace } from './use-place';
import { KeeperContext, useOpenedKeeper } from './use-keeper';
import './install.css';
import './orders.css';
import './steps.css';
import './picture.css';

export default function InstallPage() {
  const { t } = useTranslation('install');
  const keeper = useOpenedKeeper();
  const { orderId, step } = usePlace();
  const { orders } = keeper.state;
  const order = orders?.find((each) => each.orderId === orderId) ?? null;
  return (
    <KeeperContext value={keeper}>
      <div className={`install ${orderId === null ? 'is-list' : 'is-order'}`}>
        <InstallBar order={order} />
        <OrderList orders={orders} chosen={orderId} />
        {order === null ? (
          <main className="install-main">
            {orderId !== null && orders !== null ? (
              <div className="install-none">
                <strong>{t('gone')}</strong>
                <button type="button" onClick={goToList}>
                  {t('back')}
                </button>
              </div>
            ) : null}
          </main>
        ) : (
          <OrderSteps key={order.orderId} order={order} step={step} />
        )}
      </div>
    </KeeperContext>
  );
}
