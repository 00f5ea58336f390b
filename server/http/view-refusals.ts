// Why video's doors refuse, as problems with their status; the codes are those of media/.
import type { Opened } from '../media/views.service.js';
import type { TurnedAway } from '../media/doors.service.js';
import { incidentViewWithinM } from '@haixi/proto/media/media';
import { foreignOrigin, notAllowed, notFound, notSignedIn, Refusal, unknownRoute } from './problem.js';

/** The refusal of a websocket that was not let in. */
export function turnedAway(reason: TurnedAway, path: string): Refusal {
  switch (reason) {
    case 'no_door':
      return unknownRoute('GET', path);
    case 'no_websocket':
      return new Refusal(400, {
        code: 'no_websocket',
        where: 'headers',
        rule: 'video comes and goes by websocket, version 13',
        todo: 'ask for a websocket',
      });
    case 'bad_ticket':
      return new Refusal(403, {
        code: 'bad_ticket',
        where: 'header Authorization',
        rule: 'a stream needs a ticket that the server gave for this camera, unused and not older than 30 s',
        todo: 'wait until the server asks for the stream',
      });
    case 'foreign_origin':
      return foreignOrigin();
    case 'not_signed_in':
      return notSignedIn();
    case 'not_allowed':
      return notAllowed('camera.view', 'this camera');
    case 'no_view':
      return noView();
    case 'used':
      return new Refusal(410, {
        code: 'view_used',
        where: 'path',
        rule: 'a view opens one connection',
        todo: 'ask for another by POST /api/views',
      });
    case 'no_media':
      return new Refusal(503, {
        code: 'no_media',
        where: 'server',
        rule: 'the part of the server that carries video is starting again',
        todo: 'ask for another view in a few seconds',
      });
  }
}

/** The refusal of a view that was asked for. */
export function notOpened(refused: Opened & { ok: false }): Refusal {
  switch (refused.reason) {
    case 'no_camera':
      return notFound('sourceId', 'camera');
    case 'no_incident':
      return notFound('incidentId', 'incident');
    case 'not_allowed':
      return notAllowed(refused.action, `area ${refused.areaId}`);
    case 'not_received':
      return new Refusal(403, {
        code: 'not_received',
        where: 'body.incidentId',
        rule: 'the video of an incident is open to whoever has received it, for as long as it is open',
        todo: 'receive the incident, or look for another purpose and say why',
      });
    case 'too_far':
      return new Refusal(403, {
        code: 'too_far',
        where: 'body.sourceId',
        rule: `for an incident one looks at the cameras of its site and those within ${incidentViewWithinM} m of it`,
        todo: 'look for another purpose and say why',
      });
    case 'no_round':
      return new Refusal(403, {
        code: 'no_round',
        where: 'body.roundId',
        rule: 'a view of a round is for an open round of one’s own',
        todo: 'begin a round by POST /api/rounds',
      });
    case 'not_in_round':
      return new Refusal(403, {
        code: 'not_in_round',
        where: 'body.sourceId',
        rule: 'the cameras of a round are those of its area and all below it',
        todo: 'begin a round over an area that has this camera, or say why you look',
      });
    case 'round_full':
      return new Refusal(409, {
        code: 'round_full',
        where: 'body.roundId',
        rule: 'a round tells of 2,000 cameras at most',
        todo: 'end it and begin another',
      });
    case 'no_order':
      return notFound('orderId', 'work order of yours');
    case 'order_not_claimed':
      return new Refusal(409, {
        code: 'order_not_claimed',
        where: 'params.orderId',
        rule: 'the camera of a work order is looked at from the claim of its box until it is accepted',
        todo: 'scan the box’s sticker first; of an accepted or cancelled order nothing is shown any more',
      });
    case 'too_many':
      return new Refusal(429, {
        code: 'too_many_views',
        where: 'session',
        rule: 'one person has 64 views at once at most',
        todo: 'close some, or wait a minute for those that were never opened',
      });
  }
}

export const noView = (): Refusal => notFound('viewId', 'open view of yours');

const whyNoStill: Readonly<Record<string, string>> = {
  no_still_yet: 'the first still is on its way',
  no_picture: 'the camera shows no picture now',
  no_way: 'the agent’s configuration has no web address of the server',
  busy: 'the agent has too much to do',
  unknown_source: 'the agent’s configuration has no such camera',
};

/** There is a view and no still for it: not yet, or the agent said why it sends none. */
export function noStill(reason: string): Refusal {
  const rule = whyNoStill[reason] ?? 'the agent can’t send stills';
  return new Refusal(404, { code: reason, where: 'still', rule, todo: 'ask again in two seconds' });
}

export const badStillTicket = (): Refusal =>
  new Refusal(403, {
    code: 'bad_ticket',
    where: 'query.ticket',
    rule: 'a still needs a ticket that the server gave for this camera, unused and not older than 30 s',
    todo: 'wait until the server asks for a still',
  });

export const stillTooLarge = (): Refusal =>
  new Refusal(413, {
    code: 'still_too_large',
    where: 'body',
    rule: 'a still is 1 MiB at most',
    todo: 'send a smaller one',
  });

export const noJpeg = (): Refusal =>
  new Refusal(415, {
    code: 'not_a_picture',
    where: 'body',
    rule: 'a still is a JPEG file, sent as image/jpeg',
    todo: 'send image/jpeg',
  });

export const badViewAsked = (where: string, rule: string): Refusal =>
  new Refusal(400, { code: 'bad_body', where, rule, todo: 'see GET /api/openapi.json' });
