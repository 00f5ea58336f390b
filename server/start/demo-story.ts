// Has the demo's story happen: presses and events at real local doors, calls and an SOS by colleagues, an outage, a box of its own.
import { boxSiteId, type Happening, roundOf } from '../demo/story.js';
import { chanceOf } from '../demo/chance.js';
import { demoUnits } from '../demo/district.js';
import { Box } from './crew/box.js';
import type { Crew } from './crew/crew.js';
import type { RunningAgent } from './demo.js';
import { scenes } from './scenes/scenes.js';

export interface StoryParts {
  readonly url: string;
  readonly seed: string;
  readonly crew: Crew;
  /** Asked each time, because agents come and go. */
  readonly agents: () => readonly RunningAgent[];
  /** The site's key, for its box. */
  readonly keyOf: (siteId: string) => string;
  readonly say: (line: string) => void;
}

const storm = { alarms: 200, lastsMs: 55_000, pressEach: 20, waitsMs: 5_000 };
/** What any camera may notice besides the moments of its scene; faults of the picture are rare. */
const anywhere = ['motion', 'motion', 'sound', 'picture-frozen', 'picture-lost'] as const;
/** So long a fault of a picture lasts. */
const lastsS = 25;

/** Tells one round after another. @returns stops it */
export function tellStory(parts: StoryParts): () => void {
  const { url, seed, keyOf, crew, agents, say } = parts;
  const box = new Box({ url, siteId: boxSiteId, key: keyOf(boxSiteId) });
  const timers = new Set<NodeJS.Timeout>();
  const later = (seconds: number, run: () => unknown) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, seconds * 1_000);
    timers.add(timer);
  };

  function tell(round: number): void {
    const { beats, lastsS: roundS } = roundOf(seed, round);
    for (const { atS, happens } of beats) later(atS, () => void happen(happens, round));
    later(roundS, () => tell(round + 1));
  }

  async function happen(what: Happening, round: number): Promise<void> {
    switch (what.what) {
      case 'press':
        return press(agents(), say, what.siteId);
      case 'notice':
        return notice(agents(), say, what);
      case 'call':
        return void crew.operatorDoes({ name: 'incident.open', intent: what.call });
      case 'sos':
        return needsHelp(round);
      case 'outage':
        return agents()
          .find(({ sites }) => sites.includes('road-01'))
          ?.process.rest(what.forS * 1_000);
      case 'box':
        return box.does(what.does, chanceOf(seed, round, 'gap') < 0.5);
    }
  }

  /** Of the units that a colleague speaks for, one on its beat. */
  async function needsHelp(round: number): Promise<void> {
    const { picture, latest } = crew.seen;
    const busy = new Set(
      Object.values(picture?.incidents ?? {}).flatMap(({ assignments }) =>
        assignments.map((one) => one.unitId),
      ),
    );
    const free = demoUnits.filter(({ unitId, onDuty }) => onDuty && !busy.has(unitId));
    const from = Math.floor(chanceOf(seed, round, 'sos') * free.length);
    for (const { unitId } of [...free.slice(from), ...free.slice(0, from)]) {
      const position = latest.positions.find((at) => at.unitId === unitId)?.position ?? null;
      if (await crew.unitDoes(unitId, { name: 'unit.sos', intent: { unitId, position, note: '请求增援' } }))
        return;
    }
  }

  tell(0);
  return () => {
    for (const timer of timers) clearTimeout(timer);
    box.stop();
  };
}

/** About 200 alarms within a minute: one in twenty is a press, all others cameras. @returns stops it */
export function tellStorm({ agents, say }: Pick<StoryParts, 'agents' | 'say'>): () => void {
  const eachMs = storm.lastsMs / storm.alarms;
  let told = 0;
  let timer = setTimeout(again, storm.waitsMs);
  function again(): void {
    told += 1;
    if (told < storm.alarms) timer = setTimeout(again, eachMs);
    void (told % storm.pressEach === 0 ? press(agents(), say) : notice(agents(), say));
  }
  return () => clearTimeout(timer);
}

/** Presses the button of this site; of any, where none is named. */
async function press(agents: readonly RunningAgent[], say: Say, siteId?: string): Promise<void> {
  const doors = agents.flatMap(({ http, presses }) =>
    presses
      .filter((path) => siteId === undefined || path.startsWith(`/press/${siteId}/`))
      .map((path) => http + path),
  );
  const address = anyOf(doors);
  if (address !== undefined) await post(address, undefined, say);
}

/** Has this light camera notice this; any camera what suits it, where none is named. */
async function notice(
  agents: readonly RunningAgent[],
  say: Say,
  what?: Extract<Happening, { what: 'notice' }>,
): Promise<void> {
  const all = agents.flatMap(({ http, lights }) => lights.map((light) => ({ ...light, http })));
  const light = anyOf(
    what ? all.filter(({ path }) => path === `/event/${what.siteId}/${what.sourceId}`) : all,
  );
  if (!light) return;
  const moments = scenes[light.clip]?.moments ?? [];
  // A scene's own moment is shown with it: who looks sees what was noticed.
  const moment = what
    ? moments.find(({ kind }) => kind === what.kind)
    : Math.random() < 0.7
      ? anyOf(moments)
      : undefined;
  const kind = what?.kind ?? moment?.kind ?? anyOf(anywhere) ?? 'motion';
  const event = { kind, forS: lastsS, ...(moment ? { atS: moment.atS } : {}) };
  await post(light.http + light.path, event, say);
}

type Say = StoryParts['say'];

async function post(address: string, event: object | undefined, say: Say): Promise<void> {
  const body = event === undefined ? {} : { body: JSON.stringify(event) };
  try {
    const answer = await fetch(address, { method: 'POST', signal: AbortSignal.timeout(5_000), ...body });
    if (!answer.ok) say(`Demo: ${address} answered with ${answer.status}.`);
  } catch {
    // An agent that is down just now has no door; the next time will find one.
  }
}

function anyOf<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(Math.random() * all.length)];
}
