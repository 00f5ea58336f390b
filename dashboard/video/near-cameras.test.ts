// Which camera an operator is offered for a place: the one that sees it before the one that is merely near.
import type { CameraPlace, Site } from '@haixi/proto/live/picture';
import { describe, expect, it } from 'vitest';
import { aCamera, aReading, aSite } from '../store/camera.fixture';
import { camerasSeen } from '../store/camera-state';
import { anIncident } from '../store/incident.fixture';
import { cameraOf, isSeen, nearCameras } from './near-cameras';

const nowMs = 1_000_000;
const place = { lon: 119.53, lat: 26.66 };
/** About 111 m north of the place for each 0.001°. */
const north = (degrees: number) => ({ lon: place.lon, lat: place.lat + degrees });
const looking = (headingDeg: number, from = north(0.001), rangeM = 200): CameraPlace => ({
  position: from,
  headingDeg,
  fovDeg: 60,
  rangeM,
});
const seenIn = (...sites: Site[]) =>
  camerasSeen(
    Object.fromEntries(sites.map((site) => [site.siteId, site])),
    {
      positions: [],
      tablets: [],
      sites: sites.map(({ siteId, sources }) =>
        aReading(
          siteId,
          nowMs,
          sources.map(({ sourceId }) => ({ sourceId })),
        ),
      ),
    },
    nowMs,
  );
const idsOf = (cameras: ReturnType<typeof nearCameras>) =>
  cameras.map(({ camera, sees }) => `${camera.site.siteId}${sees ? ' sees it' : ''}`);

describe('field of view', () => {
  it('is a wedge: heading, width and reach', () => {
    expect(isSeen(place, looking(180))).toBe(true);
    expect(isSeen(place, looking(205))).toBe(true);
    expect(isSeen(place, looking(215))).toBe(false);
    expect(isSeen(place, looking(0))).toBe(false);
    expect(isSeen(place, looking(180, north(0.001), 100))).toBe(false);
  });

  it('reaches over north without a seam', () => {
    expect(isSeen(place, looking(350, north(-0.001)))).toBe(true);
    expect(isSeen(place, looking(10, north(-0.001)))).toBe(true);
  });
});

describe('near cameras', () => {
  it('that see the place stand before nearer ones that look away; far ones are left out', () => {
    const away = aSite({ siteId: 'away', sources: [aCamera('camera-1', looking(0, north(0.0005)))] });
    const sees = aSite({ siteId: 'sees', sources: [aCamera('camera-1', looking(180))] });
    const unplaced = aSite({ siteId: 'unplaced', position: north(0.002) });
    const far = aSite({ siteId: 'far', position: north(0.02) });
    expect(idsOf(nearCameras(place, seenIn(far, unplaced, away, sees)))).toEqual([
      'sees sees it',
      'away',
      'unplaced',
    ]);
  });

  it('that are known to show nothing come last, however well they would see', () => {
    const dark = aSite({
      siteId: 'dark',
      presence: 'dark',
      sources: [aCamera('camera-1', looking(180))],
    });
    const near = aSite({ siteId: 'near', position: north(0.002) });
    expect(idsOf(nearCameras(place, seenIn(dark, near)))).toEqual(['near', 'dark sees it']);
  });
});

describe('the camera an incident begins with', () => {
  const site = aSite({
    sources: [aCamera('back', looking(0, north(0.0001))), aCamera('front', looking(180, north(0.0005)))],
  });
  const alarm = {
    alarmId: 'al-1',
    kind: 'panic',
    siteId: 'shop-01',
    sourceId: 'button-1',
    unitId: null,
    entry: null,
    occurredAtMs: 0,
    agentAtMs: null,
    note: '',
  } as const;
  const sites = { 'shop-01': site };

  it('is the one that raised the alarm', () => {
    const incident = anIncident({ alarms: [alarm, { ...alarm, kind: 'motion', sourceId: 'back' }] });
    expect(cameraOf(incident, sites, seenIn(site))?.source.sourceId).toBe('back');
  });

  it('is, for a panic button, the one of its site that sees it, and one with a picture', () => {
    const incident = anIncident({ alarms: [alarm] });
    expect(cameraOf(incident, sites, seenIn(site))?.source.sourceId).toBe('front');
    const [back, front] = seenIn(site);
    expect(cameraOf(incident, sites, [back!, { ...front!, state: 'lost' }])?.source.sourceId).toBe('back');
  });

  it('is none where the site has none: a neighbour’s camera is for a person to choose', () => {
    const other = aSite({ siteId: 'other' });
    expect(cameraOf(anIncident({ alarms: [alarm] }), sites, seenIn(other))).toBeNull();
    expect(cameraOf(anIncident({ siteId: null }), sites, seenIn(other))).toBeNull();
  });
});
