// The part of the picture that a tablet may keep: the person's own assignments, what they are about, and names. Pure.
import type { Picture } from '@haixi/proto/live/picture';
import type { Card } from './cards';

/** Nothing of other units' incidents, and of no site but those one is sent to. */
export function ownPart(picture: Picture, cards: readonly Card[], unitIds: readonly string[]): Picture {
  const incidents = cards.map(({ incident }) => incident);
  const siteIds = incidents.flatMap(({ siteId }) => (siteId === null ? [] : [siteId]));
  return {
    vector: {},
    areas: {},
    sites: only(picture.sites, siteIds),
    units: only(picture.units, unitIds),
    people: {},
    incidents: only(
      picture.incidents,
      incidents.map(({ incidentId }) => incidentId),
    ),
  };
}

function only<T>(all: Readonly<Record<string, T>>, ids: readonly string[]): Record<string, T> {
  return Object.fromEntries(ids.flatMap((id) => (all[id] === undefined ? [] : [[id, all[id]]])));
}
