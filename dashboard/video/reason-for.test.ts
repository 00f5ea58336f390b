// Which ground a look has: the incident one has received, a round over its area, or words.
import { describe, expect, it } from 'vitest';
import { aCamera, aSite } from '../store/camera.fixture';
import type { CameraSeen } from '../store/camera-state';
import { anIncident } from '../store/incident.fixture';
import { roundOver } from '../store/rounds';
import { keepSaid, lastSaid } from './last-said';
import { placesOf, reasonOfIncident, reasonSaid } from './reason-for';

const at = (siteId: string, lon = 119.53): CameraSeen => {
  const source = aCamera();
  const site = aSite({ siteId, position: { lon, lat: 26.66 }, sources: [source] });
  return { site, source, reading: null, state: 'ok', heardAtMs: null, frameAgeMs: null };
};
const shop = aSite();
const incident = anIncident({ receivedBy: 'op-lin', stage: 'received' });
const places = placesOf(incident, { sites: { [shop.siteId]: shop } });

describe('a look', () => {
  it('V3 for an incident is for whoever has received it, near it, while it is open', () => {
    const granted = { purpose: 'incident', incidentId: 'inc-1', reason: '' };
    expect(reasonOfIncident(at('shop-01'), incident, places, 'op-lin')).toMatchObject(granted);
    // About 300 m, and about 700 m.
    expect(reasonOfIncident(at('shop-02', 119.533), incident, places, 'op-lin')).toMatchObject(granted);
    expect(reasonOfIncident(at('shop-02', 119.537), incident, places, 'op-lin')).toBeNull();
    expect(reasonOfIncident(at('shop-01'), incident, places, 'op-chen')).toBeNull();
    const closed = { ...incident, stage: 'closed' as const };
    expect(reasonOfIncident(at('shop-01'), closed, places, 'op-lin')).toBeNull();
    expect(reasonOfIncident(at('shop-01'), anIncident(), places, 'op-lin')).toBeNull();
  });

  it('V3 in words stands in an incident’s timeline only where it is for what happened there', () => {
    const incidentOf = (purpose: 'follow' | 'request' | 'check' | 'exercise') =>
      reasonSaid(at('shop-01'), { purpose, reason: '看' }, 'inc-1').incidentId;
    expect(['follow', 'request', 'check', 'exercise'].map((each) => incidentOf(each as 'follow'))).toEqual([
      'inc-1',
      'inc-1',
      null,
      null,
    ]);
  });

  it('V3 of a round is in its area or below it, until it ends', () => {
    const area = { nameEn: '', outline: null, illustrative: true };
    const areas = {
      root: { ...area, areaId: 'root', parentId: null, name: '街道' },
      a: { ...area, areaId: 'a', parentId: 'root', name: '甲' },
      b: { ...area, areaId: 'b', parentId: 'root', name: '乙' },
    };
    const round = (roundId: string, areaId: string) => ({ roundId, areaId, startedAtMs: 0, untilMs: 1_000 });
    expect(roundOver([round('r', 'root')], 'a', areas, 999)?.roundId).toBe('r');
    expect(roundOver([round('r', 'b')], 'a', areas, 0)).toBeNull();
    expect(roundOver([round('r', 'a')], 'root', areas, 0)).toBeNull();
    expect(roundOver([round('r', 'root')], 'a', areas, 1_000)).toBeNull();
  });

  it('keeps what was said last for the shift of the one who said it', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const said = { purpose: 'request' as const, reason: '调阅单 12' };
    expect(lastSaid(storage, 'op-lin', 0)).toBeNull();
    keepSaid(storage, 'op-lin', said, 0);
    expect(lastSaid(storage, 'op-lin', 12 * 3_600_000)).toEqual(said);
    expect(lastSaid(storage, 'op-chen', 0)).toBeNull();
    expect(lastSaid(storage, 'op-lin', 13 * 3_600_000)).toBeNull();
    for (const key of kept.keys()) kept.set(key, '{"purpose":"incident","reason":"x","atMs":0}');
    expect(lastSaid(storage, 'op-lin', 0)).toBeNull();
  });
});
