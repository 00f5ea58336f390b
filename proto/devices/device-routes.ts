// The HTTP routes of devices: work orders and what an installer does, boxes that come for their credentials, the register.
import { z } from 'zod';
import { doneSchema } from '../accounts/accounts.js';
import { idSchema } from '../basics.js';
import type { RouteRow } from '../commands/route-row.js';
import { datumSchema } from '../vocabulary.js';
import {
  checkSchema,
  claimBodySchema,
  claimedSchema,
  decodedBodySchema,
  draftSchema,
  enrolBodySchema,
  enrolledSchema,
  nonceBodySchema,
  nonceSchema,
  orderBodySchema,
  orderSchema,
  serialSchema,
  stickerRowSchema,
  stickersBodySchema,
  stickersMadeSchema,
  testMinutesMax,
  acceptanceTicketSchema,
} from './orders.js';
import { siteConfigSchema } from './site-config.js';
import {
  areaBodySchema,
  areaImportSchema,
  areasImportedSchema,
  areasSchema,
  csvImportedSchema,
  csvImportSchema,
  reasonBodySchema,
  siteBodySchema,
  siteRowSchema,
  sourceBodySchema,
} from './sites.js';

const order = z.strictObject({ orderId: idSchema });
const site = z.strictObject({ siteId: idSchema });
const source = z.strictObject({ siteId: idSchema, sourceId: idSchema });
const oneOrder = z.strictObject({ order: orderSchema });

/** What a line is measured with, in bytes. */
export const lineTestBytes = 1024 * 1024;

const installing = {
  myOrders: {
    method: 'GET',
    path: '/api/my/orders',
    action: 'site.install',
    answer: z.strictObject({ orders: z.array(orderSchema) }),
    about: 'One’s own work orders: open and claimed ones, and those accepted within the last 30 days.',
  },
  claim: {
    method: 'POST',
    path: '/api/orders/:orderId/claim',
    action: 'site.install',
    params: order,
    body: claimBodySchema,
    answer: claimedSchema,
    about:
      'Scan a box’s sticker for one’s own work order: it may come for its credentials within 10 min. 409 already_claimed where the sticker was used, which is in the log; 403 wrong_sticker; 409 astray where it is too far from the plan or outside the area and no reason is given.',
  },
  putDraft: {
    method: 'PUT',
    path: '/api/orders/:orderId/draft',
    action: 'site.install',
    params: order,
    body: draftSchema,
    answer: oneOrder,
    about: 'Keep what is filled in so far; what is left out stays. The box runs by it at once.',
  },
  putNoticePhoto: {
    method: 'PUT',
    path: '/api/orders/:orderId/notice-photo',
    action: 'site.install',
    params: order,
    body: 'photo',
    answer: doneSchema,
    about: 'The photo of the notice sign 提示标识 (JPEG or PNG, 8 MiB at most).',
  },
  getNoticePhoto: {
    method: 'GET',
    path: '/api/orders/:orderId/notice-photo',
    action: 'ticket.read',
    params: order,
    answer: 'photo',
    about: 'The photo of the notice sign.',
  },
  checks: {
    method: 'GET',
    path: '/api/orders/:orderId/checks',
    action: 'site.install',
    params: order,
    answer: z.strictObject({ checks: z.array(checkSchema) }),
    about: 'How the checks of one’s own work order stand now.',
  },
  tellDecoded: {
    method: 'POST',
    path: '/api/orders/:orderId/decoded',
    action: 'site.install',
    params: order,
    body: decodedBodySchema,
    answer: doneSchema,
    about: 'This browser has decoded the camera’s picture, in one’s own view of it.',
  },
  startTestAlarm: {
    method: 'POST',
    path: '/api/orders/:orderId/test-alarm',
    action: 'site.install',
    params: order,
    answer: doneSchema,
    about: 'Have the box raise a test alarm by its alarms’ whole way; its round trip is one of the checks.',
  },
  startLineTest: {
    method: 'POST',
    path: '/api/orders/:orderId/line-test',
    action: 'site.install',
    params: order,
    answer: doneSchema,
    about: 'Have the box measure its line; the result is one of the checks.',
  },
  accept: {
    method: 'POST',
    path: '/api/orders/:orderId/accept',
    action: 'site.install',
    params: order,
    answer: z.strictObject({ ticket: acceptanceTicketSchema }),
    about:
      'Hand over: the camera is in use from now on, and the ticket is the proof. 409 not_ready names what is missing. Again: the same ticket.',
  },
  ticket: {
    method: 'GET',
    path: '/api/orders/:orderId/ticket',
    action: 'ticket.read',
    params: order,
    answer: z.strictObject({ ticket: acceptanceTicketSchema }),
    about: 'The acceptance ticket of a work order.',
  },
  startTest: {
    method: 'POST',
    path: '/api/sites/:siteId/test',
    action: 'site.test',
    params: site,
    body: reasonBodySchema.extend({ minutes: z.int().min(1).max(testMinutesMax) }),
    answer: doneSchema,
    about: 'Put a site on test: its alarms are marked and nobody is sent; it ends by itself.',
  },
  endTest: {
    method: 'POST',
    path: '/api/sites/:siteId/test/end',
    action: 'site.test',
    params: site,
    answer: doneSchema,
    about: 'End a site’s test now.',
  },
} as const satisfies Record<string, RouteRow>;

const boxes = {
  enrolNonce: {
    method: 'POST',
    path: '/api/enrolment/nonce',
    action: 'anyone',
    body: nonceBodySchema,
    answer: nonceSchema,
    about: 'A box asks for a nonce for its proof; it stands for a minute.',
  },
  enrol: {
    method: 'POST',
    path: '/api/enrolment',
    action: 'anyone',
    body: enrolBodySchema,
    answer: enrolledSchema,
    about:
      'A claimed box comes for its credentials with the proof that it knows its claim code. 403 wrong_proof, 410 nonce_expired or claim_expired, 409 already_enrolled.',
  },
  siteConfig: {
    method: 'GET',
    path: '/api/sites/:siteId/config',
    action: 'site',
    params: site,
    answer: siteConfigSchema,
    about: 'The sources of its site, for an enrolled box. It asks when it starts and when it is told to.',
  },
  putLineTest: {
    method: 'PUT',
    path: '/api/sites/:siteId/line-test/:ticket',
    action: 'site',
    params: site.extend({ ticket: z.string().max(64) }),
    body: 'bytes',
    answer: z.strictObject({ ok: z.literal(true), kbps: z.number() }),
    about: 'Bytes by which the server measures a site’s line up; asked for by a command.',
  },
} as const satisfies Record<string, RouteRow>;

const register = {
  orders: {
    method: 'GET',
    path: '/api/orders',
    action: 'site.plan',
    answer: z.strictObject({ orders: z.array(orderSchema) }),
    about: 'The work orders of the areas one plans for, newest first.',
  },
  putOrder: {
    method: 'PUT',
    path: '/api/orders/:orderId',
    action: 'site.plan',
    params: order,
    body: orderBodySchema,
    answer: oneOrder,
    about: 'Plan a work order, or change one that is open.',
  },
  cancelOrder: {
    method: 'POST',
    path: '/api/orders/:orderId/cancel',
    action: 'site.plan',
    params: order,
    body: reasonBodySchema,
    answer: doneSchema,
    about: 'Cancel a work order; what its box was given ends.',
  },
  makeStickers: {
    method: 'POST',
    path: '/api/stickers',
    action: 'site.plan',
    body: stickersBodySchema,
    answer: stickersMadeSchema,
    about: 'New stickers, to be printed now: the server keeps only the hashes of their codes.',
  },
  stickers: {
    method: 'GET',
    path: '/api/stickers',
    action: 'site.plan',
    answer: z.strictObject({ stickers: z.array(stickerRowSchema) }),
    about: 'All stickers and what became of them; never their codes.',
  },
  reclaim: {
    method: 'POST',
    path: '/api/stickers/:serial/reclaim',
    action: 'device.revoke',
    params: z.strictObject({ serial: serialSchema }),
    body: reasonBodySchema,
    answer: doneSchema,
    about: 'Let a claimed box be claimed again: its key is withdrawn and its connection ends.',
  },
  revokeKey: {
    method: 'POST',
    path: '/api/sites/:siteId/key/revoke',
    action: 'device.revoke',
    params: site,
    body: reasonBodySchema,
    answer: doneSchema,
    about: 'Withdraw the key of a site’s agent: it is cut off within 5 s, on the broker and on streams.',
  },
  sites: {
    method: 'GET',
    path: '/api/sites',
    action: 'site.plan',
    answer: z.strictObject({ sites: z.array(siteRowSchema) }),
    about: 'The register of sites and cameras, retired ones too.',
  },
  putSite: {
    method: 'PUT',
    path: '/api/sites/:siteId',
    action: 'site.plan',
    params: site,
    body: siteBodySchema,
    answer: doneSchema,
    about: 'Change or move a site; its history stays.',
  },
  putSource: {
    method: 'PUT',
    path: '/api/sites/:siteId/sources/:sourceId',
    action: 'site.plan',
    params: source,
    body: sourceBodySchema,
    answer: doneSchema,
    about: 'Change or move a camera; its history stays.',
  },
  retireSite: {
    method: 'POST',
    path: '/api/sites/:siteId/retire',
    action: 'site.plan',
    params: site,
    body: reasonBodySchema,
    answer: doneSchema,
    about: 'Take a site out of use: its key is withdrawn, its history stays.',
  },
  retireSource: {
    method: 'POST',
    path: '/api/sites/:siteId/sources/:sourceId/retire',
    action: 'site.plan',
    params: source,
    body: reasonBodySchema,
    answer: doneSchema,
    about: 'Take a camera or button out of use; its history stays.',
  },
  importSites: {
    method: 'POST',
    path: '/api/sites/import',
    action: 'site.plan',
    body: csvImportSchema,
    answer: csvImportedSchema,
    about: 'Import sites and cameras from CSV: a preview line by line, or all of it at once.',
  },
  exportSites: {
    method: 'GET',
    path: '/api/sites/export',
    action: 'site.plan',
    query: z.strictObject({ datum: datumSchema.default('wgs84') }),
    answer: 'file',
    about:
      'The register as CSV, in the columns of the import. Cells that a spreadsheet would run are made harmless.',
  },
  areas: {
    method: 'GET',
    path: '/api/areas',
    action: 'area.read',
    answer: areasSchema,
    about: 'The areas one has to do with, and those above them, with their outlines.',
  },
  putArea: {
    method: 'PUT',
    path: '/api/areas/:areaId',
    action: 'area.manage',
    params: z.strictObject({ areaId: idSchema }),
    body: areaBodySchema,
    answer: doneSchema,
    about: 'Add an area below one that one administers, or change one.',
  },
  importAreas: {
    method: 'POST',
    path: '/api/areas/import',
    action: 'area.manage',
    body: areaImportSchema,
    answer: areasImportedSchema,
    about: 'Import areas from GeoJSON: a preview, or all of it at once.',
  },
} as const satisfies Record<string, RouteRow>;

export const deviceRoutes = { ...installing, ...boxes, ...register } as const;
