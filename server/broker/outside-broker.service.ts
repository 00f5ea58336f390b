// Another broker than the embedded one: Mosquitto, told by its dynamic security who may come in and what each may do.
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { connectAsync, type MqttClient } from 'mqtt';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { Environment } from '../environment.js';
import { World } from '../world.js';
import { BrokerAddress } from './broker-address.js';
import { SiteAccesses } from './site-accesses.store.js';
import { admit, type Command, expel, groundRules, serverRole, siteText } from './site-rights.js';

const control = '$CONTROL/dynamic-security/v1';
const response = `${control}/response`;
const lookEveryMs = 1_000;
const againMs = 300;
const answersWithinMs = 10_000;
/** So many clients of the broker's list are asked for together, and so many commands sent. */
const togetherMax = 100;
/** A site whose key was withdrawn is told so first, and has so long to hear it. */
const goodbyeMs = 300;

/** Errors that mean that what was asked for stands already. */
const already = ['Role already exists', 'Client already exists', 'Client is already in this role'];

interface Answer {
  readonly command: string;
  readonly correlationData?: string;
  readonly error?: string;
  readonly data?: Record<string, unknown>;
}

@Injectable()
export class OutsideBroker extends BrokerAddress {
  private client: MqttClient | null = null;
  private readonly waiting = new Map<string, (answer: Answer) => void>();
  private stopLooking: () => Promise<void> = () => Promise.resolve();
  /** The state of the keys that the broker was last told; null where it is not known what it has. */
  private told: string | null = null;
  private secret: string | null = null;

  constructor(
    private readonly environment: Environment,
    private readonly accesses: SiteAccesses,
    private readonly world: World,
  ) {
    super();
  }

  get url(): string {
    const url = new URL(this.outside.url);
    url.username = '';
    return url.href;
  }

  get username(): string {
    return decodeURIComponent(new URL(this.outside.url).username);
  }

  get password(): string {
    this.secret ??= readFileSync(this.outside.passwordFile, 'utf8').trim();
    return this.secret;
  }

  /** Connects, gives the server its rights, and sees that the broker knows every site, from now on each second. */
  override async open(): Promise<void> {
    const client = await connectAsync(this.url, {
      username: this.username,
      password: this.password,
      clientId: 'server-keys',
      clean: true,
      protocolVersion: 4,
      keepalive: 10,
      reconnectPeriod: 1_000,
    });
    this.client = client;
    client.on('error', (error) => void this.world.say(`broker: ${error.message}`));
    client.on('message', (_topic, payload) => this.hear(payload));
    await client.subscribeAsync(response, { qos: 1 });
    // A broker that comes back may have another state than it had.
    client.on('connect', () => (this.told = null));
    // A broker that does not answer at the start may answer later: nobody would try again after us.
    for (; this.told === null; await this.world.wait(againMs))
      await this.look().catch((error: Error) => this.world.say(`broker: tries again: ${error.message}`));
    this.stopLooking = this.world.every(lookEveryMs, 'broker: keys', () => this.look());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
    await this.client?.endAsync(true);
  }

  /** Tells the broker what has changed since it was last told: new keys, other keys, withdrawn ones. */
  private async look(): Promise<void> {
    if (!this.client?.connected) return;
    if (this.told === null && !(await this.hasRights())) return;
    const state = await this.accesses.state();
    if (state === this.told) return;
    const wanted = new Map((await this.accesses.all()).map((access) => [access.siteId, access]));
    const has = await this.sites();
    const gone = [...has.keys()].filter((siteId) => !wanted.has(siteId));
    const fresh = [...wanted.values()].filter(({ siteId, mark }) => has.get(siteId) !== mark);
    if (gone.length > 0) await this.sayGoodbye(gone);
    const replaced = fresh.flatMap(({ siteId }) => (has.has(siteId) ? expel(siteId) : []));
    await this.tell([...gone.flatMap(expel), ...replaced, ...fresh.flatMap(admit)]);
    this.told = state;
  }

  /**
   * Whether the server has its own rights there. Where not, it takes them, and the broker cuts off whoever is connected
   * by that name: the next look finds them.
   */
  private async hasRights(): Promise<boolean> {
    const { username } = this;
    const [answer] = await this.ask([{ command: 'getClient', username }]);
    const client = answer?.data?.['client'] as { roles?: { rolename: string }[] } | undefined;
    if (client?.roles?.some(({ rolename }) => rolename === serverRole)) return true;
    await this.tell(groundRules());
    const give = { command: 'addClientRole', username, rolename: serverRole, priority: 0 };
    this.client!.publish(control, JSON.stringify({ commands: [give] }), { qos: 0 });
    return false;
  }

  /** Our sites as the broker has them, each with its mark. */
  private async sites(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let offset = 0; ; offset += togetherMax) {
      const [answer] = await this.ask([
        { command: 'listClients', verbose: true, count: togetherMax, offset },
      ]);
      const clients = (answer?.data?.['clients'] ?? []) as Record<string, string>[];
      for (const { username, textname, textdescription } of clients)
        if (username !== undefined && textname === siteText) found.set(username, textdescription ?? '');
      if (clients.length < togetherMax) return found;
    }
  }

  private async sayGoodbye(siteIds: readonly string[]): Promise<void> {
    for (const siteId of siteIds) {
      const goodbye = { id: this.world.newId(), kind: 'goodbye', reason: 'key_revoked' };
      this.client?.publish(siteTopic('commands', siteId), JSON.stringify(goodbye), { qos: 1 });
    }
    await this.world.wait(goodbyeMs);
  }

  private async tell(commands: readonly Command[]): Promise<void> {
    for (let at = 0; at < commands.length; at += togetherMax) {
      for (const { command, error } of await this.ask(commands.slice(at, at + togetherMax)))
        if (error && !already.includes(error) && !/not found/i.test(error))
          throw new Error(`the broker refuses ${command}: ${error}`);
    }
  }

  private async ask(commands: readonly Command[]): Promise<Answer[]> {
    const asked = commands.map((command) => ({ ...command, correlationData: this.world.newId() }));
    const answers = asked.map(
      ({ correlationData }) =>
        new Promise<Answer>((resolve) => void this.waiting.set(correlationData, resolve)),
    );
    try {
      await this.client!.publishAsync(control, JSON.stringify({ commands: asked }), { qos: 1 });
      return await this.world.inTime(answersWithinMs, Promise.all(answers));
    } catch (error) {
      throw new Error(
        `Mosquitto's dynamic security does not answer at ${this.url}: is the plugin loaded, and ${this.username} in its role admin? (${(error as Error).message})`,
        { cause: error },
      );
    } finally {
      for (const { correlationData } of asked) this.waiting.delete(correlationData);
    }
  }

  private hear(payload: Buffer): void {
    const { responses } = JSON.parse(payload.toString('utf8')) as { responses?: Answer[] };
    for (const answer of responses ?? []) this.waiting.get(answer.correlationData ?? '')?.(answer);
  }

  private get outside(): { url: string; passwordFile: string } {
    const { broker } = this.environment;
    if (!broker) throw new Error('there is no broker but the embedded one');
    return broker;
  }
}
