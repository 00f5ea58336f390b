// The steps of an installation and how far each is: what is filled in, what waits for the server, what is wrong. Pure.
import type { Check, Order } from '@haixi/proto/devices/orders';
import { astray, type Astray } from '@haixi/proto/devices/placing';
import type { Area } from '@haixi/proto/live/picture';
import { type PlaceType, refusedPlaceTypes } from '@haixi/proto/vocabulary';
import { toWgs84 } from './datum';
import { type Fields, filledIn, type Kept } from './kept';

export const steps = [
  'scan',
  'position',
  'details',
  'camera',
  'privacy',
  'notice',
  'checks',
  'hand-over',
] as const;
export type StepName = (typeof steps)[number];

/** `kept`: done here, and not with the server yet. `wrong`: the server refuses it, or it has to be mended here. */
export type StepState = 'open' | 'kept' | 'wrong' | 'done';

export interface Progress {
  readonly order: Order;
  readonly kept: Kept;
  /** Null while they have not been read. */
  readonly checks: readonly Check[] | null;
  /** The order's area; null while it is not known. */
  readonly area: Area | null;
}

/** The steps of an order: a camera that is moved keeps its box, and there is nothing to scan. */
export function stepsOf({ kind }: Pick<Order, 'kind'>): readonly StepName[] {
  return kind === 'move' ? steps.filter((step) => step !== 'scan') : steps;
}

export function stateOf(step: StepName, progress: Progress): StepState {
  const { order, kept, checks } = progress;
  const fields = filledIn(order, kept);
  if (order.state === 'accepted') return 'done';
  switch (step) {
    case 'scan':
      if (kept.scan !== null) return kept.scan.refused === null ? 'kept' : 'wrong';
      return order.serial === null ? 'open' : 'done';
    case 'position':
      if (fields.taken === undefined) return 'open';
      if (needsReason(astrayOf(progress)) && !fields.positionReason) return 'wrong';
      return typed(kept, ['taken', 'positionReason']);
    case 'details':
      return missingDetails(fields).length > 0 ? 'open' : typed(kept, detailNames);
    case 'camera':
      return order.draft.cameraShown === null ? 'open' : 'done';
    case 'privacy':
      return fields.privacy === undefined ? 'open' : typed(kept, ['privacy']);
    case 'notice':
      if (kept.photo !== null) return kept.photo.refused === null ? 'kept' : 'wrong';
      return order.hasNoticePhoto ? 'done' : 'open';
    case 'checks':
      if (checks === null || !checks.every(isPassed))
        return checks?.some(({ state }) => state === 'failed') ? 'wrong' : 'open';
      return 'done';
    case 'hand-over':
      return 'open';
  }
}

/** The first step that is not done: where one goes on. */
export function nextStep(progress: Progress): StepName {
  const list = stepsOf(progress.order);
  return list.find((step) => ['open', 'wrong'].includes(stateOf(step, progress))) ?? list.at(-1)!;
}

export function isPassed({ state }: Pick<Check, 'state'>): boolean {
  return state === 'ok' || state === 'warn';
}

/** How far the place that was taken is from where it should be; null while none was taken. */
export function astrayOf({ order, kept, area }: Progress): Astray | null {
  const { taken } = filledIn(order, kept);
  return taken === undefined ? null : astray(toWgs84(taken.position, taken.datum), area, order.plan);
}

export function needsReason(found: Astray | null): boolean {
  return found !== null && (found.outside || found.tooFarM !== null);
}

export type DetailName = (typeof detailNames)[number];
const detailNames = [
  'siteName',
  'siteType',
  'address',
  'cameraName',
  'cameraNameEn',
  'place',
  'legalBasis',
  'heightM',
  'headingDeg',
  'fovDeg',
  'rangeM',
] as const;

/** What has to be there before a camera can be handed over; a site's name and type are planned already. */
export function missingDetails(fields: Fields): DetailName[] {
  const asked: DetailName[] = ['cameraName', 'place', 'legalBasis', 'headingDeg', 'fovDeg', 'rangeM'];
  return asked.filter((name) => fields[name] === undefined || fields[name] === '');
}

/** Whether Art. 8 of Decree 799 forbids a camera there, whoever agrees. */
export function isRefusedPlace(place: PlaceType): boolean {
  return refusedPlaceTypes.some((refused) => refused === place);
}

function typed(kept: Kept, names: readonly (keyof Fields)[]): StepState {
  const { fields } = kept;
  if (fields === null || !names.some((name) => name in fields.what)) return 'done';
  return fields.refused === null ? 'kept' : 'wrong';
}
