// The agent's configuration out of a box's credentials and what the server tells of its sources (pure).
import type { SiteConfig as ToldConfig } from '@haixi/proto/devices/site-config';
import type { AgentConfig, SiteConfig } from '../config/config.js';
import { cameraSchema } from '../sources/camera/camera-config.js';
import { armedSchema } from '../sources/camera/notice/schedule.js';
import type { Granted } from './box.store.js';

/** So many videos go out at a time; what a file says by default. */
const streamsMax = 16;

/** The one site of an enrolled box. Without a word of the server's yet it has no sources. */
export function enrolledSite({ siteId, key }: Granted, told: ToldConfig | null): SiteConfig {
  const cameras = (told?.cameras ?? []).map(({ sourceId, camera, privacy }) =>
    cameraSchema.parse({ id: sourceId, type: 'camera', ...camera, privacy }),
  );
  const buttons = (told?.buttons ?? []).map(({ sourceId, kind }) => ({
    id: sourceId,
    type: 'button' as const,
    kind,
  }));
  return { id: siteId, key, buttons, cameras, armed: armedSchema.parse(undefined) };
}

export function enrolledConfig(
  granted: Granted,
  told: ToldConfig | null,
  box: { dataFolder: string; http: AgentConfig['http'] },
): AgentConfig {
  const { server, web } = granted;
  return { server, web, streamsMax, ...box, sites: [enrolledSite(granted, told)] };
}
