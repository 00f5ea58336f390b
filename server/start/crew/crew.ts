// The demo's colleagues: operators who take what visitors leave alone, and units that sign, go and report, all by public doors.
import { allOperators, crewAt } from '../../demo/crew.js';
import { linkedPeople, demoUnits } from '../../demo/district.js';
import { operatorActs } from '../../demo/operators.js';
import { type Act, calledTo, isLeftAlone, type Order, type Situation } from '../../demo/situation.js';
import { unitActs } from '../../demo/tablets.js';
import { isThere, walked, type Walker, walkerOf, walkingUnits } from '../../demo/walk.js';
import { openDatabase } from '../../store/database.store.js';
import type { World } from '../../world.js';
import { Desk, type Told } from './desk.js';
import { LiveLine } from './live-line.js';
import { Seen } from './seen.js';

export interface CrewParts {
  /** Web address of the server. */
  readonly url: string;
  /** The application's role: links are made by it, and nothing else. */
  readonly databaseUrl: string;
  readonly world: World;
  /** Another seed tells another day. */
  readonly seed: string;
  /** So many times faster than people are; 1 for visitors. */
  readonly pace: number;
  /** False: units that no visitor has a tablet of walk, and nobody does anything. */
  readonly acts: boolean;
}

export interface Crew {
  /** An operator on duty does this; false where nobody can now. */
  operatorDoes(order: Order): Promise<boolean>;
  /** The colleague of a unit does this, unless a visitor has its tablet. */
  unitDoes(unitId: string, order: Order): Promise<boolean>;
  seen: Seen;
  stop(): Promise<void>;
}

const lookEveryMs = 500;
const positionEveryMs = 5_000;
/** Of all people the server lets in so many a minute, visitors among them: the crew comes one by one. */
const arrivesEachMs = 1_500;
const signInAgainMs = 30_000;
/** What was done is in the picture soon; what was refused may be right when the picture has changed. */
const againMs: Readonly<Record<Told, number>> = {
  done: 60_000,
  refused: 8_000,
  away: 3_000,
  signedOut: 10_000,
};

/** Lets them come, and work until stopped. Whatever breaks is tried again. */
export function startCrew(parts: CrewParts): Crew {
  const { url, databaseUrl, world, seed, pace, acts } = parts;
  const db = openDatabase(databaseUrl, { size: 1 });
  const { operators, units } = crewAt(world.nowMs());
  const linked = linkedPeople.map(({ personId }) => personId);
  const withTablet = demoUnits.filter(({ personIds }) => personIds.some((each) => linked.includes(each)));
  const walking = walkingUnits.filter((unitId) => acts || withTablet.every((unit) => unit.unitId !== unitId));
  const people = [...(acts ? operators : []), ...walking.map((unitId) => units.get(unitId)!)];
  const desks = new Map(people.map((personId) => [personId, new Desk({ personId, url, db, world })]));
  const walkers = new Map<string, Walker>(walking.map((unitId) => [unitId, walkerOf(unitId, world.nowMs())]));
  const seen = new Seen();
  const lines: LiveLine[] = [];
  const busyUntilMs = new Map<string, number>();
  const nextSignInMs = new Map<string, number>();
  let lastMs = world.steadyMs();
  let positionsAtMs = 0;
  let comesAtMs = 0;
  let calls = 0;
  let stopped = false;

  if (acts) openLines();
  const timer = setInterval(look, Math.max(50, lookEveryMs / pace));

  /** The first operator's line shows what happens; the others tell that a screen or a tablet is there. */
  function openLines(): void {
    const line = (personId: string, opened: (line: LiveLine) => void, listens = false) => {
      const pass = () => desks.get(personId)!.pass;
      const made: LiveLine = new LiveLine({
        url,
        pass,
        opened,
        heard: (name, payload) => seen.take(name, payload, made),
        listens,
      });
      lines.push(made);
    };
    const [first, ...others] = operators;
    if (first !== undefined) line(first, (it) => it.watch({}), true);
    for (const personId of others) line(personId, () => {});
    for (const unitId of walking) line(units.get(unitId)!, (it) => it.tablet('ready'));
  }

  function look(): void {
    if (stopped) return;
    const nowMs = world.nowMs();
    letCome(nowMs);
    const situation = situationAt(nowMs);
    walk(situation);
    if (situation && acts)
      for (const act of [...operatorActs(situation), ...unitActs(situation)]) void perform(act, nowMs);
  }

  function situationAt(nowMs: number): Situation | null {
    const { picture } = seen;
    if (picture === null) return null;
    const there = new Set([...walkers].filter(([, walker]) => isThere(walker)).map(([unitId]) => unitId));
    const atDesk = operators.filter((personId) => desks.get(personId)?.pass != null);
    const others = { formerOperators: allOperators, partners: units, there, seed, pace };
    return { nowMs, picture, ...seen.latest, operators: atDesk, ...others };
  }

  /** One at a time; whoever was signed out comes again after a while. */
  function letCome(nowMs: number): void {
    if (nowMs < comesAtMs) return;
    const next = people.find(
      (personId) => desks.get(personId)!.pass === null && nowMs >= (nextSignInMs.get(personId) ?? 0),
    );
    if (next === undefined) return;
    comesAtMs = nowMs + arrivesEachMs / pace;
    nextSignInMs.set(next, nowMs + signInAgainMs / pace);
    void desks.get(next)!.signIn();
  }

  async function perform(act: Act, nowMs: number): Promise<void> {
    if (nowMs < (busyUntilMs.get(act.id) ?? 0)) return;
    busyUntilMs.set(act.id, Infinity);
    const told = (await desks.get(act.personId)?.tell(act)) ?? 'signedOut';
    busyUntilMs.set(act.id, world.nowMs() + againMs[told]);
    if (busyUntilMs.size > 5_000)
      for (const [id, untilMs] of busyUntilMs) if (untilMs < nowMs) busyUntilMs.delete(id);
  }

  /** All go on; every few seconds each tells where it is, unless a visitor's tablet does. */
  function walk(situation: Situation | null): void {
    const steadyMs = world.steadyMs();
    const seconds = ((steadyMs - lastMs) / 1_000) * pace;
    lastMs = steadyMs;
    const tells = steadyMs - positionsAtMs >= positionEveryMs / pace;
    if (tells) positionsAtMs = steadyMs;
    for (const [unitId, before] of walkers) {
      const goal = situation ? (calledTo(situation.picture, unitId)?.position ?? null) : null;
      const walker = walked(before, seconds, goal);
      walkers.set(unitId, walker);
      if (tells && (!acts || (situation && isLeftAlone(situation, unitId)))) tellPosition(walker);
    }
  }

  function tellPosition({ unitId, position, headingDeg }: Walker): void {
    const at = { position, accuracyM: 8, headingDeg, atMs: world.nowMs() };
    const order: Order = { name: 'unit.positions', intent: { unitId, positions: [at] } };
    void desks.get(units.get(unitId)!)!.tell(order);
  }

  return {
    seen,
    async operatorDoes(order) {
      const there = operators
        .flatMap((personId) => desks.get(personId) ?? [])
        .filter((desk) => desk.pass !== null);
      calls += 1;
      return (await there[calls % there.length]?.tell(order)) === 'done';
    },
    async unitDoes(unitId, order) {
      const situation = situationAt(world.nowMs());
      if (!situation || !isLeftAlone(situation, unitId)) return false;
      return (await desks.get(units.get(unitId)!)?.tell(order)) === 'done';
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      for (const line of lines) line.close();
      await Promise.all([...desks.values()].map((desk) => desk.signOut()));
      await db.destroy();
    },
  };
}
