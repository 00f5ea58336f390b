// The demo's sites of light cameras: each with a button and the cameras of its kind, and which scene each of them shows (pure).
import type { SiteType } from '@haixi/proto/vocabulary';
import { type Place, places } from './light-places.js';
import { type AgentSource, button, camera, type DemoAgent, type DemoSite } from './site.js';

/** Where a camera of such a place looks, in degrees clockwise from where the place faces; without a scene: the place's own. */
interface Outlook {
  readonly name: string;
  readonly nameEn: string;
  readonly turnDeg: number;
  readonly fovDeg: number;
  readonly rangeM: number;
  readonly clip?: string;
}

const outlooks: Readonly<Record<SiteType, readonly Outlook[]>> = {
  road: [
    look('一号杆顺向', 'Post 1, Along', 0, 60, 60),
    look('一号杆逆向', 'Post 1, Back', 180, 60, 60),
    look('二号杆左侧', 'Post 2, Left', 270, 70, 50),
    look('二号杆右侧', 'Post 2, Right', 90, 70, 50, 'crossing-day'),
    look('人行道', 'Footway', 45, 90, 35, 'street-dusk'),
  ],
  institution: [
    look('大门', 'Main Gate', 0, 75, 45),
    look('门前道路', 'Road at the Gate', 20, 65, 60, 'street-dusk'),
    look('院内', 'Yard', 180, 100, 50, 'lane-day'),
    look('侧门', 'Side Gate', 90, 80, 30),
    look('后墙', 'Rear Wall', 200, 70, 40, 'lane-night'),
  ],
  community: [
    look('院门', 'Gate', 0, 80, 40, 'gate-dusk'),
    look('主路', 'Main Lane', 170, 75, 50),
    look('车棚', 'Bicycle Shed', 250, 95, 25, 'lane-night'),
    look('后巷', 'Back Lane', 100, 70, 35, 'lane-day'),
  ],
  shop: [
    look('店门', 'Door', 0, 85, 35),
    look('店内', 'Indoor', 180, 110, 20, 'counter'),
    look('后门', 'Back Door', 190, 80, 25, 'lane-night'),
  ],
};

const buttonOf = {
  road: button('求助柱按钮', 'Help Post Button'),
  institution: button('门卫室按钮', 'Gatehouse Button'),
  community: button('值班室按钮', 'Duty Room Button'),
  shop: button('收银台按钮', 'Till Button'),
};
const kindOf = { road: 'help', institution: 'panic', community: 'help', shop: 'panic' } as const;

/** The places as they are registered. */
export const lightSites: readonly DemoSite[] = places.map((place) => {
  const { siteId, areaId, type, name, nameEn, address, addressEn } = place;
  const [lon, lat] = place.at;
  const sources = [
    buttonOf[type],
    ...looksOf(place).map((seen, nth) => {
      const headingDeg = (place.facesDeg + seen.turnDeg) % 360;
      // Each hangs some metres from the middle, towards where it looks; some 9 m to a ten-thousandth of a degree.
      const turn = (headingDeg * Math.PI) / 180;
      const off = 0.00008 + nth * 0.00002;
      const here = [rounded(lon + off * Math.sin(turn)), rounded(lat + off * Math.cos(turn))] as const;
      return camera(seen.name, seen.nameEn, [...here, headingDeg, seen.fovDeg, seen.rangeM], nth + 1);
    }),
  ];
  return { siteId, areaId, type, name, nameEn, address, addressEn, position: { lon, lat }, sources };
});

/** The same places as an agent serves them. */
export const servedLightly: DemoAgent['sites'] = places.map((place) => ({
  siteId: place.siteId,
  sources: [
    { id: 'button-1', type: 'button', kind: kindOf[place.type] },
    ...looksOf(place).map((seen, at): AgentSource => ({
      id: `camera-${at + 1}`,
      type: 'camera',
      clip: seen.clip ?? place.clip,
      light: `${place.name} ${seen.name}`,
    })),
  ],
}));

function looksOf({ type, cameras }: Place): readonly Outlook[] {
  return outlooks[type].slice(0, cameras);
}

function look(
  ...[name, nameEn, turnDeg, fovDeg, rangeM, clip]: [string, string, number, number, number, string?]
): Outlook {
  return { name, nameEn, turnDeg, fovDeg, rangeM, ...(clip === undefined ? {} : { clip }) };
}

/** To a hundred-thousandth of a degree, about a metre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 100_000) / 100_000;
}
