// A whole site of buttons for tests: on a clock moved by hand, a simulated disk and simulated lines, nothing real.
import { speech } from '../link/speech.js';
import { Site } from '../sites/site.service.js';
import { armedSchema } from '../sources/camera/notice/schedule.js';
import { Places } from '../streams/places.js';
import { HandServer } from './hand-server.js';
import { HandClock } from './quick-clock.js';
import { SimDisk } from './sim-disk.js';

export const handSiteId = 'shop-01';
const folder = `/data/${handSiteId}`;

export class HandStage {
  readonly clock = new HandClock();
  readonly disk = new SimDisk();
  readonly server = new HandServer(this.clock);
  readonly said: string[] = [];
  readonly outboxPath = `${folder}/outbox.log`;
  private epochs = 0;
  private links = 0;

  constructor(private readonly random: () => number = () => 0.5) {}

  /** Starts the site's program with what the disk has. */
  async start(): Promise<Site> {
    const site = new Site({
      config: {
        id: handSiteId,
        key: 'a-key',
        buttons: [{ id: 'button-1', type: 'button', kind: 'panic' }],
        cameras: [],
        armed: armedSchema.parse(undefined),
      },
      clock: this.clock,
      random: this.random,
      server: 'mqtt://server',
      web: null,
      folder,
      disk: this.disk.boot(),
      rewriteOverBytes: 100_000,
      agent: 'test',
      speech,
      newEpoch: () => `${'e'.repeat(15)}${(this.epochs += 1)}`,
      newLink: () => `link-${String((this.links += 1)).padStart(8, '0')}`,
      newConnection: this.server.connect,
      newCamera: () => {
        throw new Error('this site has no cameras');
      },
      load: () => null,
      maker: {
        make: () => Promise.reject(new Error('this site has no pictures')),
        burn: () => Promise.resolve(null),
      },
      places: new Places(0),
      say: (event) => this.said.push(event),
    });
    await site.start();
    await this.clock.move(0);
    return site;
  }
}
