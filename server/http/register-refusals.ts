// Why the register was not changed, as problems with their status; the codes are those of register/.
import type { Changed, NotDone, RegisterCode } from '../register/refused.js';
import { notFound, Refusal } from './problem.js';

/** Status, where, which rule, and what to do; `told` is the part that differs. */
type Words = readonly [status: number, where: string, rule: string, todo: string];

const words: Readonly<Record<Exclude<RegisterCode, 'not_found'>, (told: string) => Words>> = {
  no_such_area: (told) => [
    400,
    'body',
    `${told} is no area in which you may do this`,
    'choose an area that you administer',
  ],
  no_key: (told) => [409, 'params.siteId', `${told} has no key`, 'nothing has to be done'],
  site_retired: (told) => [409, 'params.siteId', `${told} is out of use for good`, 'plan a new one'],
  source_retired: (told) => [409, 'params.sourceId', `${told} is out of use for good`, 'plan a new one'],
  order_begun: (told) => [
    409,
    'params',
    `an installer is at work at ${told}`,
    'let the work order be finished, or cancel it',
  ],
  incident_open: (told) => [
    409,
    'body.areaId',
    `an incident of ${told} is open in its area`,
    'close the incident first',
  ],
  half_placed: () => [
    400,
    'body.position',
    'position, heading, field of view and range of a camera are told together',
    'fill in all four, or none of them',
  ],
  not_a_camera: (told) => [400, 'body', `${told} is a button: it looks nowhere`, 'change its names alone'],
  refused_place: (told) => [
    409,
    'body.place',
    `no camera may look into a ${told}, with nobody’s consent (Decree 799, Art. 8)`,
    'take the camera down, and retire it here',
  ],
  not_in_use: (told) => [
    409,
    'params.siteId',
    `${told} is still being installed: its alarms are tests already`,
    'hand it over first',
  ],
  root_stays: () => [
    409,
    'body.parentId',
    'the root alone has no area above it, and keeps none',
    'choose the area above it',
  ],
  area_loop: () => [409, 'body.parentId', 'an area can’t be below itself', 'choose another area above it'],
  bad_outline: (told) => [400, 'body.outline', told, 'draw the outline again'],
  bad_csv: (told) => [400, 'body.csv', told, 'mend the file, and send it again'],
  bad_geojson: (told) => [400, 'body.geojson', told, 'mend the file, and send it again'],
};

/** The answer, or the refusal thrown. */
export function changed(result: Changed): { ok: true } {
  if (result.ok) return { ok: true };
  throw registerRefused(result);
}

/** What an import came to, or the refusal thrown where the file could not be read at all. */
export function imported<T extends object>(result: T | NotDone): T {
  if ('reason' in result) throw registerRefused(result);
  return result;
}

function registerRefused({ reason, told }: NotDone): Refusal {
  if (reason === 'not_found') return notFound('params', `${told} in your areas`);
  const [status, where, rule, todo] = words[reason](told);
  return new Refusal(status, { code: reason, where, rule, todo });
}
