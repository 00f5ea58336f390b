// The camera whose page is open, and the incident that a link names, kept in the address, so that a reload or a link comes back to it. Pure.
import { idSchema } from '@haixi/proto/basics';

export interface CameraRef {
  readonly siteId: string;
  readonly sourceId: string;
}

/** The camera that this hash names, as `#camera=shop-01/camera-1`; null for any other. */
export function cameraOfHash(hash: string): CameraRef | null {
  const [siteId, sourceId, ...rest] = (/^#camera=(.+)$/.exec(hash)?.[1] ?? '').split('/');
  const good =
    rest.length === 0 && idSchema.safeParse(siteId).success && idSchema.safeParse(sourceId).success;
  return good && siteId !== undefined && sourceId !== undefined ? { siteId, sourceId } : null;
}

/** The incident that this hash names, as `#incident=01mcc5`: a link from the review, to an open or a closed one. */
export function incidentOfHash(hash: string): string | null {
  const incidentId = /^#incident=(.+)$/.exec(hash)?.[1];
  return idSchema.safeParse(incidentId).success ? (incidentId ?? null) : null;
}

/** The hash of this camera; empty for none. */
export function hashOf(camera: CameraRef | null): string {
  return camera === null ? '' : `#camera=${camera.siteId}/${camera.sourceId}`;
}
