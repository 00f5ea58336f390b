// How a camera is, in one word: from its site's presence, its last reading and its open troubles. Pure; L3 holds for it.
import type { Latest, Site, SiteReading, Source } from '@haixi/proto/live/picture';
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import { isOld } from './reading-age';

/** The worst first, and last those of which nothing is expected yet. `unknown`: its site is there, but has not told of it lately. */
export const cameraStates = [
  'lost',
  'covered',
  'frozen',
  'dark',
  'troubled',
  'unknown',
  'starting',
  'ok',
  'never',
] as const;
export type CameraState = (typeof cameraStates)[number];

/** A sign of its own for each state: colour is never the only one. */
export const cameraSigns: Readonly<Record<CameraState, string>> = {
  lost: '✕',
  covered: '■',
  frozen: '‖',
  dark: '▲',
  troubled: '◆',
  unknown: '?',
  starting: '◌',
  never: '○',
  ok: '●',
};

/** A camera with what is known of it. */
export interface CameraSeen {
  readonly site: Site;
  readonly source: Source;
  /** Its last reading, however old; null where there was none. */
  readonly reading: CameraReading | null;
  /** When the reading came, by the server's clock. */
  readonly heardAtMs: number | null;
  /** How old its last frame was then, by the agent's own clock, whose error so cancels out; null without one. */
  readonly frameAgeMs: number | null;
  readonly state: CameraState;
}

/** This camera; null where the picture has no such camera. */
export function cameraSeen(
  sites: Readonly<Record<string, Site>>,
  latest: Latest,
  siteId: string,
  sourceId: string,
  nowMs: number,
): CameraSeen | null {
  const site = sites[siteId];
  const source = site?.sources.find((each) => each.sourceId === sourceId && each.type === 'camera');
  if (!site || !source) return null;
  return cameraIn(site, source, latest.sites.find((each) => each.siteId === siteId) ?? null, nowMs);
}

/** All cameras of these sites, in the sites' order. */
export function camerasSeen(
  sites: Readonly<Record<string, Site>>,
  latest: Latest,
  nowMs: number,
): CameraSeen[] {
  const readings = new Map(latest.sites.map((each) => [each.siteId, each]));
  return Object.values(sites).flatMap((site) =>
    site.sources
      .filter(({ type }) => type === 'camera')
      .map((source) => cameraIn(site, source, readings.get(site.siteId) ?? null, nowMs)),
  );
}

/** A camera of this site, by its site's last readings. */
export function cameraIn(site: Site, source: Source, told: SiteReading | null, nowMs: number): CameraSeen {
  const reading = told?.readings.cameras.find(({ sourceId }) => sourceId === source.sourceId) ?? null;
  const heardAtMs = told?.serverAtMs ?? null;
  const frameAgeMs =
    told === null || !reading?.lastFrameAtMs ? null : told.readings.atMs - reading.lastFrameAtMs;
  return {
    site,
    source,
    reading,
    heardAtMs,
    frameAgeMs,
    state: stateOf(site, source, reading, heardAtMs, nowMs),
  };
}

function stateOf(
  { presence, troubles }: Site,
  { sourceId }: Source,
  reading: CameraReading | null,
  heardAtMs: number | null,
  nowMs: number,
): CameraState {
  if (presence !== 'online') return presence;
  if (reading === null || isOld(heardAtMs, nowMs)) return 'unknown';
  if (reading.state !== 'ok') return reading.state;
  return troubles.some((trouble) => trouble.sourceId === sourceId) ? 'troubled' : 'ok';
}
