// What is offered to merge into: received and open ones, the same site's first, then the nearest.
import { expect, test } from 'vitest';
import { anIncident } from '../store/incident.fixture';
import { mergeChoices } from './merge-choices';

const at = (lat: number) => ({ lon: 119.52, lat });
const received = (incidentId: string, otherwise: object) =>
  anIncident({ incidentId, stage: 'received', receivedBy: 'op-lin', siteId: null, ...otherwise });

test('I7 nothing is offered that nobody has received, nor the incident itself', () => {
  const one = anIncident({ incidentId: 'one', stage: 'received', receivedBy: 'op-lin' });
  const waiting = anIncident({ incidentId: 'waiting', stage: 'reported' });
  expect(mergeChoices(one, [one, waiting], () => null)).toEqual([]);
});

test('I7 the same site comes first, then what is nearer, then what has no place', () => {
  const one = received('one', { siteId: 'shop-01', position: at(26.66) });
  const far = received('far', { position: at(26.67) });
  const near = received('near', { position: at(26.661) });
  const nowhere = received('nowhere', { position: null });
  const same = received('same', { siteId: 'shop-01', position: at(26.68) });
  const offered = mergeChoices(one, [far, nowhere, near, same], ({ position }) => position);
  expect(offered.map(({ incident }) => incident.incidentId)).toEqual(['same', 'near', 'far', 'nowhere']);
  expect(Math.round(offered[1]!.distanceM!)).toBe(111);
});
