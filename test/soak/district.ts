// A day in the soak's district, stride by stride: who comes and goes, what is reported, and what people do about it.
import { Readable } from 'node:stream';
import { firstSites, linkedPeople } from '@haixi/server/demo/district';
import { Photos } from '@haixi/server/http/photos.store';
import { Snapshots } from '@haixi/server/http/snapshots.store';
import { testEnvironment } from '@haixi/server/test-house';
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive } from '@haixi/proto/incident/moves';
import { SoakAgent } from './agent';
import type { Centre } from './centre';
import { SoakPerson } from './person';

export const strideMs = 15 * 60_000;
const shiftMs = 8 * 3_600_000;
const fineEveryMs = 12 * 3_600_000;
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 0xff, 0xd9]);

/** Who has a tablet, and which unit they speak for. */
const tablets = { 'po-wang': 'unit-01', 'po-zhang': 'unit-02' } as const;
const officers = Object.keys(tablets) as (keyof typeof tablets)[];

export class District {
  readonly agents: readonly SoakAgent[];
  readonly people: ReadonlyMap<string, SoakPerson>;
  private readonly photos: Photos;
  private readonly snapshots: Snapshots;
  private shift = -1;
  private finePart = -1;

  constructor(
    private readonly centre: Centre,
    dataDir: string,
  ) {
    const environment = testEnvironment('', dataDir);
    this.photos = new Photos(centre.db, centre.world, environment);
    this.snapshots = new Snapshots(centre.db, centre.world, environment);
    this.agents = firstSites.map((place) => new SoakAgent(place, centre));
    this.people = new Map(linkedPeople.map(({ personId }) => [personId, new SoakPerson(personId, centre)]));
  }

  async begin(): Promise<void> {
    await this.photos.onModuleInit();
    await this.snapshots.onModuleInit();
    for (const agent of this.agents) agent.comes();
    await this.centre.world.pass(1_000);
  }

  /** A quarter of an hour: everybody does what there is to do, and the server what is due. */
  async stride(): Promise<void> {
    const { world } = this.centre;
    await this.changeShift();
    this.moveAgents();
    await this.centre.world.pass(0);
    await this.handleIncidents();
    await this.doOtherThings();
    await world.pass(strideMs);
    const part = Math.floor(world.nowMs() / fineEveryMs);
    if (part !== this.finePart) {
      this.finePart = part;
      await this.fineMinute();
    }
  }

  /** Wills, silence and gaps are judged by seconds: now and then a minute passes second by second. */
  private async fineMinute(): Promise<void> {
    const { world } = this.centre;
    const { chance } = world;
    const gone = this.agents.filter((agent) => agent.isOnline && chance.chance(0.2));
    for (const agent of gone) agent.goes(chance.chance(0.5));
    for (const agent of this.agents) if (agent.isOnline && chance.chance(0.05)) agent.loseOne();
    for (let second = 0; second < 60; second += 1) {
      if (second % 10 === 0) for (const agent of this.agents) if (agent.isOnline) agent.measure();
      if (second === 20) chance.pick(this.agents).report();
      await world.pass(1_000);
    }
    for (const agent of gone) agent.comes();
  }

  private async changeShift(): Promise<void> {
    const { world } = this.centre;
    const shift = Math.floor(world.nowMs() / shiftMs);
    if (shift === this.shift) return;
    this.shift = shift;
    for (const [personId, person] of this.people) {
      await person.goes(world.chance.chance(0.7));
      if (world.chance.chance(0.1)) continue;
      await person.comes();
      const unitId = tablets[personId as keyof typeof tablets];
      if (unitId) await person.tell('unit.duty', { unitId, onDuty: world.chance.chance(0.95) });
    }
  }

  private moveAgents(): void {
    const { chance } = this.centre.world;
    for (const agent of this.agents) {
      if (chance.chance(0.01)) {
        if (agent.isOnline) agent.goes(chance.chance(0.7));
        if (chance.chance(0.2)) agent.newOutbox();
      } else if (!agent.isOnline && chance.chance(0.5)) agent.comes();
      agent.prove();
      if (agent.isOnline) agent.measure();
      if (chance.chance(0.008)) agent.report();
      if (chance.chance(0.02)) agent.babble();
    }
  }

  private async handleIncidents(): Promise<void> {
    const { db, world } = this.centre;
    const rows = await db
      .selectFrom('incidents')
      .select('state')
      .where('stage', '<>', 'closed')
      .orderBy('incident_id')
      .execute();
    const incidents = rows.map(({ state }) => JSON.parse(state) as Incident);
    const busy = new Set(
      incidents.flatMap((one) => one.assignments.filter(isActive).map(({ unitId }) => unitId)),
    );
    // Nobody gets through everything at once: some wait until their clocks run out.
    for (const incident of incidents) if (world.chance.chance(0.7)) await this.move(incident, busy);
  }

  private async move(incident: Incident, busy: Set<string>): Promise<void> {
    const { chance } = this.centre.world;
    const { incidentId, stage: expects } = incident;
    const operator = this.onShift(['op-lin', 'op-chen']);
    const active = incident.assignments.find(isActive);
    if (active) return this.moveAssignment(incidentId, active);
    if (!operator) return;
    if (expects === 'reported') return operator.tell('incident.receive', { incidentId, expects });
    if (chance.chance(0.2)) await operator.tell('incident.note', { incidentId, text: '已致电' });
    if (chance.chance(0.2))
      await operator.tell('incident.rate', { incidentId, expects, level: 3, evidence: 'phone' });
    const isOver = incident.assignments.some(({ state }) => state === 'released') || chance.chance(0.4);
    const unitId = Object.values(tablets).find((one) => !busy.has(one));
    if (isOver || !unitId) {
      const outcome = chance.pick(['genuine', 'false-alarm', 'nothing-found', 'test'] as const);
      const words = { done: '已处置', reason: '现场核实' };
      return operator.tell('incident.close', { incidentId, expects, outcome, ...words });
    }
    busy.add(unitId);
    return operator.tell('incident.send', { incidentId, expects, unitId });
  }

  private async moveAssignment(
    incidentId: string,
    { assignmentId, unitId, state: expects }: Incident['assignments'][number],
  ): Promise<void> {
    const { chance } = this.centre.world;
    const body = { incidentId, assignmentId, expects };
    const personId = officers.find((one) => tablets[one] === unitId);
    const officer = personId && this.onShift([personId]);
    const operator = this.onShift(['op-lin', 'op-chen']);
    if (!officer || (expects === 'sent' && chance.chance(0.05)))
      return operator?.tell(
        expects === 'arrived' || expects === 'fedBack' ? 'assignment.release' : 'assignment.recall',
        body,
      );
    if (expects === 'sent' && chance.chance(0.05))
      return officer.tell('assignment.decline', { ...body, note: '另有任务' });
    if (expects === 'sent') return officer.tell('assignment.sign', body);
    if (expects === 'signed') return officer.tell('assignment.setOut', body);
    if (expects === 'setOut') return officer.tell('assignment.arrive', body);
    if (expects === 'fedBack') return operator?.tell('assignment.release', body);
    const photoId = Buffer.from(this.centre.world.random(12)).toString('hex');
    await this.photos.save({ incidentId, photoId }, 'image/jpeg', officer.personId, Readable.from([jpeg]));
    return officer.tell('assignment.feedBack', { ...body, note: '已到场', photoIds: [photoId] });
  }

  private async doOtherThings(): Promise<void> {
    const { world, media } = this.centre;
    const { chance } = world;
    for (const personId of officers) {
      const officer = this.onShift([personId]);
      const unitId = tablets[personId];
      if (!officer || chance.chance(0.7)) continue;
      const position = { lon: chance.between(119.51, 119.54), lat: chance.between(26.65, 26.67) };
      const positions = [{ position, accuracyM: 8, atMs: world.nowMs() }];
      await officer.tell('unit.positions', { unitId, positions });
      if (chance.chance(0.002)) await officer.tell('unit.sos', { unitId, position, note: '' });
    }
    const person = this.onShift([...this.people.keys()]);
    if (!person) return;
    if (chance.chance(0.1)) await person.reload();
    if (chance.chance(0.01)) await person.babble();
    if (chance.chance(0.1)) {
      const { place } = chance.pick(
        this.agents.filter((one) => one.place.sources.some(({ type }) => type === 'camera')),
      );
      const camera = chance.pick(place.sources.filter(({ type }) => type === 'camera'));
      await person.look(place.siteId, camera.sourceId, chance.pick(['video', 'stills'] as const));
    }
    if (chance.chance(0.05)) media.viewersLeave();
    if (chance.chance(0.02)) media.streamsBreak();
    if (chance.chance(0.05)) await this.bringSnapshot();
    if (chance.chance(0.05)) await this.acknowledgeGaps();
    if (chance.chance(0.004)) await this.takeCall();
  }

  private async takeCall(): Promise<void> {
    const { areaId, position } = this.centre.world.chance.pick(this.agents).place;
    const caller = { name: '某某', phone: '0593-0000000' };
    const body = { areaId, siteId: null, position, address: '电话报警', priority: 3, note: '', caller };
    await this.onShift(['op-lin', 'op-chen'])?.tell('incident.open', body);
  }

  private async bringSnapshot(): Promise<void> {
    const { db, world } = this.centre;
    const row = await db
      .selectFrom('alarms')
      .select(['site_id', 'epoch', 'seq'])
      .where('source_id', 'like', 'camera%')
      .where('at_ms', '>', world.nowMs() - shiftMs)
      .limit(1)
      .executeTakeFirst();
    if (!row) return;
    const found = await this.snapshots.alarmOf(row.site_id, row.epoch, row.seq);
    if (!found.ok) return;
    const taken = { sourceId: found.alarm.sourceId, takenAtMs: world.nowMs() };
    await this.snapshots.save(found.alarm, taken, Readable.from([jpeg]));
  }

  private async acknowledgeGaps(): Promise<void> {
    const operator = this.onShift(['op-lin', 'op-chen', 'sl-huang']);
    const gaps = await this.centre.db.selectFrom('gaps').select(['gap_id', 'site_id']).execute();
    for (const { gap_id: gapId, site_id: siteId } of gaps)
      await operator?.tell('gap.acknowledge', { siteId, gapId, note: '问过店主' });
  }

  private onShift(personIds: readonly string[]): SoakPerson | undefined {
    const there = personIds.map((id) => this.people.get(id)!).filter((person) => person.isOnShift);
    return there.length > 0 ? this.centre.world.chance.pick(there) : undefined;
  }
}
