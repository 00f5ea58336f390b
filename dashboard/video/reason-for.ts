// Why a camera may be looked at without asking, and whether it has to be asked: an incident, a round, or words. Pure.
import type { Position } from '@haixi/proto/basics';
import { metresBetween } from '@haixi/proto/devices/placing';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Picture } from '@haixi/proto/live/picture';
import { incidentViewWithinM, type Round } from '@haixi/proto/media/media';
import type { CameraSeen } from '../store/camera-state';
import type { Said } from './last-said';
import type { Reason } from './look.service';

/** A look in words. It stands in the timeline of an incident where it is for what happened there. */
export function reasonSaid({ site, source }: CameraSeen, said: Said, incidentId: string | null): Reason {
  const isOfIncident = said.purpose === 'follow' || said.purpose === 'request';
  const camera = { siteId: site.siteId, sourceId: source.sourceId };
  return { ...camera, ...said, incidentId: isOfIncident ? incidentId : null };
}

/** A look within a round. */
export function reasonOfRound({ site, source }: CameraSeen, { roundId }: Round): Reason {
  const camera = { siteId: site.siteId, sourceId: source.sourceId };
  return { ...camera, purpose: 'round', incidentId: null, roundId, reason: '' };
}

/**
 * A look for an incident that this person has received and that is open, at a camera of its site or near enough to it;
 * null where that is no ground. `places` are its own position and its site's.
 */
export function reasonOfIncident(
  camera: CameraSeen,
  { incidentId, receivedBy, stage, siteId }: Incident,
  places: readonly Position[],
  personId: string,
): Reason | null {
  if (receivedBy !== personId || stage === 'closed' || !isAround(camera, siteId, places)) return null;
  const { site, source } = camera;
  return { siteId: site.siteId, sourceId: source.sourceId, purpose: 'incident', incidentId, reason: '' };
}

/** Whether a camera is of the incident's site, or near enough to one of its places. */
export function isAround(
  { site, source }: CameraSeen,
  siteId: string | null,
  places: readonly Position[],
): boolean {
  const at = source.camera?.position ?? site.position;
  return site.siteId === siteId || places.some((place) => metresBetween(place, at) <= incidentViewWithinM);
}

/** What a tile is drawn anew for: another ground is another look. */
export function keyOf({ siteId, sourceId, purpose, incidentId, roundId, reason }: Reason): string {
  return [siteId, sourceId, purpose, incidentId ?? '', roundId ?? '', reason].join('/');
}

/** Where an incident is, as far as its cameras go: its own position and its site's. */
export function placesOf({ position, siteId }: Incident, { sites }: Pick<Picture, 'sites'>): Position[] {
  const site = siteId === null ? undefined : sites[siteId];
  return [position, site?.position ?? null].filter((each) => each !== null);
}
