// The day before a demo begins, as a plan: which incidents there were, who had them, and how long each step took (pure).
import type { AlarmKind, SiteAlarmKind } from '@haixi/proto/vocabulary';
import { between, chanceOf, oneOf } from './chance.js';
import { crewAt } from './crew.js';
import { demoSites, demoUnits } from './district.js';
import { type Ending, endingOf } from './endings.js';
import type { DemoSite } from './site.js';
import { metres } from './streets.js';

/** One unit's part: each step so long after it was sent, in ms. */
export interface PastAssignment {
  readonly unitId: string;
  /** So long after receiving. */
  readonly sentMs: number;
  readonly signMs: number;
  readonly setOutMs: number;
  readonly arriveMs: number;
  readonly feedBackMs: number;
  readonly declines: boolean;
}

export interface PastIncident {
  readonly openedAtMs: number;
  readonly kind: AlarmKind;
  readonly site: DemoSite;
  /** What told of it; null for a caller and for a unit. */
  readonly sourceId: string | null;
  /** For an officer in need. */
  readonly unitId: string | null;
  readonly operator: string;
  readonly receiveMs: number;
  readonly ending: Ending;
  readonly assignments: readonly PastAssignment[];
  /** So long after the last step. */
  readonly closeMs: number;
  /** What of it lies after now has not happened: it goes on in front of the visitor. */
  readonly goesOn: boolean;
  /** How many further alarms of the same source came within the first minute. */
  readonly joined: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** Ningde's clock. */
const aheadMs = 8 * hour;

/** How many incidents begin in each hour of the day, on average. */
// prettier-ignore
const anHour = [3, 2, 2, 1, 1, 2, 3, 4, 5, 4, 4, 5, 4, 3, 4, 4, 5, 6, 6, 7, 6, 6, 5, 4];

/** Of hundred incidents, so many of each kind. */
const kinds: readonly (readonly [AlarmKind, number])[] = [
  ['motion', 24],
  ['help', 18],
  ['call', 16],
  ['sound', 9],
  ['panic', 8],
  ['lens-covered', 7],
  ['picture-lost', 6],
  ['picture-frozen', 5],
  ['scene-moved', 4],
  ['technical', 2],
  ['sos', 1],
];

/** Ends of the buckets of the 110 figures, in ms, each with how many of hundred lie between it and the one before. */
type Spread = readonly (readonly [endMs: number, share: number])[];
const spreads = {
  receive: [
    [20 * second, 62],
    [30 * second, 14],
    [60 * second, 12],
    [90 * second, 7],
    [180 * second, 5],
  ],
  send: [
    [15 * second, 48],
    [30 * second, 28],
    [60 * second, 16],
    [150 * second, 8],
  ],
  sign: [
    [30 * second, 46],
    [60 * second, 24],
    [120 * second, 16],
    [180 * second, 9],
    [300 * second, 5],
  ],
  setOut: [
    [5 * minute, 58],
    [10 * minute, 22],
    [15 * minute, 10],
    [30 * minute, 7],
    [45 * minute, 3],
  ],
  feedBack: [
    [30 * minute, 48],
    [60 * minute, 26],
    [120 * minute, 14],
    [240 * minute, 8],
    [330 * minute, 4],
  ],
} satisfies Record<string, Spread>;

/** Draws so far apart fall into every part of their spread, soon and about as often as they should. */
const ratios = {
  kind: 0.618034,
  receive: 0.754878,
  send: 0.523907,
  sign: 0.56984,
  setOut: 0.819173,
  feedBack: 0.671044,
};

/** What repeats by its nature would join an incident of less than so long ago. */
const apartMs = 11 * minute;

/** Since yesterday morning at eight; until some minutes ago, and all of it is over by now. */
export function pastOf(nowMs: number, seed: string): PastIncident[] {
  const dayMs = 24 * hour;
  const midnightMs = Math.floor((nowMs + aheadMs) / dayMs) * dayMs - aheadMs;
  const fromMs = midnightMs - dayMs + 8 * hour;
  const all: PastIncident[] = [];
  const busyUntilMs = new Map<string, number>();
  for (let hourMs = fromMs; hourMs < nowMs; hourMs += hour) {
    const hourOfDay = ((hourMs + aheadMs) / hour) % 24;
    const count = Math.round(anHour[hourOfDay]! * between(0.6, 1.1, seed, hourMs));
    for (let nth = 0; nth < count; nth += 1) {
      const openedAtMs = Math.round(hourMs + ((nth + chanceOf(seed, hourMs, nth)) / count) * hour);
      if (openedAtMs >= nowMs - 12 * minute) continue;
      // Two of one site at one time would be one incident.
      const one = [0, 1, 2, 3, 4, 5]
        .map((again) => incidentAt(openedAtMs, nowMs, `${seed}/${again}`, all.length))
        .find(({ site }) => openedAtMs > (busyUntilMs.get(site.siteId) ?? 0));
      if (!one) continue;
      busyUntilMs.set(one.site.siteId, endMsOf(one) + apartMs);
      all.push(one);
    }
  }
  const late = goingOn(nowMs, seed).filter(({ site }) => (busyUntilMs.get(site.siteId) ?? 0) < nowMs);
  return [...all.toSorted((a, b) => a.openedAtMs - b.openedAtMs), ...late];
}

/** Two calls of the last minutes: one unit is there, one is on its way. */
function goingOn(nowMs: number, seed: string): PastIncident[] {
  return [
    { agoMs: 150 * second, arriveMs: 85 * second },
    { agoMs: 60 * second, arriveMs: 10 * minute },
  ].map(({ agoMs, arriveMs }, nth) => {
    const openedAtMs = nowMs - agoMs;
    const [operator, other] = crewAt(openedAtMs).operators;
    // One west and one east of the middle: two units, two lines on the map.
    const side = demoSites.filter(({ position }) => position.lon < 119.525 === (nth === 0));
    const site = oneOf(side, seed, 'going on', nth);
    const steps = { sentMs: 15 * second, signMs: 9 * second, setOutMs: 17 * second, arriveMs };
    const assignment = { ...steps, unitId: nearby(site, 0, 0), feedBackMs: hour, declines: false };
    const none = { sourceId: null, unitId: null, receiveMs: 0, closeMs: hour, joined: 0 };
    const ending = endingOf('call', 'going on', nth);
    const told = {
      openedAtMs,
      kind: 'call' as const,
      site,
      operator: (nth === 0 ? operator : other)!,
      ending,
    };
    return { ...none, ...told, assignments: [assignment], goesOn: true };
  });
}

/** When the last step of it is over, at the latest. */
function endMsOf({ openedAtMs, receiveMs, assignments, closeMs }: PastIncident): number {
  const ends = assignments.map(({ sentMs, feedBackMs }) => sentMs + feedBackMs);
  return openedAtMs + receiveMs + Math.max(minute, ...ends) + closeMs;
}

function incidentAt(openedAtMs: number, nowMs: number, seed: string, count: number): PastIncident {
  const draw = (word: string) => chanceOf(seed, openedAtMs, word);
  const evenly = (word: keyof typeof ratios) => (chanceOf(seed, word) + count * ratios[word]) % 1;
  const kind = kindOf(evenly('kind') * 100);
  const { site, sourceId } = placeOf(kind, seed, openedAtMs);
  const ending = endingOf(kind, seed, openedAtMs);
  const { operators } = crewAt(openedAtMs);
  const receiveMs = kind === 'call' ? 0 : spread(spreads.receive, evenly('receive'));
  const closeMs = Math.round(between(15 * second, 80 * second, seed, openedAtMs));
  // What happened lately went quickly, or it would not be over.
  const leftMs = nowMs - openedAtMs - receiveMs - closeMs - 3 * minute;
  const sending = Array.from({ length: ending.units }, (_, nth): PastAssignment => {
    const at = (word: keyof typeof ratios) => (evenly(word) + nth / 2) % 1;
    const declines = nth === 0 && kind !== 'sos' && kind !== 'panic' && draw('declines') < 0.06;
    const sentMs = spread(spreads.send, at('send')) + nth * 12 * second;
    const signMs = spread(spreads.sign, at('sign'));
    const setOutMs = signMs + spread(spreads.setOut, at('setOut'));
    const arriveMs = setOutMs + Math.round(between(2 * minute, 14 * minute, seed, openedAtMs, nth));
    const feedBackMs = arriveMs + spread(spreads.feedBack, at('feedBack'));
    const share = Math.min(1, Math.max(0.02, leftMs / (sentMs + feedBackMs)));
    const [signed, setOut, arrived, fedBack] = [signMs, setOutMs, arriveMs, feedBackMs].map((ms) =>
      Math.round(ms * share),
    ) as [number, number, number, number];
    const unitId = nearby(site, nth, draw('unit'));
    const steps = { signMs: signed, setOutMs: setOut, arriveMs: arrived, feedBackMs: fedBack };
    return { unitId, sentMs: Math.round(sentMs * share), ...steps, declines };
  });
  const assignments = sending.flatMap((one) =>
    one.declines
      ? [
          one,
          {
            ...one,
            unitId: nearby(site, 2, draw('unit')),
            sentMs: one.sentMs + one.signMs + 20 * second,
            declines: false,
          },
        ]
      : [one],
  );
  const unitId = kind === 'sos' ? nearby(site, 3, draw('unit')) : null;
  return {
    openedAtMs,
    kind,
    site,
    sourceId,
    unitId,
    operator: oneOf(operators, seed, openedAtMs),
    receiveMs,
    goesOn: false,
    ending,
    assignments,
    closeMs,
    joined: kind === 'motion' || kind === 'help' ? Math.floor(draw('joined') * 2.4) : 0,
  };
}

function kindOf(percent: number): AlarmKind {
  let left = percent;
  return kinds.find(([, share]) => (left -= share) < 0)?.[0] ?? 'motion';
}

/** A site that has what such an alarm comes from. */
function placeOf(kind: AlarmKind, seed: string, openedAtMs: number) {
  const pressed = kind === 'panic' || kind === 'help';
  const fits = ({ sources, type }: DemoSite) => {
    if (kind === 'panic') return type === 'shop' || type === 'institution';
    if (kind === 'help') return type === 'road' || type === 'community';
    return sources.some((source) => source.type === 'camera');
  };
  const type = pressed ? 'button' : 'camera';
  const sites = demoSites.filter((site) => fits(site) && site.sources.some((source) => source.type === type));
  const site = oneOf(sites, seed, openedAtMs, 'site');
  const sources = site.sources.filter((source) => source.type === type);
  const isOfSource = kind !== 'call' && kind !== 'sos' && kind !== 'technical';
  return { site, sourceId: isOfSource ? oneOf(sources, seed, openedAtMs, 'source').sourceId : null };
}

/** One of the units on duty that are not far. */
function nearby(site: DemoSite, nth: number, draw: number): string {
  const near = demoUnits
    .filter(({ onDuty }) => onDuty)
    .toSorted((a, b) => metres(a.position, site.position) - metres(b.position, site.position));
  return near[(nth + Math.floor(draw * 2)) % near.length]!.unitId;
}

/** Somewhere in the bucket that the draw falls into; and beyond the first one rather near its beginning. */
function spread(buckets: Spread, draw: number): number {
  let left = draw * 100;
  let beginMs = 4 * second;
  for (const [endMs, share] of buckets) {
    if (left < share) return Math.round(beginMs + (endMs - beginMs) * (left / share) * 0.9 + 1);
    left -= share;
    beginMs = endMs;
  }
  return beginMs;
}

/** The kinds that a site's own agent tells. */
export function isOfSite(kind: AlarmKind): kind is SiteAlarmKind {
  return kind !== 'call' && kind !== 'sos' && kind !== 'technical';
}
