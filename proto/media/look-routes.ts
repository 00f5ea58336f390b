// The HTTP routes of looking: asking for a view or a round, ending them, and who looks at what now.
import { z } from 'zod';
import { idSchema } from '../basics.js';
import { doneSchema } from '../accounts/accounts.js';
import type { RouteRow } from '../commands/route-row.js';
import {
  lookNowSchema,
  roundAskedSchema,
  roundGrantedSchema,
  viewAskedSchema,
  viewGrantedSchema,
} from './media.js';

const view = z.strictObject({ viewId: idSchema });

export const lookRoutes = {
  openView: {
    method: 'POST',
    path: '/api/views',
    action: 'camera.view',
    body: viewAskedSchema,
    answer: viewGrantedSchema,
    about:
      'Asks to look at a camera for a reason; the look itself is in the log, with its start and end (V3). 403 not_received: an incident’s video is open to who has received it; another purpose needs words.',
  },
  openInstallView: {
    method: 'POST',
    path: '/api/orders/:orderId/view',
    action: 'camera.install',
    params: z.strictObject({ orderId: idSchema }),
    body: z.strictObject({ as: z.enum(['video', 'stills']) }),
    answer: viewGrantedSchema,
    about: 'Asks to look at the camera of one’s own open work order, for its installation (V3).',
  },
  getStill: {
    method: 'GET',
    path: '/api/views/:viewId/still',
    action: 'self',
    params: view,
    answer: 'photo',
    about:
      'The latest still of one’s own open view; 404 no_still_yet until there is one. `x-taken-at-ms` tells when it was taken.',
  },
  endView: {
    method: 'POST',
    path: '/api/views/:viewId/end',
    action: 'self',
    params: view,
    answer: doneSchema,
    about: 'Ends one’s own view; a video’s view also ends with its websocket.',
  },
  startRound: {
    method: 'POST',
    path: '/api/rounds',
    action: 'camera.view',
    body: roundAskedSchema,
    answer: roundGrantedSchema,
    about:
      'Begins a round 值守巡视 over an area, for a wall or a tour: asked once a shift. Views for it name it; the log has its start, and at its end the cameras with their spans. One that is open is given again.',
  },
  myRound: {
    method: 'GET',
    path: '/api/rounds/mine',
    action: 'self',
    answer: z.strictObject({ rounds: z.array(roundGrantedSchema) }),
    about: 'One’s own open rounds.',
  },
  endRound: {
    method: 'POST',
    path: '/api/rounds/:roundId/end',
    action: 'self',
    params: z.strictObject({ roundId: idSchema }),
    answer: doneSchema,
    about: 'Ends one’s own round, and its views.',
  },
  looks: {
    method: 'GET',
    path: '/api/looks',
    action: 'look.read',
    answer: z.strictObject({ looks: z.array(lookNowSchema) }),
    about: 'Who looks at which camera now, and why.',
  },
} as const satisfies Record<string, RouteRow>;
