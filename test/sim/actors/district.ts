// A small district on the stage: its sites, servers, screens and tablets, kept alive, looked at, and held to the rules.
import { SimBroker } from '../engine/broker';
import type { Process } from '../engine/process';
import type { Cast, Stage } from '../engine/stage';
import { checkOrder, checkPromises, checkStore, checkTablets, differs } from '../invariants/healed';
import { PresenceTruth } from '../invariants/presence-truth';
import { checkFresh } from '../invariants/shown';
import { Witness } from '../invariants/witness';
import { Agent, kindsOf } from './agent';
import { Dashboard, type PageParts } from './dashboard';
import { History } from './history';
import { Lives } from './lives';
import { MachineDisk } from './machine-disk';
import { officers, operators, type Plan } from './plan';
import { whatIsRestless } from './rest';
import { admits, Server } from './server';
import { Tablet } from './tablet';

const lookEveryMs = 500;
/** Whoever shows a live picture. */
type Screen = Pick<Dashboard, 'name' | 'areaIds' | 'live'>;

/** One of these looks so often at every screen, picture for picture. */
const compareChance = 0.03;

export class District implements Cast {
  readonly history = new History();
  readonly lives: Lives;
  readonly agents: readonly Agent[];
  readonly servers = new Map<string, Server>();
  readonly dashboards: readonly Dashboard[];
  readonly tablets: readonly Tablet[];
  readonly witness: Witness;
  private readonly truth: PresenceTruth;
  private broker: SimBroker | null = null;
  private restless = 'nothing was looked at yet';

  constructor(
    readonly stage: Stage,
    readonly plan: Plan,
  ) {
    const { scheduler, store } = stage;
    const { history } = this;
    const { sites, tokens, areasOf } = plan;
    this.lives = new Lives(stage, history);
    this.truth = new PresenceTruth(
      sites.map(({ siteId }) => siteId),
      () => scheduler.nowMs,
    );
    this.witness = new Witness(store.own, history, this.truth, () => scheduler.nowMs);
    this.agents = sites.map(({ siteId, type, sources }) => {
      const kept = sources.map((source) => ({
        sourceId: source.sourceId,
        kinds: kindsOf(source.type, type),
      }));
      return new Agent({ siteId, sources: kept }, new MachineDisk(stage), () => this.brokerNow(), history);
    });
    const parts: PageParts = { stage, history, tokens, areasOf, server: () => this.serverNow() };
    this.dashboards = operators.slice(0, plan.screens).map((personId) => new Dashboard(personId, parts));
    this.tablets = Array.from({ length: plan.tablets }, (_, i) => new Tablet(`tablet ${i + 1}`, parts));
  }

  begin(): void {
    const { stage, lives, truth } = this;
    const { store, scheduler, network } = stage;
    store.onCommit(({ process }) => this.witness.look(process));
    if (this.plan.isOutside)
      lives.keep('broker', (process) => {
        this.broker = new SimBroker(network, process, admits);
        truth.disturbed();
      });
    for (const name of this.plan.isOutside ? ['server-1', 'server-2'] : ['server'])
      lives.keep(name, (process) => this.startServer(name, process));
    for (const agent of this.agents) lives.keep(`agent ${agent.siteId}`, (process) => agent.start(process));
    for (const dashboard of this.dashboards) lives.keep(dashboard.name, (process) => dashboard.open(process));
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
      this.again(10_000, () => tablet.tellPosition());
      this.again(30_000, () => tablet.readRefusals());
    }
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
    await checkStore(own, rules);
  }

  counts(): Readonly<Record<string, number>> {
    return { ...this.history.figures, ...Object.fromEntries(this.witness.rules.counts) };
  }

  private async startServer(name: string, process: Process): Promise<void> {
    const { stage, witness, truth } = this;
    const outside = this.plan.isOutside ? () => this.broker : null;
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
      this.restless = (await whatIsRestless(this)) ?? '';
      return;
    }
    for (const dashboard of dashboards)
      if (dashboard.process?.alive && scheduler.chance.chance(compareChance) && this.isUpToDate(dashboard))
        await this.compare(dashboard);
  }

  /** Whether it stands where the log does: then its picture must be the server's, whatever goes wrong. */
  private isUpToDate({ areaIds, live }: Screen): boolean {
    const vector = live?.state().picture?.vector;
    return (
      vector !== undefined && areaIds.every((id) => vector[id] === (this.witness.rules.ends.get(id)?.n ?? 0))
    );
  }

  /** How this screen differs from the server; null where it does not. */
  compare({ name, areaIds, live }: Screen): Promise<string | null> {
    return differs(this.stage.store.own, name, areaIds, live!.state());
  }

  private brokerNow(): SimBroker | null {
    const server = this.servers.get('server');
    const broker = this.plan.isOutside ? this.broker : (server?.broker ?? null);
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
}
