// A site's agent on the wire as the real one is, for tests: told by MQTT, it sends a film by websocket or a still by HTTP.
import { contract } from '@haixi/proto/mqtt/contract';
import type { Answer, Readings, SiteCommand, SiteReply } from '@haixi/proto/mqtt/messages';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { publishPath } from '@haixi/proto/media/media';
import { connectAsync, type MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import { type Film, play } from './film.js';

const epoch = 'e'.repeat(16);

export interface AgentOptions {
  readonly base: string;
  readonly siteId: string;
  readonly key: string;
  readonly film: Film;
  /** What it replies to `stream.start`; it sends only after `done`. */
  readonly result?: SiteReply['result'];
}

export class SiteAgent {
  /** Every command it got, oldest first. */
  readonly commands: SiteCommand[] = [];
  /** What is sent now, by camera. */
  readonly sending = new Map<string, WebSocket>();
  private readonly stops = new Map<WebSocket, () => void>();
  /** Takes the place of replying and sending, where a test wants another agent. */
  onCommand: ((command: SiteCommand) => void) | null = null;
  onAnswer: ((answer: Answer) => void) | null = null;

  private constructor(
    private readonly options: AgentOptions,
    private readonly mqtt: MqttClient,
  ) {}

  /** Connects, and tells its birth. */
  static async connect(options: AgentOptions): Promise<SiteAgent> {
    const { base, siteId, key } = options;
    const mqtt = await connectAsync(`${base.replace('http', 'ws')}/mqtt`, {
      clientId: `site-${siteId}`,
      username: siteId,
      password: key,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    const agent = new SiteAgent(options, mqtt);
    mqtt.on('message', (topic, payload) => {
      const message: unknown = JSON.parse(payload.toString());
      if (topic === siteTopic('answers', siteId)) agent.onAnswer?.(message as Answer);
      else agent.obey(message as SiteCommand);
    });
    await mqtt.subscribeAsync([siteTopic('commands', siteId), siteTopic('answers', siteId)], { qos: 1 });
    const outbox = { epoch, oldestHeld: 1, next: 1 };
    const birth = { online: true, link: 'link-0001', ...outbox, contract, agent: 'test', atMs: 1 };
    await mqtt.publishAsync(siteTopic('presence', siteId), JSON.stringify(birth), { qos: 1, retain: true });
    return agent;
  }

  /** Opens the publisher's door with a ticket; the film runs once it is open. */
  publish(sourceId: string, ticket: string, film: Film | null = this.options.film): WebSocket {
    const { base, siteId } = this.options;
    const url = `${base.replace('http', 'ws')}${publishPath(siteId, sourceId)}`;
    const websocket = new WebSocket(url, {
      headers: { authorization: `Bearer ${ticket}` },
      perMessageDeflate: false,
    });
    websocket.on('error', () => {});
    websocket.on('open', () => {
      if (!film) return;
      this.stops.set(
        websocket,
        play(film, (bytes) => websocket.send(bytes)),
      );
    });
    websocket.on('close', () => this.silence(websocket));
    return websocket;
  }

  /** Sends nothing more, with the connection open: what a cut cable looks like. */
  silence(websocket: WebSocket): void {
    this.stops.get(websocket)?.();
    this.stops.delete(websocket);
  }

  async reply(id: string, result: SiteReply['result']): Promise<void> {
    const reply: SiteReply = { id, result, epoch, oldestHeld: 1, next: 1 };
    await this.mqtt.publishAsync(siteTopic('replies', this.options.siteId), JSON.stringify(reply), {
      qos: 1,
    });
  }

  async send(topic: 'alarms', message: unknown): Promise<void> {
    await this.mqtt.publishAsync(siteTopic(topic, this.options.siteId), JSON.stringify(message), { qos: 1 });
  }

  /** Says that it is there; of a site that says nothing for 40 s nobody knows whether it is. */
  async tellReadings(): Promise<void> {
    const counts = { held: 0, refused: 0, snapshotsHeld: 0, snapshotsLost: 0 };
    const readings: Readings = { v: 3, atMs: Date.now(), ...counts, load: null, cameras: [] };
    await this.mqtt.publishAsync(siteTopic('readings', this.options.siteId), JSON.stringify(readings));
  }

  async close(): Promise<void> {
    for (const websocket of [...this.stops.keys(), ...this.sending.values()]) {
      this.silence(websocket);
      websocket.terminate();
    }
    await this.mqtt.endAsync(true);
  }

  private obey(command: SiteCommand): void {
    this.commands.push(command);
    if (this.onCommand) return this.onCommand(command);
    const { result = 'done' } = this.options;
    if (command.kind === 'stream.start' && result === 'done')
      this.sending.set(command.sourceId, this.publish(command.sourceId, command.ticket));
    if (command.kind === 'stream.stop') this.sending.get(command.sourceId)?.close();
    void this.reply(command.id, command.kind === 'stream.start' ? result : 'done');
  }
}
