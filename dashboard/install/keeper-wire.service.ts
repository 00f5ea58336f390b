// The keeper's way to the server: each part by its own route, with the session of this phone.
import type { Asked } from '../api/ask';
import type { Queries } from '../api/queries';
import type { KeeperWire } from './keeper.service';

export function keeperWire({ ask }: Queries): KeeperWire {
  return {
    who: async () => {
      const asked = await ask('me');
      return mapped(asked, ({ person }) => ({ personId: person.personId }));
    },
    orders: () => ask('myOrders'),
    areas: () => ask('areas'),
    claim: (orderId, scan) => ask('claim', { params: { orderId }, body: scan }),
    draft: (orderId, fields) => ask('putDraft', { params: { orderId }, body: fields }),
    photo: (orderId, jpeg) =>
      ask('putNoticePhoto', { params: { orderId }, body: new Blob([jpeg], { type: 'image/jpeg' }) }),
  };
}

function mapped<T, U>(asked: Asked<T>, to: (value: T) => U): Asked<U> {
  return asked.ok ? { ok: true, value: to(asked.value) } : asked;
}
