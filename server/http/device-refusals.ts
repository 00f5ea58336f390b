// Why planning and installing were refused, as problems with their status; the codes are those of proto/devices.
import type { InstallCode } from '@haixi/proto/devices/install-codes';
import type { Refused } from '../devices/refused.js';
import { notAllowed, notFound, Refusal } from './problem.js';

/** Status, where, which rule, and what to do; `told` is the part that differs. */
type Words = readonly [status: number, where: string, rule: string, todo: string];

const words: Readonly<Record<InstallCode, (told: string) => Words>> = {
  no_such_installer: (told) => [
    400,
    'body.installerId',
    `${told} has no role that installs in this area`,
    'choose an installer of this area, or leave it open',
  ],
  no_such_site: (told) => [
    400,
    'body.siteId',
    `there is no site ${told} in this area`,
    'choose a site of the area; only an order of the kind install makes a new one',
  ],
  no_such_source: (told) => [
    400,
    'body.sourceId',
    `the site has no camera ${told} in use`,
    'choose a camera of the site',
  ],
  source_exists: (told) => [
    409,
    'body.sourceId',
    `the site has a source ${told} already`,
    'choose another id, or plan its replacement',
  ],
  id_taken: (told) => [409, 'params.orderId', `a site has the id ${told} already`, 'choose another id'],
  cameras_only: () => [
    400,
    'body.sourceType',
    'work orders are for cameras; a button is entered in its agent’s configuration',
    'choose a camera',
  ],
  order_begun: () => [
    409,
    'params.orderId',
    'the installer has begun this work order',
    'let it be finished, or cancel it and plan another',
  ],
  order_closed: (told) => [
    409,
    'params.orderId',
    `this work order is ${told}`,
    'look at the list of work orders again',
  ],
  sticker_new: () => [409, 'params.serial', 'nobody has claimed this sticker', 'nothing has to be done'],
  not_a_sticker: () => [
    400,
    'body.sticker',
    'this is no sticker of ours: it reads HX1:serial:code',
    'scan the sticker on the box, or type all of it',
  ],
  wrong_sticker: (told) => [
    403,
    'body.sticker',
    `no sticker of this area has the serial ${told} and this code`,
    'scan it again; if it stays so, take another box and tell whoever planned this',
  ],
  already_claimed: (told) => [
    409,
    'body.sticker',
    `the box ${told} was claimed already, and this was written into the log`,
    'take another box, or ask whoever planned this to let it be claimed again',
  ],
  astray: (told) => [
    409,
    'body.taken',
    told,
    'go to where the camera is planned, or say why it stands elsewhere',
  ],
  site_has_box: (told) => [
    409,
    'body.sticker',
    told === '' ? 'another box serves this site' : `the box ${told} serves this site`,
    'scan that box, or ask for a work order that replaces it',
  ],
  site_retired: (told) => [409, 'siteId', `the site ${told} is out of use`, 'ask whoever planned this'],
  refused_place: (told) => [
    409,
    'body.place',
    `no camera may ever look into a ${told}, with nobody’s consent (Decree 799, Art. 8)`,
    'put it where it does not look there, or do not put it up',
  ],
  refused_address: (told) => [
    400,
    'body.camera',
    `a camera can’t be at such an address (${told})`,
    'give the address that the camera has in the site’s network',
  ],
  notice_kept: () => [
    409,
    'body',
    'the work order was handed over with another photo of the notice',
    'keep that one',
  ],
  not_claimed: () => [
    409,
    'params.orderId',
    'no box has been claimed for this work order',
    'scan a box’s sticker',
  ],
  not_online: () => [
    409,
    'site',
    'the box is not online, so it can’t be asked',
    'wait until it is, or look at its power and its network',
  ],
  no_view: () => [
    404,
    'body.viewId',
    'there is no open view of yours of this camera',
    'open the camera’s picture again',
  ],
  not_ready: (told) => [409, 'checks', `still missing: ${told}`, 'do what is missing, then hand over'],
  no_ticket: () => [404, 'params.orderId', 'this work order was not handed over yet', 'hand it over first'],
  wrong_proof: () => [
    403,
    'body.proof',
    'this is not the proof of the box’s claim code',
    'enrol with the text of this very box’s sticker',
  ],
  nonce_expired: () => [
    410,
    'body.nonce',
    'a nonce stands for a minute, for one box and for one claim',
    'ask for another one',
  ],
  claim_expired: () => [
    410,
    'body.serial',
    'the ten minutes of this claim are over',
    'scan the sticker again with the phone; the box then comes by itself',
  ],
  already_enrolled: () => [
    409,
    'body.serial',
    'a box has had the credentials of this claim, with another key',
    'ask whoever plans the area to let this box be claimed again',
  ],
  bad_ticket: () => [
    403,
    'params.ticket',
    'a line is measured by a ticket that the server gave for this site, unused and not older than a minute',
    'wait until the server asks',
  ],
};

/** What a refusal of devices is over HTTP. */
export function notDone({ reason, told }: Refused): Refusal {
  if (reason === 'not_found') return notFound('params', told);
  if (reason === 'not_allowed') {
    const [action = '', ...where] = told.split(' in ');
    return notAllowed(action, where.join(' in '));
  }
  const [status, where, rule, todo] = words[reason](told);
  return new Refusal(status, { code: reason, where, rule, todo });
}

/** What was done, or the refusal thrown. */
export function done<T extends { readonly ok: true }>(answer: T | Refused): T {
  if (!answer.ok) throw notDone(answer);
  return answer;
}
