// How a site of the demo and an agent's share of it are written: shapes, and shorthands for what many have (pure).
import type { Site, Source } from '@haixi/proto/live/picture';
import type { SiteAlarmKind } from '@haixi/proto/vocabulary';

/** A site as it is registered: what is found out about it while it runs is not in it. */
export type DemoSite = Omit<
  Site,
  'presence' | 'presenceAtMs' | 'troubles' | 'unprovenSinceMs' | 'gaps' | 'onTestUntilMs'
>;

export const hefeng = '350902002001';
export const peiying = '350902002002';
export const sanyuan = '350902002003';
export const chongwen = '350902002004';
export const jiguang = '350902002005';
export const bishan = '350902002006';
export const danshibei = '350902002007';
export const lingxiu = '350902002008';

export function button(name: string, nameEn: string): Source {
  return { sourceId: 'button-1', type: 'button', name, nameEn, camera: null };
}

/** Where it stands in degrees, where it looks clockwise from north, how wide in degrees and how far in metres. */
export type Look = readonly [lon: number, lat: number, headingDeg: number, fovDeg: number, rangeM: number];

export function camera(
  name: string,
  nameEn: string,
  [lon, lat, headingDeg, fovDeg, rangeM]: Look,
  n = 1,
): Source {
  const place = { position: { lon, lat }, headingDeg, fovDeg, rangeM };
  return { sourceId: `camera-${n}`, type: 'camera', name, nameEn, camera: place };
}

/** A source as an agent's file describes it; the launcher turns a camera's `clip` into an address. */
export type AgentSource =
  | { readonly id: string; readonly type: 'button'; readonly kind: Extract<SiteAlarmKind, 'panic' | 'help'> }
  | {
      readonly id: string;
      readonly type: 'camera';
      readonly clip: string;
      /** What a light camera burns into its pictures; a camera without one is really watched. */
      readonly light?: string;
    };

export interface DemoAgent {
  readonly agentId: string;
  readonly sites: readonly { readonly siteId: string; readonly sources: readonly AgentSource[] }[];
}
