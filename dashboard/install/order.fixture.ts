// A work order for the tests: a new camera at a shop, nothing done yet.
import type { Order } from '@haixi/proto/devices/orders';

export const order: Order = {
  orderId: 'order-1',
  kind: 'install',
  areaId: '350902002001',
  areaName: '岭头社区',
  installerId: 'in-xu',
  installerName: '徐工',
  siteId: 'order-1',
  sourceId: 'camera-1',
  sourceType: 'camera',
  siteType: 'shop',
  siteName: '闽味小吃店',
  address: '蕉城北路 12 号',
  plan: { position: { lon: 119.548, lat: 26.6667 }, withinM: 50 },
  note: '',
  state: 'open',
  plannedAtMs: 1_800_000_000_000,
  serial: null,
  claimUntilMs: null,
  draft: { cameraShown: null },
  hasNoticePhoto: false,
  acceptedAtMs: null,
};
