// Has the day before a new demo happen by the real code: ingest's batches, people's commands and the clocks, at handed-in times.
import { allowedMs } from '@haixi/proto/incident/allowed';
import { contract } from '@haixi/proto/mqtt/contract';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { type Priority, priorityOf, type Stage } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import { crewAt } from '../../demo/crew.js';
import { isOfSite, type PastAssignment, type PastIncident, pastOf } from '../../demo/past.js';
import { Overdue } from '../../incidents/overdue.service.js';
import { admission } from '../../ingest/admission.js';
import { storeBatch } from '../../ingest/batch.store.js';
import { type Db, openDatabase } from '../../store/database.store.js';
import { PastPeople } from './past-people.js';
import { PastWorld } from './past-world.js';

const second = 1_000;
const hour = 3_600_000;
/** The outboxes of that day: each site's numbers begin with 0. */
const epoch = 'thedaybefore0000';

/** Something that happens at its time. */
interface Moment {
  readonly atMs: number;
  readonly happens: () => Promise<unknown>;
}

/**
 * Fills an empty log with what happened from yesterday morning until `nowMs`: all of it is over by then but two calls.
 * A store in which anything was logged already is left alone. @returns how many incidents there were
 */
export async function seedPast(databaseUrl: string, nowMs: number, seed: string): Promise<number> {
  const db = openDatabase(databaseUrl, { size: 1 });
  try {
    if (await db.selectFrom('log').select('n').limit(1).executeTakeFirst()) return 0;
    // Hundreds of small transactions: what a power cut would take of them is planned again at the next start.
    await sql`set synchronous_commit = off`.execute(db);
    const incidents = pastOf(nowMs, seed);
    await new Past(db, incidents, nowMs).happen();
    return incidents.length;
  } finally {
    await db.destroy();
  }
}

class Past {
  private readonly world: PastWorld;
  private readonly people: PastPeople;
  private readonly overdue: Overdue;
  private moments: Moment[] = [];
  private readonly lastSeq = new Map<string, number>();

  constructor(
    private readonly db: Db,
    incidents: readonly PastIncident[],
    nowMs: number,
  ) {
    this.world = new PastWorld(incidents[0]?.openedAtMs ?? nowMs);
    this.people = new PastPeople(db, this.world);
    this.overdue = new Overdue(db, this.world);
    for (const incident of incidents) {
      const before = this.moments.splice(0);
      this.plan(incident);
      const own = incident.goesOn ? this.moments.filter(({ atMs }) => atMs < nowMs - second) : this.moments;
      this.moments = [...before, ...own];
    }
    for (let atMs = this.world.atMs; atMs < nowMs; atMs += hour)
      if (crewAt(atMs).operators[0] !== crewAt(atMs + hour).operators[0]) this.changeShift(atMs + hour);
    const lastMs = nowMs - second;
    this.moments = this.moments
      .toSorted((a, b) => a.atMs - b.atMs)
      .map(({ atMs, happens }) => ({ atMs: Math.min(atMs, lastMs), happens }));
  }

  async happen(): Promise<void> {
    for (const { atMs, happens } of this.moments) {
      this.world.atMs = Math.round(atMs);
      await happens();
    }
    await this.people.leave();
  }

  private changeShift(atMs: number): void {
    const wholeMs = Math.floor(atMs / hour) * hour;
    this.at(wholeMs, async () => {
      await this.people.leave();
      for (const personId of crewAt(wholeMs).operators)
        await this.people.tell(personId, { name: 'sound.check', intent: { heard: true, volume: 0.7 } });
    });
  }

  private at(atMs: number, happens: () => Promise<unknown>): void {
    this.moments.push({ atMs, happens });
  }

  private plan(one: PastIncident): void {
    const { openedAtMs, operator, receiveMs, ending, kind, assignments, closeMs, joined } = one;
    const so: So = { incidentId: '', priority: priorityOf[kind] };
    const receivedMs = openedAtMs + receiveMs;
    this.at(openedAtMs, () => this.open(one, so));
    for (let nth = 1; nth <= joined; nth += 1) this.at(openedAtMs + nth * 11 * second, () => this.alarm(one));
    if (kind !== 'call') {
      this.look(openedAtMs, receiveMs, allowedMs.receive[so.priority]);
      this.at(receivedMs, async () => {
        await this.people.tell(operator, { name: 'incident.receive', intent: await this.about(so) });
      });
    }
    const { level, evidence, outcome, done, handing } = ending;
    this.at(receivedMs + 7 * second, async () => {
      const intent = { ...(await this.about(so)), level, evidence };
      await this.people.tell(operator, { name: 'incident.rate', intent });
    });
    const arrivals = assignments.filter((each) => !each.declines).map((each) => each.sentMs + each.arriveMs);
    const firstThereMs = Math.min(...arrivals);
    const ends = assignments.map((each) => this.planUnit(one, so, each, firstThereMs));
    if (handing) {
      const { to, note, handedOver } = handing;
      const afterMs = arrivals.length > 0 ? firstThereMs + 25 * second : 20 * second;
      const intent = { to, note, handedOver: [...handedOver], reference: '' };
      this.at(receivedMs + afterMs, async () => {
        const whole = { ...(await this.about(so)), ...intent };
        await this.people.tell(operator, { name: 'incident.transfer', intent: whole });
      });
    }
    const reason = outcome === 'genuine' ? '' : done;
    this.at(Math.max(receivedMs + 30 * second, ...ends) + closeMs, async () => {
      const intent = { ...(await this.about(so)), outcome, done, reason };
      await this.people.tell(operator, { name: 'incident.close', intent });
    });
  }

  /** One unit's way; a second one that is still far when the first has arrived is called back. @returns when it has ended */
  private planUnit(one: PastIncident, so: So, unit: PastAssignment, firstThereMs: number): number {
    const { operator, openedAtMs, receiveMs, ending } = one;
    const sentAtMs = openedAtMs + receiveMs + unit.sentMs;
    const { unitId, signMs, setOutMs, arriveMs, feedBackMs } = unit;
    let assignmentId = '';
    const step = (name: Step, afterMs: number, expects: Expected, note = '') =>
      this.at(sentAtMs + afterMs, async () => {
        const personId = crewAt(this.world.atMs).units.get(unitId)!;
        const intent = { incidentId: so.incidentId, assignmentId, expects, note };
        await this.people.tell(personId, { name, intent });
      });
    this.at(sentAtMs, async () => {
      const intent = { ...(await this.about(so)), unitId };
      assignmentId = (await this.people.tell(operator, { name: 'incident.send', intent })).assignmentId!;
    });
    this.look(sentAtMs, signMs, allowedMs.sign[so.priority]);
    if (unit.declines) {
      step('assignment.decline', signMs, 'sent', '正在处理另一起警情，走不开');
      return sentAtMs + signMs;
    }
    for (const [afterMs, mark] of marks)
      this.at(sentAtMs + Math.min(afterMs, signMs - 1), async () => {
        const personId = crewAt(this.world.atMs).units.get(unitId)!;
        const intent = { incidentId: so.incidentId, assignmentId, mark, message: null };
        await this.people.tell(personId, { name: 'assignment.mark', intent });
      });
    step('assignment.sign', signMs, 'sent');
    step('assignment.setOut', setOutMs, 'signed');
    const recalledMs = firstThereMs - unit.sentMs + 20 * second;
    if (recalledMs > setOutMs && recalledMs < arriveMs && one.kind !== 'sos') {
      this.at(sentAtMs + recalledMs, async () => {
        const intent = { incidentId: so.incidentId, assignmentId, expects: 'setOut' as const };
        const note = '已有警力到场，返回巡逻';
        await this.people.tell(operator, { name: 'assignment.recall', intent: { ...intent, note } });
      });
      return sentAtMs + recalledMs;
    }
    this.look(sentAtMs + signMs, arriveMs - signMs, allowedMs.arrive[so.priority]);
    step('assignment.arrive', arriveMs, 'setOut');
    step('assignment.feedBack', feedBackMs, 'arrived', ending.found || '到场查看，情况正常');
    return sentAtMs + feedBackMs;
  }

  /** The incident and the stage it is in, as a screen would show it. */
  private async about({ incidentId }: So): Promise<{ incidentId: string; expects: Stage }> {
    const { stage } = await this.db
      .selectFrom('incidents')
      .select('stage')
      .where('incident_id', '=', incidentId)
      .executeTakeFirstOrThrow();
    return { incidentId, expects: stage as Stage };
  }

  /** Where a step comes later than it may, its clock runs out at the right moment. */
  private look(fromMs: number, afterMs: number, mayMs: number): void {
    if (afterMs > mayMs) this.at(fromMs + mayMs, () => this.overdue.fireDue());
  }

  private async open(one: PastIncident, so: So): Promise<void> {
    const { kind, site, operator, unitId } = one;
    if (kind === 'call') {
      const { areaId, position, address } = site;
      const place = { areaId, siteId: null, position, address: `${address}附近` };
      const caller = { name: '报警人', phone: '0593-0000000' };
      const intent = { ...place, priority: so.priority, caller };
      const opened = await this.people.tell(operator, { name: 'incident.open', intent });
      so.incidentId = opened.incidentId!;
    } else if (kind === 'sos' && unitId !== null) {
      const personId = crewAt(this.world.atMs).units.get(unitId)!;
      const intent = { unitId, position: site.position };
      so.incidentId = (await this.people.tell(personId, { name: 'unit.sos', intent })).incidentId!;
    } else {
      await this.alarm(one);
      const { incident_id } = await this.db
        .selectFrom('incidents')
        .select('incident_id')
        .where('site_id', '=', site.siteId)
        .orderBy('last_alarm_at_ms', 'desc')
        .orderBy('incident_id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      so.incidentId = incident_id;
    }
  }

  /** As the site's agent sends it; a fault of the system is an entry that nobody can read. */
  private async alarm({ site, sourceId, kind }: PastIncident): Promise<void> {
    const { siteId } = site;
    const seq = (this.lastSeq.get(siteId) ?? -1) + 1;
    this.lastSeq.set(siteId, seq);
    const atMs = this.world.nowMs();
    const body = { sourceId, kind, occurredAtMs: atMs, agentAtMs: atMs };
    const entry = {
      v: contract.max,
      epoch,
      seq,
      kind: 'alarm',
      body: isOfSite(kind) ? body : { firmware: '2.1' },
    };
    const payload = Buffer.from(JSON.stringify(entry));
    const topic = siteTopic('alarms', siteId);
    const arrived = { siteId, topic, payload, bytes: payload.length, foreign: false };
    await this.db.transaction().execute((tx) => storeBatch(tx, [admission(arrived)], this.world));
  }
}

/** An incident as it becomes. */
interface So {
  incidentId: string;
  readonly priority: Priority;
}
type Step =
  | 'assignment.decline'
  | 'assignment.sign'
  | 'assignment.setOut'
  | 'assignment.arrive'
  | 'assignment.feedBack';
type Expected = 'sent' | 'signed' | 'setOut' | 'arrived';

const marks = [
  [600, 'delivered'],
  [1_400, 'rung'],
  [4_000, 'seen'],
] as const;
