// What colleagues at the desk do: receive what was left alone a while, rate, send, tell, recall, hand over, merge, split, close (pure).
import type { Assignment, Incident } from '@haixi/proto/incident/incident';
import { isActive, mayBeMergedAway, mayTakeIn } from '@haixi/proto/incident/moves';
import type { Priority } from '@haixi/proto/vocabulary';
import { between, chanceOf, oneOf } from './chance.js';
import { type Ending, endingOf } from './endings.js';
import { type Act, isLeftAlone, type Order, sinceMsOf, type Situation } from './situation.js';
import { metres } from './streets.js';

const second = 1_000;

/** So long an incident is left to whoever visits, by priority. */
const leftMs: Readonly<Record<Priority, readonly [least: number, most: number]>> = {
  1: [45 * second, 50 * second],
  2: [60 * second, 80 * second],
  3: [75 * second, 105 * second],
  4: [90 * second, 120 * second],
};
/** One colleague has so many in hand at most: in a storm the others wait, as they would. */
const inHandMax = 6;
/** What began further apart than this at one site is not one thing. */
const oneThingMs = 6 * 60 * second;
/** One in so many that two cameras told of turns out to be two. */
const splits = 0.4;
/** One in so many is handed to the other colleague, and is written a note about. */
const reliefs = 0.12;
const notes = 0.35;

/** Everything that colleagues at the desk do now: the most urgent first. */
export function operatorActs(situation: Situation): Act[] {
  const { picture, operators } = situation;
  const incidents = Object.values(picture.incidents).toSorted(
    (a, b) => a.priority - b.priority || a.openedAtMs - b.openedAtMs,
  );
  const inHand = new Map(operators.map((personId) => [personId, 0]));
  for (const { receivedBy } of incidents)
    if (receivedBy !== null && inHand.has(receivedBy)) inHand.set(receivedBy, inHand.get(receivedBy)! + 1);
  const taken = new Set<string>();
  const acts = incidents.flatMap((incident): Act[] => {
    const { incidentId, receivedBy } = incident;
    const isOurs = receivedBy !== null && inHand.has(receivedBy);
    const relief = isOurs ? reliefOf(incident, situation) : null;
    const personId = relief ?? (isOurs ? receivedBy : freest(inHand, incidentId));
    if (personId === null) return [];
    const order =
      isOurs && !relief ? handled(incident, situation, taken) : taking(incident, situation, relief !== null);
    if (order === null) return [];
    if (!isOurs) inHand.set(personId, inHand.get(personId)! + 1);
    const times = order.name === 'incident.note' ? 0 : incident.assignments.length;
    const about = 'assignmentId' in order.intent ? order.intent.assignmentId : times;
    return [{ ...order, personId, id: `${order.name}/${incidentId}/${about}` }];
  });
  return [...acts, ...acknowledged(situation)];
}

/** Receives what nobody has, or goes on with what a colleague of an earlier shift has left; never what a visitor has. */
function taking(incident: Incident, situation: Situation, relieves: boolean): Order | null {
  const { incidentId, stage: expects, receivedBy } = incident;
  const intent = { incidentId, expects };
  if (relieves) return { name: 'incident.takeOver', intent };
  if (receivedBy !== null)
    return situation.formerOperators.includes(receivedBy) ? { name: 'incident.takeOver', intent } : null;
  const [least, most] = leftMs[incident.priority];
  const isLeft = isDue(incident.openedAtMs, between(least, most, 'receive', incidentId), situation);
  return isLeft ? { name: 'incident.receive', intent } : null;
}

/** Now and then a colleague hands what they have to the other one, who knows the place; once at most. */
function reliefOf(incident: Incident, situation: Situation): string | null {
  const { incidentId, receivedBy } = incident;
  const { operators, seed } = situation;
  if (chanceOf('relief', seed, incidentId) >= reliefs || !since(incident, 20, 25, 'relief', situation))
    return null;
  const relief = oneOf(operators, 'relief', incidentId);
  return relief === receivedBy ? null : relief;
}

/** The next thing to do about an incident that a colleague has, once its time has come. */
function handled(incident: Incident, situation: Situation, taken: Set<string>): Order | null {
  const { incidentId, stage: expects, kind } = incident;
  const ending = endingOf(kind, situation.seed, incidentId);
  const at = { incidentId, expects };
  const { level, evidence } = ending;
  if (incident.level === null)
    return since(incident, 4, 8, 'rate', situation)
      ? { name: 'incident.rate', intent: { ...at, level, evidence } }
      : null;
  return (
    noted(incident, situation) ??
    regrouped(incident, situation) ??
    sending(incident, ending, situation, taken) ??
    guiding(incident, ending, situation) ??
    ended(incident, ending, situation)
  );
}

/** What the operator writes down for some; the moment for it passes. */
function noted(incident: Incident, situation: Situation): Order | null {
  const { incidentId, kind } = incident;
  if (chanceOf('note', situation.seed, incidentId) >= notes) return null;
  if (!since(incident, 15, 15, 'note', situation) || since(incident, 25, 25, 'note', situation)) return null;
  const text = kind === 'call' ? '已回电报警人，请其在原地等候' : '已电话联系站点值班人员';
  return { name: 'incident.note', intent: { incidentId, text } };
}

/** Two of one site and one moment become one; what two cameras told of now and then becomes two. */
function regrouped(incident: Incident, situation: Situation): Order | null {
  const { incidentId, stage: expects, siteId, alarms } = incident;
  if (siteId === null || incident.fromId !== null || !since(incident, 12, 18, 'regroup', situation))
    return null;
  const into = Object.values(situation.picture.incidents).find(
    (other) =>
      other.siteId === siteId &&
      other.incidentId < incidentId &&
      other.fromId === null &&
      other.kind !== 'technical' &&
      situation.operators.includes(other.receivedBy ?? '') &&
      incident.openedAtMs - other.openedAtMs < oneThingMs &&
      mayTakeIn(other),
  );
  if (into && incident.kind !== 'technical' && mayBeMergedAway(incident)) {
    const intent = { incidentId, expects, intoId: into.incidentId, reason: '同一地点同一起警情' };
    return { name: 'incident.merge', intent };
  }
  const [first, other] = alarms;
  if (alarms.length !== 2 || !first || !other || first.sourceId === other.sourceId) return null;
  // What was put together by a person stays together: alarms of cameras alone join by themselves.
  if ([first, other].some(({ kind }) => kind === 'call' || kind === 'help' || kind === 'panic')) return null;
  if (chanceOf('split', situation.seed, incidentId) >= splits) return null;
  const intent = { incidentId, expects, alarmIds: [other.alarmId], reason: '两个摄像头看到的不是同一件事' };
  return { name: 'incident.split', intent };
}

/** Sends as many as the ending has, one after another, and another one for each that can't come. */
function sending(
  incident: Incident,
  { units }: Ending,
  situation: Situation,
  taken: Set<string>,
): Order | null {
  const { incidentId, stage: expects, assignments, receivedAtMs } = incident;
  const coming = assignments.filter(({ state }) => state !== 'declined');
  if (coming.length >= units || coming.some(({ state }) => state === 'fedBack')) return null;
  const lastMs = Math.max(receivedAtMs ?? 0, ...assignments.map(sinceMsOf));
  if (!isDue(lastMs, between(8 * second, 13 * second, 'send', incidentId, assignments.length), situation))
    return null;
  const unitId = nearestFree(incident, situation, taken);
  if (unitId === null) return null;
  taken.add(unitId);
  return { name: 'incident.send', intent: { incidentId, expects, unitId } };
}

/** While units are under way: a word to the first, the second called back once the first is there, another centre told. */
function guiding(incident: Incident, { told, handing, units }: Ending, situation: Situation): Order | null {
  const { incidentId, stage: expects, assignments, transfers } = incident;
  const under = assignments.filter(isActive);
  const after = (one: Assignment, seconds: number) => isDue(sinceMsOf(one), seconds * second, situation);
  const listening = under.find(({ state, messages }) => state === 'setOut' && messages.length === 0);
  if (told !== undefined && listening && after(listening, 5)) {
    const isFirst = assignments.every(({ messages }) => messages.length === 0);
    const intent = { incidentId, assignmentId: listening.assignmentId, text: told };
    if (isFirst) return { name: 'assignment.tell', intent };
  }
  const there = under.find(({ state }) => state === 'arrived' || state === 'fedBack');
  const late = under.find(({ state }) => state === 'sent' || state === 'signed' || state === 'setOut');
  if (there && late && incident.kind !== 'sos' && after(there, 8)) {
    const { assignmentId, state } = late;
    const intent = { incidentId, assignmentId, expects: state, note: '已有警力到场，返回巡逻' };
    return { name: 'assignment.recall', intent };
  }
  const isTime = units === 0 ? since(incident, 20, 25, 'transfer', situation) : there && after(there, 10);
  if (!handing || transfers.length > 0 || !isTime) return null;
  const { to, handedOver, note } = handing;
  const reference = `${to}-${String(Math.floor(chanceOf('number', incidentId) * 10_000)).padStart(4, '0')}`;
  const intent = { incidentId, expects, to, handedOver: [...handedOver], reference, note };
  return { name: 'incident.transfer', intent };
}

/** Closes what nobody has to go to, and what everybody who went has fed back about. */
function ended(incident: Incident, ending: Ending, situation: Situation): Order | null {
  const { incidentId, stage: expects, assignments, transfers } = incident;
  const { units, outcome, done } = ending;
  const under = assignments.filter(isActive);
  if (under.some(({ state }) => state !== 'fedBack')) return null;
  const isFedBack = assignments.some(({ atMs }) => atMs.fedBack !== undefined);
  if (units > 0 && !isFedBack) return null;
  if (ending.handing && transfers.length === 0) return null;
  const lastMs = Math.max(...assignments.map(sinceMsOf));
  const isTime = isFedBack
    ? isDue(lastMs, between(8 * second, 15 * second, 'close', incidentId), situation)
    : since(incident, 25, 45, 'close', situation);
  if (!isTime) return null;
  const reason = outcome === 'genuine' ? '' : done;
  return { name: 'incident.close', intent: { incidentId, expects, outcome, done, reason } };
}

/** Alarms that are lost for ever are acknowledged once somebody has asked at the site. */
function acknowledged({ picture, operators, nowMs, pace }: Situation): Act[] {
  const [personId] = operators;
  if (personId === undefined) return [];
  return Object.values(picture.sites).flatMap(({ siteId, gaps }) =>
    gaps
      .filter(({ lostAtMs }) => lostAtMs !== null && nowMs - lostAtMs > (90 * second) / pace)
      .map(({ gapId }) => ({
        name: 'gap.acknowledge' as const,
        intent: { siteId, gapId, note: '已电话询问站点，期间无警情' },
        personId,
        id: `gap/${gapId}`,
      })),
  );
}

/** The nearest of the units that a colleague speaks for, on duty, in no other incident, and not asked before. */
function nearestFree(incident: Incident, situation: Situation, taken: ReadonlySet<string>): string | null {
  const { picture, positions } = situation;
  const bound = new Set(
    Object.values(picture.incidents).flatMap(({ assignments }) =>
      assignments.filter((one) => isActive(one) && one.state !== 'fedBack').map(({ unitId }) => unitId),
    ),
  );
  // Nobody is asked twice, and who calls for help is not sent to themselves.
  const asked = new Set([...incident.assignments, ...incident.alarms].map(({ unitId }) => unitId));
  const free = Object.values(picture.units).filter(
    ({ unitId, onDuty }) =>
      onDuty && ![bound, asked, taken].some((all) => all.has(unitId)) && isLeftAlone(situation, unitId),
  );
  const distance = (unitId: string) => {
    const at = positions.find((one) => one.unitId === unitId)?.position;
    return at && incident.position ? metres(at, incident.position) : Infinity;
  };
  const [nearest] = free
    .map(({ unitId }) => ({ unitId, m: distance(unitId) }))
    .toSorted((a, b) => a.m - b.m || (a.unitId < b.unitId ? -1 : 1));
  return nearest?.unitId ?? null;
}

/** Whoever has least in hand; null where everybody has enough. */
function freest(inHand: ReadonlyMap<string, number>, incidentId: string): string | null {
  const [first] = [...inHand]
    .filter(([, count]) => count < inHandMax)
    .toSorted(([a, less], [b, more]) => less - more || chanceOf(a, incidentId) - chanceOf(b, incidentId));
  return first?.[0] ?? null;
}

/** Whether so many seconds have gone since it was received. */
function since(
  { incidentId, receivedAtMs }: Incident,
  least: number,
  most: number,
  word: string,
  situation: Situation,
): boolean {
  return isDue(receivedAtMs ?? 0, between(least * second, most * second, word, incidentId), situation);
}

function isDue(fromMs: number, afterMs: number, { nowMs, pace }: Situation): boolean {
  return nowMs - fromMs >= afterMs / pace;
}
