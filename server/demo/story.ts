// The demo's story: what happens when, about twenty minutes long and then told again with other places; every kind of alarm (pure).
import type { Priority } from '@haixi/proto/vocabulary';
import type { Position } from '@haixi/proto/basics';
import { between, chanceOf, oneOf } from './chance.js';
import { demoAgents, demoSites } from './district.js';
import type { DemoSite } from './site.js';

/** What a light camera can be told to notice. */
export type Noticed = 'motion' | 'sound' | 'lens-covered' | 'scene-moved' | 'picture-frozen' | 'picture-lost';

export interface Call {
  readonly areaId: string;
  readonly siteId: string | null;
  readonly position: Position;
  readonly address: string;
  readonly priority: Priority;
  readonly note: string;
  readonly caller: { readonly name: string; readonly phone: string };
}

/** What the box of a site without an agent of ours does, on a connection of its own. */
export type BoxDoes = 'comes' | 'presses' | 'babbles' | 'loses' | 'ends-gap' | 'goes';

export type Happening =
  | { readonly what: 'press'; readonly siteId: string }
  | { readonly what: 'notice'; readonly siteId: string; readonly sourceId: string; readonly kind: Noticed }
  | { readonly what: 'call'; readonly call: Call }
  | { readonly what: 'sos' }
  | { readonly what: 'outage'; readonly agentId: string; readonly forS: number }
  | { readonly what: 'box'; readonly does: BoxDoes };

export interface Beat {
  /** Seconds into the round. */
  readonly atS: number;
  readonly happens: Happening;
}

/** The site whose box the story plays: no agent of the demo serves it, and no guide tells a visitor to. */
export const boxSiteId = 'community-03';
/** Its four sites go dark for a while. */
const outage = { what: 'outage', agentId: 'agent-buttons', forS: 75 } as const;

type Part =
  'panic' | 'help' | 'call' | 'same-call' | 'sos' | 'outage' | 'two-cameras' | Noticed | `box-${BoxDoes}`;

// prettier-ignore
/** In this order, about half a minute from one to the next. */
const parts: readonly Part[] = [
  'call', 'panic', 'motion', 'help', 'same-call', 'lens-covered', 'sound', 'picture-lost', 'sos', 'box-comes',
  'two-cameras', 'call', 'box-presses', 'scene-moved', 'panic', 'picture-frozen', 'box-babbles', 'help', 'motion',
  'outage', 'box-loses', 'call', 'sound', 'help', 'box-ends-gap', 'lens-covered', 'panic', 'picture-lost', 'call',
  'motion', 'box-goes', 'help', 'same-call', 'two-cameras', 'sound', 'call',
];

const calls = [
  ['邻居深夜大声播放音乐，沟通无果', 3],
  ['两人因停车争执，越吵越凶', 2],
  ['一名儿童在路口与家人走散', 2],
  ['楼道配电箱冒烟，有焦味', 2],
  ['电动车占用消防通道，无法通行', 4],
  ['有人在河边徘徊，情绪低落', 2],
] as const satisfies readonly (readonly [string, Priority])[];
const callers = ['陈先生', '林女士', '黄先生', '郑女士', '吴女士'];

const firstAtS = 3;
const secondAtS = 10;
/** After the last one the round rests, so that what is open comes to its end. */
const restS = 60;

/** One round, and how long it is in seconds. The same seed and number of the round give the same. */
export function roundOf(seed: string, round: number): { readonly beats: Beat[]; readonly lastsS: number } {
  const draw = (...words: (string | number)[]) => [seed, round, ...words];
  const used = new Set<string>();
  const beats: Beat[] = [];
  let atS = firstAtS;
  let lastSite: DemoSite | null = null;
  for (const [nth, part] of parts.entries()) {
    const isFirst = round === 0 && nth < 2;
    const site: DemoSite =
      part === 'same-call' && lastSite ? lastSite : siteFor(part, used, draw(nth), isFirst);
    if (part === 'help') lastSite = site;
    if (!/^(box|sos|outage)/.test(part)) used.add(site.siteId);
    for (const [laterS, happens] of happeningsOf(part, site, draw(nth)))
      beats.push({ atS: atS + laterS, happens });
    const pauseS = between(24, 38, ...draw(nth, 'pause'));
    atS = nth === 0 && round === 0 ? secondAtS : atS + pauseS;
  }
  return { beats: beats.toSorted((a, b) => a.atS - b.atS), lastsS: atS + restS };
}

function happeningsOf(
  part: Part,
  site: DemoSite,
  words: (string | number)[],
): readonly (readonly [laterS: number, Happening])[] {
  const { siteId } = site;
  switch (part) {
    case 'panic':
    case 'help':
      return [[0, { what: 'press', siteId }]];
    case 'call':
    case 'same-call':
      return [[0, { what: 'call', call: callAt(site, part === 'same-call', words) }]];
    case 'sos':
      return [[0, { what: 'sos' }]];
    case 'outage':
      return [[0, outage]];
    case 'two-cameras': {
      const [first, second] = cameras(site);
      return [
        [0, { what: 'notice', siteId, sourceId: first!, kind: 'motion' }],
        [9, { what: 'notice', siteId, sourceId: second!, kind: 'sound' }],
      ];
    }
    case 'box-comes':
    case 'box-presses':
    case 'box-babbles':
    case 'box-loses':
    case 'box-ends-gap':
    case 'box-goes':
      return [[0, { what: 'box', does: part.slice('box-'.length) as BoxDoes }]];
    default:
      return [
        [0, { what: 'notice', siteId, sourceId: oneOf(cameras(site), ...words, 'camera'), kind: part }],
      ];
  }
}

function callAt(site: DemoSite, isSame: boolean, words: (string | number)[]): Call {
  const { areaId, siteId, position, address, name } = site;
  const [note, priority] = oneOf(calls, ...words, 'call');
  const phone = `0593-555${String(Math.floor(chanceOf(...words, 'phone') * 10_000)).padStart(4, '0')}`;
  const caller = { name: oneOf(callers, ...words, 'caller'), phone };
  if (isSame) {
    const words2 = `${name}门口有人求助，刚才按了按钮`;
    return { areaId, siteId, position, address, priority: 2, note: words2, caller };
  }
  const off = (word: string) => between(-0.0005, 0.0005, ...words, word);
  const near = { lon: position.lon + off('lon'), lat: position.lat + off('lat') };
  return { areaId, siteId: null, position: near, address: `${address}附近`, priority, note, caller };
}

/** A place that has what the part needs, and had nothing yet in this round if there is one; the first are served before any clip is drawn. */
function siteFor(
  part: Part,
  used: ReadonlySet<string>,
  words: (string | number)[],
  isFirst: boolean,
): DemoSite {
  const fitting = demoSites.filter(({ siteId }) => {
    const sources = served.get(siteId);
    if (!sources || (isFirst && !soon.has(siteId))) return false;
    if (part === 'panic' || part === 'help') return sources.buttons.includes(part);
    return part === 'call' || sources.light.length > 1;
  });
  const fresh = fitting.filter(({ siteId }) => !used.has(siteId));
  return oneOf(fresh.length > 0 ? fresh : fitting, ...words, 'site');
}

function cameras({ siteId }: DemoSite): readonly string[] {
  return served.get(siteId)?.light ?? [];
}

/** Sites of the agent that is there from the beginning. */
const soon = new Set(
  demoAgents
    .filter(({ agentId }) => agentId === outage.agentId)
    .flatMap(({ sites }) => sites.map((site) => site.siteId)),
);

/** What the demo's own agents serve at each site: kinds of button, and light cameras. */
const served = new Map(
  demoAgents
    .flatMap(({ sites }) => sites)
    .map(({ siteId, sources }) => {
      const buttons: string[] = sources.flatMap((it) => (it.type === 'button' ? [it.kind] : []));
      const light = sources.flatMap((it) => (it.type === 'camera' && it.light !== undefined ? [it.id] : []));
      return [siteId, { buttons, light }];
    }),
);
