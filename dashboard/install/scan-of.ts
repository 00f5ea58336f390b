// A scan as it goes to the server, and whether the phone already knows that a reason will be asked. Pure.
import type { Problem } from '@haixi/proto/commands/routes';
import type { Order } from '@haixi/proto/devices/orders';
import { astray } from '@haixi/proto/devices/placing';
import type { Area } from '@haixi/proto/live/picture';
import { toWgs84 } from './datum';
import type { Scan } from './kept';
import { needsReason } from './steps';
import type { Fix } from './use-here';

/** A receiver that is unsure by more, as inside a building, says nothing of where one stands. */
const unsureMMax = 150;

export function scanOf(sticker: string, fix: Pick<Fix, 'position' | 'accuracyM'> | null): Scan {
  const taken =
    fix === null || fix.accuracyM > unsureMMax
      ? null
      : { position: fix.position, datum: 'wgs84' as const, accuracyM: fix.accuracyM };
  return { sticker, taken, reason: null };
}

/** What the server would refuse, told without a network: then the reason is there when there is one. */
export function localAstray(scan: Scan, area: Area | null, plan: Order['plan']): Problem | null {
  if (scan.taken === null || scan.reason !== null) return null;
  const found = astray(toWgs84(scan.taken.position, scan.taken.datum), area, plan);
  return needsReason(found) ? { code: 'astray', where: 'taken', rule: '', todo: '' } : null;
}
