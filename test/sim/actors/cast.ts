// A small district put on the stage: sites, servers, screens and tablets, what befalls them, and what must hold in the end.
import { startSession } from '@haixi/server/accounts/sessions.store';
import { demoSites, rootAreaId } from '@haixi/server/demo/district';
import { SimBroker } from '../engine/broker';
import { Process } from '../engine/process';
import { beginsAtMs } from '../engine/scheduler';
import { type Cast, type Casting, haunt, type Stage } from '../engine/stage';
import { checkOrder, checkPromises, checkStore, checkTablets, differs } from '../invariants/healed';
import { PresenceTruth } from '../invariants/presence-truth';
import { Witness } from '../invariants/witness';
import { checkFresh } from '../invariants/shown';
import { Agent, kindsOf } from './agent';
import { Dashboard, type PageParts } from './dashboard';
import { History } from './history';
import { Lives } from './lives';
import { MachineDisk } from './machine-disk';
import { admits, Server } from './server';
import { Tablet } from './tablet';

const lookEveryMs = 500;
/** One of these looks so often at every screen, picture for picture. */
const compareChance = 0.03;

const officers = ['po-wang', 'po-zhang'] as const;
const operators = ['op-lin', 'op-chen', 'sl-huang'] as const;

/** Puts a district of the seed's own making on the stage. */
export const cast: Casting = async (stage) => {
  const district = await District.of(stage);
  district.begin();
  return district;
};

class District implements Cast {
  private readonly history = new History();
  private readonly truth: PresenceTruth;
  private readonly witness: Witness;
  private readonly lives: Lives;
  private readonly agents: Agent[];
  private readonly servers = new Map<string, Server>();
  private readonly dashboards: Dashboard[];
  private readonly tablets: Tablet[];
  private broker: SimBroker | null = null;
  private restless = 'nothing was looked at yet';
  private readonly acknowledged = new Set<string>();

  static async of(stage: Stage): Promise<District> {
    const { store, scheduler } = stage;
    const tokens = new Map<string, string>();
    for (const personId of [...operators, ...officers]) {
      const random = (count: number) => scheduler.chance.bytes(count);
      tokens.set(personId, await startSession(store.own, personId, beginsAtMs, random));
    }
    const areaIds = demoAreaIds();
    // One operator looks after one community alone.
    const [small] = scheduler.chance.chance(0.5)
      ? [scheduler.chance.pick(areaIds.filter((id) => id !== rootAreaId))]
      : [];
    if (small !== undefined)
      await store.own
        .updateTable('grants')
        .set({ area_id: small })
        .where('person_id', '=', 'op-chen')
        .execute();
    return new District(stage, tokens, (personId) => (personId === 'op-chen' && small ? [small] : areaIds));
  }

  private constructor(
    private readonly stage: Stage,
    tokens: ReadonlyMap<string, string>,
    private readonly areasOf: (personId: string) => readonly string[],
  ) {
    const { scheduler, store } = stage;
    const { chance } = scheduler;
    this.lives = new Lives(stage, this.history);
    const sites = pickSites(stage);
    this.truth = new PresenceTruth(
      sites.map(({ siteId }) => siteId),
      () => scheduler.nowMs,
    );
    this.witness = new Witness(store.own, this.history, this.truth, () => scheduler.nowMs);
    this.isOutside = chance.chance(0.3);
    this.agents = sites.map(({ siteId, type, sources }) => {
      const place = {
        siteId,
        sources: sources.map((source) => ({ sourceId: source.sourceId, kinds: kindsOf(source.type, type) })),
      };
      return new Agent(place, new MachineDisk(stage), () => this.brokerNow(), this.history);
    });
    const parts: PageParts = {
      stage,
      history: this.history,
      tokens,
      areasOf,
      server: () => this.serverNow(),
    };
    this.dashboards = operators.slice(0, 2 + chance.int(2)).map((personId) => new Dashboard(personId, parts));
    this.tablets = Array.from({ length: 1 + chance.int(2) }, (_, i) => new Tablet(`tablet ${i + 1}`, parts));
  }
  private readonly isOutside: boolean;

  begin(): void {
    const { stage, lives, truth } = this;
    const { store, scheduler, network } = stage;
    store.onCommit(({ process }) => this.witness.look(process));
    if (this.isOutside)
      lives.keep('broker', (process) => {
        this.broker = new SimBroker(network, process, admits);
        truth.disturbed();
      });
    for (const name of this.isOutside ? ['server-1', 'server-2'] : ['server'])
      lives.keep(name, (process) => this.startServer(name, process));
    for (const agent of this.agents) lives.keep(`agent ${agent.siteId}`, (process) => agent.start(process));
    this.dashboards.forEach((dashboard, i) =>
      lives.keep(`dashboard ${i + 1}`, (process) => dashboard.open(process)),
    );
    this.tablets.forEach((tablet, i) =>
      lives.keep(tablet.name, (process) => {
        const changes = process.chance.chance(0.3);
        tablet.open(process, officers[(i + (changes ? 1 : 0)) % officers.length]!);
      }),
    );
    for (const agent of this.agents) this.again(9_000, () => agent.press());
    for (const dashboard of this.dashboards) this.again(5_000, () => dashboard.act());
    for (const tablet of this.tablets) {
      this.again(6_000, () => tablet.press());
      this.again(30_000, () => tablet.readRefusals());
    }
    this.befall();
    const look = () => {
      scheduler.after(lookEveryMs, null, async () => {
        await this.look();
        look();
      });
    };
    look();
  }

  heal(): void {
    this.truth.disturbed();
    this.lives.heal();
  }

  isAtRest(): boolean {
    return this.restless === '';
  }

  unrest(): string {
    return this.restless;
  }

  async checkAtRest(): Promise<void> {
    const { own } = this.stage.store;
    const { rules } = this.witness;
    const told = new Set(
      this.tablets.flatMap((tablet) => [...tablet.told.keys(), ...tablet.rows.map(({ key }) => key)]),
    );
    await checkPromises(own, this.history, rules);
    checkOrder(this.history);
    await checkTablets(own, this.history, told);
    await checkStore(own, rules, [...this.servers.values()][0]!.process.nowMs());
  }

  counts(): Readonly<Record<string, number>> {
    return { ...this.history.figures, ...Object.fromEntries(this.witness.rules.counts) };
  }

  private async startServer(name: string, process: Process): Promise<void> {
    const { stage, witness, truth } = this;
    const outside = this.isOutside ? () => this.broker : null;
    const server = new Server(process, { stage, witness, truth, outside });
    this.servers.set(name, server);
    await server.start();
  }

  /** What is true is looked at, whatever was committed. */
  private async look(): Promise<void> {
    const { stage, truth, dashboards, tablets } = this;
    const { scheduler, store, faults } = stage;
    const deaf = [...this.servers.values()].some(
      (server) => !server.process.alive || server.process.isFrozen || !server.hears,
    );
    if (deaf || store.isAway || this.servers.size === 0) truth.disturbed();
    truth.check();
    for (const { live, process } of [...dashboards, ...tablets])
      if (live && process?.alive && !process.isFrozen)
        checkFresh(live, process.name, this.witness.rules, scheduler.nowMs);
    if (faults.healed) {
      this.restless = (await this.whatIsRestless()) ?? '';
      return;
    }
    for (const dashboard of dashboards)
      if (dashboard.process?.alive && scheduler.chance.chance(compareChance) && this.isUpToDate(dashboard))
        await this.compare(dashboard);
  }

  private async whatIsRestless(): Promise<string | null> {
    const { agents, tablets, dashboards, witness } = this;
    this.acknowledgeLost();
    for (const agent of agents) {
      if (!agent.isAtRest) return `${agent.siteId}: ${JSON.stringify(agent.state)}`;
      const is = witness.rules.stateOf(`site ${agent.siteId}`);
      if (is !== 'online') return `${agent.siteId} is shown as ${is}`;
    }
    for (const [subject, { is }] of witness.rules.states)
      if (is === 'found' || is === 'lost' || is === 'unproven') return `${subject} is ${is}`;
    this.changeOfficers();
    for (const tablet of tablets) {
      const waiting = tablet.rows.filter((entry) => entry.answer === null);
      if (waiting.length > 0) return `${waiting.length} actions wait at a tablet of ${tablet.signedIn}`;
      if (!tablet.isFresh) return `a tablet of ${tablet.signedIn} is stale`;
    }
    for (const dashboard of dashboards) {
      if (!dashboard.isFresh) return `${dashboard.personId}’s screen is stale`;
      const found = await this.compare(dashboard);
      if (found !== null) return found;
    }
    for (const tablet of tablets) {
      const found = await differs(
        this.stage.store.own,
        tablet.signedIn,
        this.areasOf(tablet.signedIn),
        tablet.live!.state(),
      );
      if (found !== null) return found;
    }
    return null;
  }

  /** Whether it stands where the log does: then its picture must be the server's, whatever goes wrong. */
  private isUpToDate({ areaIds, live }: Dashboard): boolean {
    const vector = live?.state().picture?.vector;
    return (
      vector !== undefined && areaIds.every((id) => vector[id] === (this.witness.rules.ends.get(id)?.n ?? 0))
    );
  }

  private compare(dashboard: Dashboard): Promise<string | null> {
    return differs(this.stage.store.own, dashboard.personId, dashboard.areaIds, dashboard.live!.state());
  }

  /** What is lost for ever is shown until a person has said that they know. */
  private acknowledgeLost(): void {
    const [dashboard] = this.dashboards;
    for (const [subject, { is, event }] of this.witness.rules.states) {
      if (is !== 'lost' || this.acknowledged.has(subject) || event.type !== 'gap.lost') continue;
      this.acknowledged.add(subject);
      const { siteId, gapId } = event.data;
      dashboard!.give({ name: 'gap.acknowledge', intent: { siteId, gapId, note: '' } });
    }
  }

  /** The queue belongs to the person (T4): who has something waiting signs in again. */
  private changeOfficers(): void {
    this.tablets.forEach((tablet) => {
      const waits = (personId: string) =>
        tablet.rows.some((entry) => entry.answer === null && entry.personId === personId);
      const other = officers.find((personId) => personId !== tablet.signedIn);
      if (other && waits(other) && !waits(tablet.signedIn) && tablet.process?.alive) {
        this.lives.replace(tablet.name, (process) => tablet.open(process, other));
      }
    });
  }

  private brokerNow(): SimBroker | null {
    const server = this.servers.get('server');
    const broker = this.isOutside ? this.broker : (server?.broker ?? null);
    return broker?.process.alive ? broker : null;
  }

  private serverNow(): Server | null {
    const up = [...this.servers.values()].filter((server) => server.isUp && server.process.alive);
    return up.length === 0 ? null : this.stage.scheduler.chance.pick(up);
  }

  /** Something that people do again and again until all is healed, in bursts and with breaks. */
  private again(meanMs: number, act: () => void): void {
    const { scheduler, faults } = this.stage;
    scheduler.after(scheduler.chance.wait(meanMs), null, () => {
      if (faults.healed) return;
      const times = scheduler.chance.chance(0.1) ? 1 + scheduler.chance.int(8) : 1;
      for (let i = 0; i < times; i += 1) act();
      this.again(meanMs, act);
    });
  }

  private befall(): void {
    const { stage, lives, agents } = this;
    const { chance } = stage.scheduler;
    if (chance.chance(0.25))
      stage.scheduler.after(chance.wait(90_000), 'a machine is thrown away', () => {
        if (stage.faults.healed) return;
        this.history.figures.replaced += 1;
        chance.pick(agents).replaceMachine();
      });
    const named = (beginning: string) => () => lives.running.filter(({ name }) => name.startsWith(beginning));
    const ofAgent = (process: Process) => agents.find(({ siteId }) => process.name === `agent ${siteId}`)!;
    haunt(stage, 'agent.killed', named('agent'), (process) => {
      if (chance.chance(0.3)) void ofAgent(process).stop();
      else process.kill();
    });
    haunt(stage, 'agent.powerCut', named('agent'), (process) => {
      this.history.figures.powerCuts += 1;
      ofAgent(process).powerCut();
    });
    haunt(stage, 'server.killed', named('server'), (process) => {
      const server = this.servers.get(process.name);
      if (this.isOutside) this.history.figures.failovers += 1;
      if (chance.chance(0.4)) void server?.stop();
      else process.kill();
    });
    haunt(stage, 'broker.killed', named('broker'), (process) => process.kill());
    haunt(stage, 'dashboard.reloaded', named('dashboard'), (process) => process.kill());
    haunt(stage, 'tablet.killed', named('tablet'), (process) => process.kill());
    haunt(
      stage,
      'process.frozen',
      () => lives.running,
      (process) => {
        const isPage = !process.name.startsWith('server') && process.name !== 'broker';
        process.freeze(chance.wait(isPage && chance.chance(0.3) ? 600_000 : 8_000));
      },
    );
    haunt(
      stage,
      'clock.jumped',
      () => lives.running,
      (process) => {
        if (process.name === 'broker' || (this.isOutside && process.name.startsWith('server'))) return;
        const mostMs = process.name === 'server' ? 60_000 : 26 * 3_600_000;
        process.jump(Math.round(chance.between(-mostMs, mostMs)));
      },
    );
    haunt(
      stage,
      'network.parted',
      () => lives.running,
      (process) => stage.network.part(process, chance.wait(chance.chance(0.2) ? 900_000 : 20_000)),
    );
  }
}

function demoAreaIds(): string[] {
  return [...new Set([rootAreaId, ...demoSites.map(({ areaId }) => areaId)])].toSorted();
}

/** Three to six sites over two or three areas. */
function pickSites({ scheduler }: Stage) {
  const { chance } = scheduler;
  const areaIds = [...new Set(demoSites.map(({ areaId }) => areaId))];
  const picked = new Set<string>();
  while (picked.size < 2 + chance.int(2)) picked.add(chance.pick(areaIds));
  const sites = demoSites.filter(({ areaId }) => picked.has(areaId));
  return sites.slice(0, 3 + chance.int(4));
}
