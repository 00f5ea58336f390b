// Sample requests of work orders, boxes and the register of areas, sites and cameras.
import type { Sample } from './samples.js';
import { orderBody } from './street.js';
import { here } from './walkers.js';

const thing = { about: 'thing', hiddenElsewhere: true } as const;
const reason = () => ({ reason: '走查' });
const position = { lon: 119.526, lat: 26.668 };

export const deviceSamples: Record<string, Sample> = {
  myOrders: { about: 'own', answers: ['200'], shows: () => 'walk-order' },
  claim: {
    ...thing,
    body: ({ sticker }) => ({ sticker, taken: null, reason: null }),
    answers: ['200'],
  },
  putDraft: { ...thing, body: () => ({ cameraName: '走查' }), answers: ['200'] },
  putNoticePhoto: { ...thing, body: 'picture', answers: ['200'] },
  getNoticePhoto: { ...thing, answers: ['200'] },
  checks: { ...thing, answers: ['200'] },
  tellDecoded: {
    ...thing,
    body: () => ({ viewId: 'walk-none', firstFrameMs: 1, width: 1, height: 1 }),
    answers: ['404 no_view'],
  },
  startTestAlarm: { ...thing, answers: ['409 not_online'] },
  startLineTest: { ...thing, answers: ['409 not_online'] },
  accept: { ...thing, answers: ['409 not_ready'] },
  ticket: { ...thing, params: ({ doneOrderId }) => ({ orderId: doneOrderId }), answers: ['200'] },
  startTest: { ...thing, body: () => ({ reason: '走查', minutes: 5 }), answers: ['200'] },
  endTest: { ...thing, answers: ['200'] },

  enrolNonce: { about: 'own', body: ({ params }) => ({ serial: params['serial'] }), answers: ['200'] },
  enrol: {
    about: 'own',
    body: ({ params }) => ({
      serial: params['serial'],
      nonce: 'walk',
      key: 'a'.repeat(43),
      proof: '0'.repeat(64),
      agent: 'walk',
    }),
    answers: ['410 nonce_expired'],
  },
  siteConfig: { about: 'thing', answers: ['200'] },
  putLineTest: { about: 'thing', body: 'bytes', answers: ['403 bad_ticket'] },

  orders: { about: 'own', answers: ['200'], shows: () => 'walk-order' },
  putOrder: {
    about: 'thing',
    params: () => ({ orderId: 'walk-new-order' }),
    body: orderBody,
    answers: ['200'],
  },
  cancelOrder: {
    ...thing,
    params: () => ({ orderId: 'walk-new-order' }),
    body: reason,
    answers: ['200'],
  },
  makeStickers: { about: 'thing', body: () => ({ count: 1, areaId: here }), answers: ['200'] },
  stickers: { about: 'own', answers: ['200'], shows: ({ params }) => params['serial']! },
  sites: { about: 'own', answers: ['200'], shows: ({ params }) => params['siteId']! },
  putSite: {
    ...thing,
    body: () => ({ areaId: here, type: 'shop', name: '走查店', position }),
    answers: ['200'],
  },
  putSource: {
    ...thing,
    body: () => ({
      name: '走查镜头',
      position,
      headingDeg: 1,
      fovDeg: 60,
      rangeM: 20,
      heightM: null,
      place: 'street',
      legalBasis: 'art7',
    }),
    answers: ['200'],
  },
  importSites: {
    about: 'own',
    body: () => ({ csv: 'site_id\n', datum: 'wgs84', apply: false }),
    answers: ['200', '400 bad_csv'],
  },
  exportSites: { about: 'own', answers: ['200'], shows: ({ params }) => params['siteId']! },
  areas: { about: 'own', answers: ['200'], shows: () => here },
  putArea: {
    ...thing,
    body: () => ({ parentId: '350902002', name: '崇文社区', outline: null, illustrative: true }),
    answers: ['200'],
  },
  importAreas: {
    about: 'own',
    body: () => ({ geojson: '{}', datum: 'wgs84', apply: false }),
    answers: ['400 bad_geojson'],
  },
  // What ends something stands last: the walk goes in this order.
  retireSource: {
    ...thing,
    params: () => ({ sourceId: 'camera-2' }),
    body: reason,
    answers: ['200', '409 retired'],
  },
  reclaim: { ...thing, body: reason, answers: ['200', '409 sticker_new'] },
  revokeKey: { ...thing, body: reason, answers: ['200', '409 no_key'] },
  retireSite: { ...thing, body: reason, answers: ['200', '409 retired'] },
};
