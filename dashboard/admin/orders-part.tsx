// Work orders: what is to be installed where and by whom, and how far each is.
import type { Order } from '@haixi/proto/devices/orders';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { OrderSheet } from './order-sheet';
import { PartHead, holds } from './part-head';
import { ReasonDialog } from './reason-dialog';
import { useAsked, useDoing } from './use-asked';

export function OrdersPart() {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { ask } = useSession().queries;
  const { value, failure, again } = useAsked('orders');
  const people = useAsked('people').value?.people ?? [];
  const sites = useAsked('sites').value?.sites ?? [];
  const doing = useDoing();
  const [find, setFind] = useState('');
  const [open, setOpen] = useState<Order | 'new' | null>(null);
  const [cancelling, setCancelling] = useState<Order | null>(null);
  const orders = value?.orders ?? [];
  const cancel = async (orderId: string, reason: string) => {
    const done = await doing.run(() => ask('cancelOrder', { params: { orderId }, body: { reason } }));
    if (done !== null) setCancelling(null);
    again();
  };
  return (
    <>
      <PartHead title={t('admin:section.orders')} find={{ text: find, set: setFind }}>
        <Button type="primary" onClick={() => setOpen('new')}>
          {t('admin:addOrder')}
        </Button>
      </PartHead>
      <FailureNote failure={failure} />
      <Table<Order>
        dataSource={orders.filter((order) =>
          holds(find, order.orderId, order.siteName, order.siteId, order.installerName, order.address),
        )}
        rowKey="orderId"
        size="small"
        loading={value === null && failure === null}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('admin:none') }}
        columns={[
          {
            title: t('admin:siteOf'),
            render: (_, order) => (
              <button type="button" className="row-key" onClick={() => setOpen(order)}>
                {order.siteName}
              </button>
            ),
          },
          { title: t('admin:orderKind'), render: (_, { kind }) => t(`vocabulary:orderKind.${kind}`) },
          {
            title: t('admin:state'),
            render: (_, { state }) => (
              <span className={`chip is-${state}`}>{t(`vocabulary:orderState.${state}`)}</span>
            ),
          },
          { title: t('admin:area'), dataIndex: 'areaName' },
          { title: t('admin:installer'), render: (_, o) => o.installerName ?? t('admin:noInstaller') },
          { title: t('admin:sourceId'), dataIndex: 'sourceId' },
          { title: t('admin:serial'), render: (_, { serial }) => serial ?? '' },
          { title: t('admin:plannedAt'), render: (_, o) => <time>{dayTime(o.plannedAtMs)}</time> },
          {
            title: '',
            render: (_, order) =>
              order.state === 'accepted' ? (
                <a href={`/tickets/${order.orderId}`}>{t('admin:ticket')}</a>
              ) : order.state === 'cancelled' ? null : (
                <Button
                  size="small"
                  onClick={() => {
                    doing.forget();
                    setCancelling(order);
                  }}
                >
                  {t('admin:cancelOrder')}
                </Button>
              ),
          },
        ]}
      />
      {open === null ? null : (
        <OrderSheet
          order={open === 'new' ? null : open}
          taken={[...orders.map(({ orderId }) => orderId), ...sites.map(({ siteId }) => siteId)]}
          people={people}
          sites={sites}
          onSaved={() => {
            again();
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {cancelling === null ? null : (
        <ReasonDialog
          title={`${t('admin:cancelOrder')} · ${cancelling.siteName}`}
          text={t('admin:cancelOrderAsk')}
          busy={doing.busy}
          failure={doing.failure}
          onDo={(reason) => void cancel(cancelling.orderId, reason)}
          onCancel={() => setCancelling(null)}
        />
      )}
    </>
  );
}
