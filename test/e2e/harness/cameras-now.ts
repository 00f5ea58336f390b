// What the server knows of every camera at this moment, by `site/source`.
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import { snapshotOf } from './picture.js';

/** Latest readings; those of a site that no agent serves any more stay as they were. */
export async function camerasNow(url: string, cookie: string): Promise<ReadonlyMap<string, CameraReading>> {
  const { latest } = await snapshotOf(url, cookie);
  return new Map(
    latest.sites.flatMap(({ siteId, readings }) =>
      readings.cameras.map((camera) => [`${siteId}/${camera.sourceId}`, camera] as const),
    ),
  );
}
