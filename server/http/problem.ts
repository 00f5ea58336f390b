// What a refusal over HTTP looks like: a code for programs, and where, which rule and what to do in words.
import { type Problem, personHeader } from '@haixi/proto/commands/routes';
import type { z } from 'zod';

/** Thrown where a request can't be answered; the filter writes it down with its status. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(`${problem.code}: ${problem.where}: ${problem.rule}`);
    this.name = 'Refusal';
  }
}

function refusal(status: number, code: string, where: string, rule: string, todo: string): Refusal {
  return new Refusal(status, { code, where, rule, todo });
}

export const unknownRoute = (method: string, path: string): Refusal =>
  refusal(404, 'unknown_route', `${method} ${path}`, 'there is no such route', 'see GET /api/openapi.json');

export const notSignedIn = (): Refusal =>
  refusal(
    401,
    'not_signed_in',
    'cookie haixi_session',
    'a session is needed and this request has none that is valid',
    'sign in again',
  );

/** A tablet says whose action it sends; by then another officer may have signed in on it (T4). */
export const otherPerson = (): Refusal =>
  refusal(
    409,
    'other_person',
    `header ${personHeader}`,
    'what is sent for one person is not taken under another one’s session',
    'keep it, and send it again when that person has signed in',
  );

/** The same for a token that never was, has ended or was withdrawn. */
export const noToken = (): Refusal =>
  refusal(
    401,
    'no_token',
    'header Authorization',
    'a token works until its end, unless it was withdrawn, and on routes that ask for an action',
    'have another one issued',
  );

/** The same for an unknown site and for a wrong key. */
export const noSiteKey = (): Refusal =>
  refusal(
    401,
    'no_site_key',
    'header Authorization',
    'an agent shows the id and the key of its site by HTTP Basic, and these are not such a pair',
    'give the agent the key that its site was registered with',
  );

export const foreignSite = (): Refusal =>
  refusal(
    403,
    'foreign_site',
    'params.siteId',
    'an agent may speak for the site of its key alone',
    'send it under that site’s id',
  );

export const keyRevoked = (): Refusal =>
  refusal(
    403,
    'key_revoked',
    'header Authorization',
    'the key of this site was withdrawn',
    'let its box be claimed again by a work order; what it holds is kept until then',
  );

export const foreignOrigin = (): Refusal =>
  refusal(
    403,
    'foreign_origin',
    'header Origin',
    'only our own pages may change anything',
    'send it from a page of this server',
  );

export const badMediaType = (): Refusal => refusal(415, ...byFastify.FST_ERR_CTP_INVALID_MEDIA_TYPE);

export const foreignHost = (): Refusal =>
  refusal(
    421,
    'foreign_host',
    'header Host',
    'this is not the name this server is known by',
    'ask it by the name of HAIXI_ORIGIN',
  );

export const tooManyRequests = (max: number, waitS: number): Refusal =>
  refusal(
    429,
    'too_many_requests',
    'request',
    `this door takes ${max} requests a minute from one session, site or address`,
    `wait ${waitS} s, and ask less often`,
  );

export const notAllowed = (action: string, where: string): Refusal =>
  refusal(
    403,
    'not_allowed',
    where,
    `your roles do not have the action ${action} here`,
    'ask whoever gives out roles, or let a colleague who has it do this',
  );

export const notFound = (where: string, what: string): Refusal =>
  refusal(404, 'not_found', where, `there is no such ${what}`, 'check the id');

export const notLoopback = (): Refusal =>
  refusal(
    403,
    'not_loopback',
    'sign-in link',
    'a sign-in link works only on the machine the server runs on',
    'open it there, without a proxy between',
  );

/** The first thing that is wrong with parameters or a query: the field and the rule. */
export function badInput(part: 'params' | 'query', error: z.ZodError): Refusal {
  const issue = error.issues[0]!;
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const where = [part, ...issue.path.map(String), ...keys].join('.');
  return refusal(400, `bad_${part}`, where, issue.message, 'see GET /api/openapi.json');
}

/** Nobody is there to read it; it keeps a client that went away from being told of as a fault. */
export const brokenOff = (): Refusal =>
  refusal(400, 'broken_off', 'body', 'the connection ended before the body did', 'send it again');

const diskFull = (): Refusal =>
  refusal(
    507,
    'disk_full',
    'server',
    'the server’s disk is full; nothing was kept',
    'keep the picture, free the server’s disk, and send it again',
  );

/** A fault of ours; what it was is in the server's own lines. */
export const ourFault = (): Refusal =>
  refusal(
    500,
    'server_fault',
    'server',
    'the server failed on this request; nothing is half-done',
    'try again; if it stays, look at the server’s lines of this time',
  );

// What Fastify refuses before any route of ours runs, by its code.
type Told = readonly [code: string, where: string, rule: string, todo: string];
const byFastify = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'body_too_large',
    'body',
    'a JSON body is 64 KB at most, with a file to import 6 MB',
    'send less at once',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'bad_media_type',
    'header Content-Type',
    'this type is not taken',
    'send application/json, or image/jpeg or image/png for a photo',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad_json', 'body', 'the body is not JSON', 'send one JSON value'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['bad_json', 'body', 'the body is empty', 'send one JSON value'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'bad_length',
    'header Content-Length',
    'the length given is not the length sent',
    'send it whole',
  ],
  FST_ERR_BAD_URL: ['bad_path', 'path', 'the path can’t be decoded', 'encode it as UTF-8'],
} as const satisfies Record<string, Told>;

/** The refusal for what Fastify or Nest refused; null where it is no refusal of theirs but a fault. */
export function refusalOf(status: number, fastifyCode: string | undefined, message: string): Refusal | null {
  const known: Told | undefined = Object.entries(byFastify).find(([code]) => code === fastifyCode)?.[1];
  if (known) return refusal(status, ...known);
  if (status >= 500) return null;
  return refusal(status, 'bad_request', 'request', message, 'see GET /api/openapi.json');
}

/** Why a photo was not kept. Nothing of it stays. */
export const photoRefused = {
  too_large: () => refusal(413, 'photo_too_large', 'body', 'a photo is 8 MiB at most', 'send a smaller one'),
  not_a_picture: () =>
    refusal(
      415,
      'not_a_picture',
      'body',
      'a photo is a JPEG or PNG file, sent under its own Content-Type',
      'send image/jpeg or image/png',
    ),
  other_photo: () =>
    refusal(
      409,
      'key_used_otherwise',
      'params.photoId',
      'a key names one photo for good, and another one has it',
      'make a new key',
    ),
  disk_full: () => diskFull(),
  broken_off: () => brokenOff(),
};

/** Why a snapshot was not kept. Nothing of it stays. Only `not_stored` and `disk_full` are worth sending it again. */
export const snapshotRefused = {
  not_stored: () =>
    refusal(
      409,
      'not_stored',
      'params.seq',
      'the entry of this snapshot has not been stored yet',
      'send it again when the entry was answered as stored',
    ),
  refused: () =>
    refusal(
      404,
      'not_found',
      'params.seq',
      'the entry of this number was refused, so there is no alarm to show a picture of',
      'drop the snapshot',
    ),
  not_a_camera: (sourceId: string) =>
    refusal(
      400,
      'not_a_camera',
      'query.sourceId',
      `a snapshot is taken by a camera of the alarm’s own site, and ${sourceId} is none`,
      'name the camera that took it, as it is registered',
    ),
  too_large: () =>
    refusal(413, 'snapshot_too_large', 'body', 'a snapshot is 1 MiB at most', 'send a smaller one'),
  not_a_jpeg: () =>
    refusal(
      415,
      'not_a_picture',
      'body',
      'a snapshot is one whole JPEG file, sent as image/jpeg',
      'drop it, or send the whole file',
    ),
  other_snapshot: () =>
    refusal(
      409,
      'other_snapshot',
      'params.seq',
      'an alarm has one snapshot for good, and this one has another',
      'drop this one',
    ),
  disk_full: () => diskFull(),
  broken_off: () => brokenOff(),
};
