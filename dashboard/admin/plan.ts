// A work order while it is planned, and as it is sent. Pure.
import type { Position } from '@haixi/proto/basics';
import type { Order, OrderBody } from '@haixi/proto/devices/orders';
import type { SiteRow } from '@haixi/proto/devices/sites';
import { freshId } from './fresh-id';

export interface Planned extends Omit<OrderBody, 'plan' | 'sourceType'> {
  readonly position: Position | null;
  readonly withinM: number;
}

const usualWithinM = 30;

export function plannedOf(order: Order | null, areaId: string): Planned {
  if (order === null)
    return {
      kind: 'install',
      areaId,
      installerId: null,
      siteId: null,
      sourceId: 'camera-1',
      siteType: 'shop',
      siteName: '',
      address: '',
      note: '',
      position: null,
      withinM: usualWithinM,
    };
  const { kind, installerId, siteId, sourceId, siteType, siteName, address, note, plan } = order;
  return {
    kind,
    areaId: order.areaId,
    installerId,
    // An order that makes its own site has the site's id for its own.
    siteId: siteId === order.orderId ? null : siteId,
    sourceId,
    siteType,
    siteName,
    address,
    note,
    position: plan?.position ?? null,
    withinM: plan?.withinM ?? usualWithinM,
  };
}

export function bodyOf({ position, withinM, ...plan }: Planned): OrderBody {
  return { ...plan, sourceType: 'camera', plan: position === null ? null : { position, withinM } };
}

/** The next free camera of a site for a new one; the first there is where one is replaced or moved. */
export function freshSourceId(site: SiteRow | undefined, kind: Planned['kind']): string {
  const ids = site?.sources.map(({ sourceId }) => sourceId) ?? [];
  if (kind === 'install') return freshId('camera', '', ids);
  const camera = site?.sources.find(({ type, retiredAtMs }) => type === 'camera' && retiredAtMs === null);
  return camera?.sourceId ?? '';
}
