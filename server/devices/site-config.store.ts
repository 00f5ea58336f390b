// What an enrolled box is told of its sources: read from the register, the cameras' addresses unsealed for it alone.
import {
  type CameraAddress,
  cameraAddressSchema,
  type Privacy,
  type SiteConfig,
} from '@haixi/proto/devices/site-config';
import type { SiteCommand } from '@haixi/proto/mqtt/messages';
import type { Seal } from '../accounts/seal.service.js';
import type { SiteLink } from '../ingest/site-link.js';
import { type Db, inSnapshot } from '../store/database.store.js';

/** The configuration of one site, version and sources of one moment. The caller has shown the key of this very site. */
export function readSiteConfig(db: Db, seal: Seal, siteId: string): Promise<SiteConfig> {
  return inSnapshot(db, async (tx) => {
    const site = await tx
      .selectFrom('sites')
      .select('config_version')
      .where('site_id', '=', siteId)
      .executeTakeFirstOrThrow();
    const sources = await tx
      .selectFrom('sources')
      .select(['source_id', 'type', 'camera', 'privacy', 'button_kind'])
      .where('site_id', '=', siteId)
      .where('retired_at_ms', 'is', null)
      .orderBy('source_id')
      .execute();
    return {
      version: site.config_version,
      siteId,
      cameras: sources.flatMap(({ source_id: sourceId, camera, privacy }) =>
        camera === null
          ? []
          : [{ sourceId, camera: openAddress(seal, camera), privacy: JSON.parse(privacy) as Privacy }],
      ),
      buttons: sources.flatMap(({ source_id: sourceId, button_kind: kind }) =>
        kind === 'panic' || kind === 'help' ? [{ sourceId, kind }] : [],
      ),
    };
  });
}

/** A camera's address out of its seal. Throws where the seal's key is another one. */
export function openAddress(seal: Seal, sealed: string): CameraAddress {
  return cameraAddressSchema.parse(JSON.parse(seal.open(sealed)));
}

/** Asks a site's box to read its configuration again; one that is away reads it when it comes. */
export function tellConfig(link: SiteLink, siteId: string, commandId: string): void {
  link.send('commands', siteId, { id: commandId, kind: 'config.read' } satisfies SiteCommand);
}
