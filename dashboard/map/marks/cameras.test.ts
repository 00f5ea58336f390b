// Cameras on the map: wedges that point where the camera looks, and marks that stay the same while states do.
import { describe, expect, it } from 'vitest';
import { aCamera, aReading, aSite } from '../../store/camera.fixture';
import { cameraMarker, wedgeOf } from './cameras';

const place = { position: { lon: 119.53, lat: 26.66 }, headingDeg: 90, fovDeg: 60, rangeM: 100 };

describe('wedge', () => {
  it('begins and ends at the camera and reaches as far as it sees, where it looks', () => {
    const wedge = wedgeOf(place);
    expect(wedge[0]).toEqual([119.53, 26.66]);
    expect(wedge.at(-1)).toEqual(wedge[0]);
    const middle = wedge[Math.floor(wedge.length / 2)]!;
    expect(middle[0]).toBeGreaterThan(119.53 + 0.0009);
    expect(middle[1]).toBeCloseTo(26.66, 6);
  });

  it('of a camera that sees all round is a ring', () => {
    const [first, ...rest] = wedgeOf({ ...place, fovDeg: 360 });
    expect(rest.at(-1)![0]).toBeCloseTo(first![0], 9);
    expect(first).not.toEqual([119.53, 26.66]);
  });
});

describe('camera marks', () => {
  const sites = { 'shop-01': aSite({ sources: [aCamera('camera-1', place), aCamera('camera-2')] }) };
  const latestAt = (atMs: number) => ({
    positions: [],
    tablets: [],
    sites: [aReading('shop-01', atMs, [{ state: 'lost' }])],
  });

  it('show the state by their icon, and no camera whose place is not registered', () => {
    const marks = cameraMarker()(sites, latestAt(1_000), 1_000);
    expect(marks.map(({ sourceId, icon }) => [sourceId, icon])).toEqual([['camera-1', 'camera-fault']]);
  });

  it('are not made anew by a reading that changes nothing', () => {
    const marks = cameraMarker();
    const first = marks(sites, latestAt(1_000), 1_000);
    expect(marks(sites, latestAt(11_000), 12_000)).toBe(first);
  });

  it('of all others stay the same objects where one camera has changed, and each becomes unknown in time', () => {
    const two = { ...sites, 'shop-02': aSite({ siteId: 'shop-02', sources: [aCamera('camera-1', place)] }) };
    const marks = cameraMarker();
    const first = marks(two, latestAt(1_000), 1_000);
    const told = [aReading('shop-01', 2_000, [{ state: 'ok' }])];
    const next = marks(two, { ...latestAt(2_000), sites: told }, 2_000);
    expect(next.map(({ state }) => state)).toEqual(['ok', first[1]!.state]);
    expect(next[1]).toBe(first[1]);
    expect(marks(two, { ...latestAt(2_000), sites: told }, 10_000_000)[0]!.state).toBe('unknown');
  });
});
