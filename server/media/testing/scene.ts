// What the tests of video begin with, for tests: a house, one site's agent that is online, and who looks.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEvent } from '@haixi/proto/live/events';
import { eventOf } from '../../log/log.store.js';
import { testKeyOf } from '../../store/fresh.store.js';
import { type House, openHouse } from '../../test-house.js';
import { MediaProcess } from '../media-process.service.js';
import { Streams } from '../streams.service.js';
import { Views } from '../views.service.js';
import { type Film, makeFilm } from './film.js';
import { type AgentOptions, SiteAgent } from './site-agent.js';

/** Real sockets and processes on a machine with other work: what is awaited may take its time. */
export const soon = { timeout: 25_000, interval: 50 };

export const siteId = 'shop-01';

export class Scene {
  readonly media: MediaProcess;
  readonly streams: Streams;
  readonly views: Views;
  private readonly agents: SiteAgent[] = [];

  private constructor(
    readonly house: House,
    readonly film: Film,
  ) {
    this.media = house.app.get(MediaProcess, { strict: false });
    this.streams = house.app.get(Streams, { strict: false });
    this.views = house.app.get(Views, { strict: false });
  }

  static async open(kbps = 400): Promise<Scene> {
    const film = makeFilm({ seconds: 2, size: '320x180', kbps });
    return new Scene(await openHouse(), film);
  }

  get base(): string {
    return this.house.base;
  }

  /** An agent of the site that the server knows to be online. */
  async agent(change: Partial<AgentOptions> = {}): Promise<SiteAgent> {
    const site = change.siteId ?? siteId;
    const key = testKeyOf(site);
    const agent = await SiteAgent.connect({ base: this.base, siteId: site, key, film: this.film, ...change });
    this.agents.push(agent);
    // A birth is in the store a moment later.
    while ((await this.presenceOf(site)) !== 'online') await sleep(20);
    return agent;
  }

  async leaveAgents(): Promise<void> {
    for (const agent of this.agents.splice(0)) await agent.close();
  }

  /** Lets the server's clock go on, and has it do what is due. */
  async pass(ms: number): Promise<void> {
    this.house.world.now += ms;
    this.streams.look();
    await this.views.look();
  }

  /** Waits until every view has ended in the store. */
  async noViews(): Promise<void> {
    const { db } = this.house.store;
    while ((await db.selectFrom('views').select('view_id').execute()).length > 0) await sleep(20);
  }

  /** The view events of the log, oldest first. */
  async told(): Promise<LogEvent[]> {
    const rows = await this.house.store.db
      .selectFrom('log')
      .selectAll()
      .where('type', 'in', ['view.started', 'view.ended'])
      .orderBy('at_ms')
      .orderBy('area_id')
      .orderBy('n')
      .execute();
    return rows.map(eventOf);
  }

  /** Why the views of this camera ended, in the order it was told. */
  async ends(sourceId = 'camera-1'): Promise<string[]> {
    return (await this.told()).flatMap((event) =>
      event.type === 'view.ended' && event.data.sourceId === sourceId ? [event.data.because] : [],
    );
  }

  async close(): Promise<void> {
    await this.leaveAgents();
    await this.house.close();
  }

  private async presenceOf(site: string): Promise<string | undefined> {
    const row = await this.house.store.db
      .selectFrom('sites')
      .select('presence')
      .where('site_id', '=', site)
      .executeTakeFirst();
    return row?.presence;
  }
}
