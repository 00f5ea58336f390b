// The demo district keeps what it promises: borders without gaps, sites inside their community, ids that exist.
import { areaSchema, siteSchema, unitSchema } from '@haixi/proto/live/picture';
import { describe, expect, it } from 'vitest';
import { scenes } from '../start/scenes/scenes.js';
import { demoAgents, demoAreas, demoPeople, demoSites, demoUnits, rootAreaId } from './district.js';
import { borders, outlineOf, walks } from './outlines.js';
import { shifts } from './shifts.js';

type Ring = readonly (readonly [number, number])[];

/** Even-odd rule. */
function inside(ring: Ring, lon: number, lat: number): boolean {
  let is = false;
  ring.forEach(([x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length]!;
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) is = !is;
  });
  return is;
}

/** Shoelace, in square degrees; positive when clockwise. */
function surface(ring: Ring): number {
  return ring.reduce((sum, [x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length]!;
    return sum + (x2 - x1) * (y2 + y1);
  }, 0);
}

const communities = demoAreas.filter(({ areaId }) => areaId !== rootAreaId);

describe('the demo district', () => {
  it('has the root and its eight communities, all marked illustrative', () => {
    for (const area of demoAreas) expect(areaSchema.parse(area).illustrative).toBe(true);
    expect(communities.map(({ parentId }) => parentId)).toEqual(Array(8).fill(rootAreaId));
  });

  it('draws every border between two communities once in each direction, and the outer ones with the root', () => {
    const uses = communities.flatMap(({ areaId }) => walks[areaId]!);
    const outer = walks[rootAreaId]!;
    for (const border of Object.keys(borders)) {
      const expected = (outer as readonly string[]).includes(border) ? [border] : [`-${border}`, border];
      expect(uses.filter((use) => use.replace('-', '') === border).toSorted()).toEqual(expected);
    }
  });

  it('closes each ring: a border begins where the one before it ends', () => {
    for (const walk of Object.values(walks)) {
      const ends = walk.map((step) => {
        const line = borders[step.replace('-', '') as keyof typeof borders];
        return step.startsWith('-') ? [line.at(-1), line[0]] : [line[0], line.at(-1)];
      });
      ends.forEach(([, end], at) => expect(ends[(at + 1) % ends.length]![0]).toEqual(end));
    }
  });

  it('covers the root exactly with its communities', () => {
    const sum = communities.reduce((total, { areaId }) => total + surface(outlineOf(areaId)), 0);
    expect(communities.every(({ areaId }) => surface(outlineOf(areaId)) > 0)).toBe(true);
    expect(sum).toBeCloseTo(surface(outlineOf(rootAreaId)), 10);
  });

  it('has every site inside its own community, and no two with one id', () => {
    for (const site of demoSites) {
      const unheard = {
        presence: 'never',
        presenceAtMs: null,
        troubles: [],
        unprovenSinceMs: null,
        gaps: [],
        onTestUntilMs: null,
      };
      siteSchema.parse({ ...site, ...unheard });
      const home = communities.filter(({ areaId }) =>
        inside(outlineOf(areaId), site.position.lon, site.position.lat),
      );
      expect([site.siteId, ...home.map(({ areaId }) => areaId)]).toEqual([site.siteId, site.areaId]);
    }
    expect(new Set(demoSites.map(({ siteId }) => siteId)).size).toBe(40);
    expect(new Set(demoSites.map(({ areaId }) => areaId)).size).toBe(8);
  });

  it('has 120 cameras, each with a place of its own beside its site', () => {
    const cameras = demoSites.flatMap((site) =>
      site.sources.flatMap(({ type, camera }) => (type === 'camera' ? [{ site, camera }] : [])),
    );
    expect(cameras).toHaveLength(120);
    for (const { site, camera } of cameras) {
      const { position, fovDeg, rangeM } = camera!;
      // A degree of latitude is 111 km; here one of longitude is 0.89 of that.
      const eastM = (position.lon - site.position.lon) * 111_000 * 0.89;
      expect(Math.hypot(eastM, (position.lat - site.position.lat) * 111_000)).toBeLessThan(40);
      expect([fovDeg >= 60 && fovDeg <= 110, rangeM >= 20 && rangeM <= 60]).toEqual([true, true]);
    }
    expect(new Set(cameras.map(({ camera }) => JSON.stringify(camera))).size).toBe(120);
  });

  it('has twelve units inside the district, and officers or an assistant for those that are spoken for', () => {
    for (const { position, ...unit } of demoUnits) {
      unitSchema.parse({ ...unit, dutyAtMs: null });
      expect(inside(outlineOf(rootAreaId), position.lon, position.lat)).toBe(true);
    }
    expect(demoUnits).toHaveLength(12);
    const speakers = demoUnits.flatMap(({ personIds }) => personIds);
    expect(speakers.slice(0, 3)).toEqual(['po-wang', 'po-zhang', 'ga-liu']);
    expect(new Set(speakers).size).toBe(speakers.length);
    const roles = new Set(speakers.map((id) => demoPeople.find(({ personId }) => personId === id)?.role));
    expect(roles).toEqual(new Set(['officer', 'assistant']));
  });

  it('has four shifts, each with operators, a leader and officers, and no two people with one id', () => {
    const withLink = { 甲班: ['operator', 'leader'] } as Readonly<Record<string, string[]>>;
    for (const [name, people] of Object.entries(shifts)) {
      const roles = new Set([...(withLink[name] ?? []), ...people.map(({ role }) => role)]);
      expect([name, roles]).toEqual([name, new Set(['operator', 'leader', 'officer'])]);
    }
    expect(new Set(demoPeople.map(({ personId }) => personId)).size).toBe(30);
  });

  it('gives its agents only sources that their sites have, of the same type', () => {
    const served = demoAgents.flatMap(({ sites }) => sites);
    for (const { siteId, sources } of served) {
      const site = demoSites.find((one) => one.siteId === siteId)!;
      expect(sources.map(({ id, type }) => ({ id, type }))).toEqual(
        site.sources.map(({ sourceId, type }) => ({ id: sourceId, type })),
      );
    }
    const clips = served.flatMap(({ sources }) =>
      sources.flatMap((one) => ('clip' in one ? [one.clip] : [])),
    );
    expect(clips.filter((clip) => !(clip in scenes))).toEqual([]);
    // The end-to-end tests and newcomers connect devices of their own to these.
    const unserved = demoSites.filter(({ siteId }) => !served.some((one) => one.siteId === siteId));
    expect(unserved.map(({ siteId }) => siteId)).toEqual([
      'shop-03',
      'community-02',
      'community-03',
      'road-02',
      'institution-03',
      'shop-04',
    ]);
  });
});
