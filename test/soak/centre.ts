// The server of the soak: its real services below Nest, broker, socket library and media process, in one world.
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
import { Hints } from '@haixi/server/log/hints';
import { Stills } from '@haixi/server/media/stills.service';
import { Streams } from '@haixi/server/media/streams.service';
import { Views } from '@haixi/server/media/views.service';
import type { Db } from '@haixi/server/store/database.store';
import { Upkeep } from '@haixi/server/store/upkeep.service';
import { SoakLink } from './soak-link';
import { SoakMedia } from './soak-media';
import { SoakRooms } from './soak-rooms';
import type { SoakWorld } from './soak-world';

/** Nobody hints: whoever follows the log finds by polling what is new. */
class NoHints extends Hints {
  listen(): () => Promise<void> {
    return () => Promise.resolve();
  }
}

export class Centre {
  readonly link = new SoakLink();
  readonly media = new SoakMedia();
  readonly rooms = new SoakRooms();
  readonly ingest: Ingest;
  readonly sites: Sites;
  readonly readings: CameraReadings;
  readonly proofs: Proofs;
  readonly gaps: Gaps;
  readonly overdue: Overdue;
  readonly fanOut: FanOut;
  readonly screens: Screens;
  readonly commands: Commands;
  readonly streams: Streams;
  readonly stills: Stills;
  readonly views: Views;
  readonly upkeep: Upkeep;

  constructor(
    readonly db: Db,
    readonly world: SoakWorld,
  ) {
    const { link, media } = this;
    this.ingest = new Ingest(db, world, link);
    this.sites = new Sites(db, world, this.ingest, link);
    this.readings = new CameraReadings(db, world, this.ingest, this.sites, link);
    this.proofs = new Proofs(db, world, link);
    this.gaps = new Gaps(db, world, link);
    this.overdue = new Overdue(db, world);
    this.fanOut = new FanOut(db, world, new NoHints());
    this.screens = new Screens(db, world, this.fanOut, new CatchUp(db, world, this.fanOut));
    this.commands = new Commands(db, world);
    this.streams = new Streams(world, link, media);
    this.stills = new Stills(world, link);
    this.views = new Views(db, world, this.streams, this.stills, media);
    this.upkeep = new Upkeep(db, world);
  }

  async start(): Promise<void> {
    this.overdue.onApplicationBootstrap();
    await this.fanOut.onApplicationBootstrap();
    this.streams.onApplicationBootstrap();
    await this.views.onApplicationBootstrap();
    this.upkeep.onApplicationBootstrap();
    this.screens.start(this.rooms);
    await this.sites.start();
    await this.readings.start();
    this.proofs.start();
    this.gaps.start();
  }

  async stop(): Promise<void> {
    await this.screens.stop();
    await this.upkeep.beforeApplicationShutdown();
    await this.views.beforeApplicationShutdown();
    await this.streams.beforeApplicationShutdown();
    await this.overdue.beforeApplicationShutdown();
    await this.gaps.beforeApplicationShutdown();
    await this.proofs.beforeApplicationShutdown();
    await this.readings.beforeApplicationShutdown();
    await this.sites.beforeApplicationShutdown();
    await this.ingest.beforeApplicationShutdown();
    await this.fanOut.beforeApplicationShutdown();
  }
}
