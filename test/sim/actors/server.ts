// One server in the simulation: every service of the real one below Nest, broker, socket library and HTTP.
import 'reflect-metadata';
import { CameraReadings } from '@haixi/server/cameras/camera-readings.service';
import { Gaps } from '@haixi/server/cameras/gaps.service';
import { Proofs } from '@haixi/server/cameras/proofs.service';
import { Sites } from '@haixi/server/cameras/sites.service';
import { Commands } from '@haixi/server/commands/commands.service';
import { Overdue } from '@haixi/server/incidents/overdue.service';
import { Ingest } from '@haixi/server/ingest/ingest.service';
import { CatchUp } from '@haixi/server/live/catch-up.service';
import { FanOut } from '@haixi/server/live/fan-out.service';
import { Screens } from '@haixi/server/live/screens.service';
import { testKeyOf } from '@haixi/server/store/fresh.store';
import { answerSchema, sitePresenceMessageSchema } from '@haixi/proto/mqtt/messages';
import { siteTopics, type SiteTopicName } from '@haixi/proto/mqtt/topics';
import { SimBroker } from '../engine/broker';
import type { Process } from '../engine/process';
import { SimSiteLink } from '../engine/sim-site-link';
import type { Stage } from '../engine/stage';
import { SimWorld } from '../engine/world';
import type { PresenceTruth } from '../invariants/presence-truth';
import type { Witness } from '../invariants/witness';
import { type LiveDoor, LiveSockets } from './live-line';
import { answerPage, type HttpDoor } from './page-request';

export interface ServerParts {
  readonly stage: Stage;
  readonly witness: Witness;
  readonly truth: PresenceTruth;
  /** The broker that stands outside; null where this server has its own within. */
  readonly outside: (() => SimBroker | null) | null;
}

/** The key of a demo site, or the server itself. */
export function admits(username: string, password: string): boolean {
  return username === 'server' || testKeyOf(username) === password;
}

export class Server implements LiveDoor, HttpDoor {
  /** The broker within; null where it stands outside. */
  readonly broker: SimBroker | null;
  /** True once it lets people in. */
  isUp = false;
  private readonly world: SimWorld;
  private readonly link: SimSiteLink;
  private readonly ingest: Ingest;
  private readonly sites: Sites;
  private readonly readings: CameraReadings;
  private readonly proofs: Proofs;
  private readonly gaps: Gaps;
  private readonly overdue: Overdue;
  private readonly fanOut: FanOut;
  private readonly screens: Screens;
  private readonly sockets: LiveSockets;
  readonly letIn: LiveDoor['letIn'];
  readonly answer: HttpDoor['answer'];

  constructor(
    readonly process: Process,
    private readonly parts: ServerParts,
  ) {
    const { stage, witness, truth, outside } = parts;
    const { network, store, scheduler } = stage;
    this.world = new SimWorld(process);
    const { world } = this;
    const db = store.db(process);
    const hold = (work: Promise<void>) => scheduler.hold(work);
    this.broker = outside ? null : new SimBroker(network, process, admits);
    this.link = new SimSiteLink(process, outside ?? (() => this.broker));
    this.link.onSend = (name, siteId, message) => {
      if (name === 'answers') hold(witness.checkAnswer(siteId, answerSchema.parse(message)));
    };
    const { link } = this;
    const up = (Object.keys(siteTopics) as SiteTopicName[]).filter(
      (name) => !['answers', 'commands'].includes(name),
    );
    for (const name of up) link.on(name, (siteId) => truth.heard(siteId));
    link.on('presence', (siteId, _topic, payload) =>
      truth.heardPresence(process, siteId, sitePresenceMessageSchema.parse(JSON.parse(payload.toString()))),
    );
    this.ingest = new Ingest(db, world, link);
    this.sites = new Sites(db, world, this.ingest, link);
    this.readings = new CameraReadings(db, world, this.ingest, this.sites, link);
    this.proofs = new Proofs(db, world, link);
    this.gaps = new Gaps(db, world, link);
    this.overdue = new Overdue(db, world);
    this.fanOut = new FanOut(db, world, store.hints(process));
    this.screens = new Screens(db, world, this.fanOut, new CatchUp(db, world, this.fanOut));
    this.sockets = new LiveSockets(() => this.screens);
    const commands = new Commands(db, world);
    this.letIn = (end) => this.sockets.letIn(end);
    this.answer = (...asked) => answerPage({ db, world, commands, witness, hold }, ...asked);
    truth.disturbed();
    process.onKill(() => {
      this.isUp = false;
      truth.disturbed();
    });
  }

  /** In the order of the real start. Rejects where the store is away; then the program has to be started again. */
  async start(): Promise<void> {
    this.overdue.onApplicationBootstrap();
    await this.fanOut.onApplicationBootstrap();
    this.screens.start(this.sockets);
    this.isUp = true;
    await this.sites.start();
    await this.readings.start();
    this.proofs.start();
    this.gaps.start();
    this.link.open();
    this.parts.truth.disturbed();
  }

  /** Ends as at SIGTERM, and then for good. */
  async stop(): Promise<void> {
    this.isUp = false;
    await this.screens.stop();
    await this.overdue.beforeApplicationShutdown();
    await this.gaps.beforeApplicationShutdown();
    await this.proofs.beforeApplicationShutdown();
    await this.readings.beforeApplicationShutdown();
    await this.sites.beforeApplicationShutdown();
    this.link.close();
    await this.ingest.beforeApplicationShutdown();
    await this.fanOut.beforeApplicationShutdown();
    this.process.kill();
  }

  /** Whether agents can be heard by it. */
  get hears(): boolean {
    return this.link.standsSinceMs !== null;
  }
}
