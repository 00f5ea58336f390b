// One site's agent in the simulation: the real Site over a disk that fails, with people at its buttons who press at random.
import { speech } from '@haixi/edge-agent/link/speech';
import type { Appended } from '@haixi/edge-agent/outbox/outbox.store';
import { Site } from '@haixi/edge-agent/sites/site.service';
import { armedSchema } from '@haixi/edge-agent/sources/camera/notice/schedule';
import { Places } from '@haixi/edge-agent/streams/places';
import { testKeyOf } from '@haixi/server/store/fresh.store';
import { siteAlarmKinds, type SiteAlarmKind } from '@haixi/proto/vocabulary';
import { agentLines } from '../engine/agent-line';
import type { SimBroker } from '../engine/broker';
import type { Process } from '../engine/process';
import type { History } from './history';
import type { MachineDisk } from './machine-disk';

/** What stands at this site: the registered sources, and what each may report. */
export interface SiteSources {
  readonly siteId: string;
  readonly sources: readonly { readonly sourceId: string; readonly kinds: readonly SiteAlarmKind[] }[];
}

/** A small file is written anew soon, so that the rewriting is met by every fault too. */
const rewriteOverBytes = 2_000;

/** What a site tells the people who installed it, as far as a run asks. */
interface SiteState {
  readonly link: { readonly state: string } | null;
  readonly outbox: { readonly held?: number; readonly refused?: number; readonly fault?: string };
}

export class Agent {
  private site: Site | null = null;
  private process: Process | null = null;
  private pressed = 0;

  constructor(
    readonly place: SiteSources,
    private readonly disk: MachineDisk,
    private readonly broker: () => SimBroker | null,
    private readonly history: History,
  ) {}

  get siteId(): string {
    return this.place.siteId;
  }

  get isRunning(): boolean {
    return this.process?.alive ?? false;
  }

  /** Starts as this process; the disk is what the one before has left. */
  start(process: Process): void {
    this.process = process;
    const { siteId } = this.place;
    const id = () => Buffer.from(process.chance.bytes(12)).toString('hex');
    const site = new Site({
      config: {
        id: siteId,
        key: testKeyOf(siteId),
        buttons: [],
        cameras: [],
        armed: armedSchema.parse('never'),
      },
      clock: process,
      random: () => process.chance.real(),
      server: 'ws://sim/mqtt',
      folder: `/${siteId}`,
      disk: this.disk.boot(process),
      rewriteOverBytes,
      agent: 'sim',
      speech,
      newEpoch: id,
      newLink: id,
      newConnection: agentLines(process, this.broker),
      newCamera: () => {
        throw new Error('the simulation has no camera');
      },
      load: () => null,
      web: null,
      maker: {
        make: () => Promise.reject(new Error('the simulation makes no picture')),
        burn: () => Promise.resolve(null),
      },
      places: new Places(0),
      say: (event, fields) => process.note(`${event} ${JSON.stringify(fields ?? {})}`),
    });
    this.site = site;
    void site.start();
  }

  /** Somebody presses, or a device notices something; true when it was kept (rule D1). */
  press(): void {
    const { process, site, history } = this;
    if (!process?.alive || process.isFrozen || !site) return;
    const { chance } = process;
    const { sourceId, kinds } = chance.pick(this.place.sources);
    const kind = chance.pick(kinds);
    this.pressed += 1;
    const press = { siteId: this.siteId, sourceId, kind, note: `${this.siteId} ${this.pressed}` };
    history.pressed(press);
    const kept = (appended: Appended) => {
      if (appended.ok) history.appended(press, appended.epoch, appended.seq);
      else history.figures.notKept += 1;
    };
    void site.report(sourceId, kind, Math.max(0, process.nowMs()), { note: press.note }).then(kept);
  }

  /** True where its line is open and every entry has been answered. */
  get isAtRest(): boolean {
    const { link, outbox } = this.state ?? {};
    return link?.state === 'open' && outbox?.held === 0;
  }

  /** What it says of itself; null while it is not running. */
  get state(): SiteState | null {
    return this.isRunning && this.site ? (this.site.state as SiteState) : null;
  }

  /** Ends it as an update of the machine does. */
  async stop(): Promise<void> {
    await this.site?.stop();
    this.process?.kill();
  }

  kill(): void {
    this.process?.kill();
  }

  /** Its machine is thrown away; a new one comes without an outbox. */
  replaceMachine(): void {
    this.history.forfeit(this.siteId);
    this.disk.replace();
  }

  powerCut(): void {
    this.disk.powerCut();
  }
}

/** What a source of this type may report. */
export function kindsOf(type: 'button' | 'camera', siteType: string): readonly SiteAlarmKind[] {
  if (type === 'button') return siteType === 'community' || siteType === 'road' ? ['help'] : ['panic'];
  return siteAlarmKinds.filter((kind) => kind !== 'panic' && kind !== 'help');
}
