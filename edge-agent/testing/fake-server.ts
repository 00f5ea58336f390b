// A server for tests of the agent: a real broker, and answers on the wire by a rule that the test gives.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { contract, type ContractRange } from '@haixi/proto/mqtt/contract';
import {
  type Answer,
  type Envelope,
  envelopeSchema,
  type Readings,
  readingsSchema,
  type SiteCommand,
  type SitePresenceMessage,
  sitePresenceMessageSchema,
  type SiteReply,
  siteReplySchema,
} from '@haixi/proto/mqtt/messages';
import { readSiteTopic, serverTopics, siteTopic, siteTopics } from '@haixi/proto/mqtt/topics';
import { Aedes } from 'aedes';

export type Rule = (envelope: Envelope) => 'store' | 'silence' | 'refuse';

export class FakeServer {
  /** Alarms; proofs of life stand apart, for they come when they like. */
  readonly entries: Envelope[] = [];
  readonly proofs: Envelope[] = [];
  readonly presences: SitePresenceMessage[] = [];
  readonly replies: SiteReply[] = [];
  readonly readings: Readings[] = [];
  readonly faults: string[] = [];
  rule: Rule = () => 'store';
  readonly port: number;

  private constructor(
    private readonly broker: Aedes,
    private readonly tcp: Server,
    private readonly sockets: Set<Socket>,
  ) {
    const address = tcp.address();
    this.port = isAddress(address) ? address.port : 0;
    broker.on('publish', ({ topic, payload }, client) => {
      if (client) this.take(topic, Buffer.from(payload));
    });
    // A will is published by the broker in the name of nobody.
    void broker.subscribe(
      'haixi/v1/sites/+/presence',
      ({ topic, payload }, done) => {
        this.take(topic, Buffer.from(payload), true);
        done();
      },
      () => {},
    );
  }

  /** Listens on a port of this machine; 0 takes a free one. Sites are let in by their keys. */
  static async start(keys: Readonly<Record<string, string>>, port = 0): Promise<FakeServer> {
    const broker = await Aedes.createBroker();
    broker.authenticate = (_client, username, password, done) => {
      if (keys[username ?? ''] === password?.toString()) return done(null, true);
      return done(Object.assign(new Error('refused'), { returnCode: 4 }), false);
    };
    const sockets = new Set<Socket>();
    const tcp = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      broker.handle(socket);
    });
    await new Promise<void>((done) => tcp.listen(port, '127.0.0.1', done));
    return new FakeServer(broker, tcp, sockets);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Tells that a server is here, or has gone. */
  async tellPresence(online: boolean, range: ContractRange = contract): Promise<void> {
    await this.publish(serverTopics.presence.topic, { online, contract: range }, true);
  }

  async command(siteId: string, command: SiteCommand): Promise<void> {
    await this.publish(siteTopic('commands', siteId), command, siteTopics.commands.retain);
  }

  async answer(siteId: string, answer: Answer): Promise<void> {
    await this.publish(siteTopic('answers', siteId), answer, siteTopics.answers.retain);
  }

  async publish(topic: string, message: unknown, retain: boolean): Promise<void> {
    const payload = Buffer.from(JSON.stringify(message));
    await new Promise<void>((done) => {
      this.broker.publish({ cmd: 'publish', topic, payload, qos: 1, retain, dup: false }, () => done());
    });
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((done) => this.tcp.close(done));
    await new Promise<void>((done) => this.broker.close(done));
  }

  private take(topic: string, payload: Buffer, presence = false): void {
    const row = readSiteTopic(topic);
    if (!row || (row.name === 'presence') !== presence) return;
    const { schema } = siteTopics[row.name];
    const message: unknown = JSON.parse(payload.toString());
    if (!schema.safeParse(message).success) this.faults.push(`${topic}: ${payload.toString()}`);
    if (row.name === 'presence') this.presences.push(sitePresenceMessageSchema.parse(message));
    if (row.name === 'replies') this.replies.push(siteReplySchema.parse(message));
    if (row.name === 'readings') this.readings.push(readingsSchema.parse(message));
    if (row.name === 'alarms') this.takeEntry(row.siteId, envelopeSchema.parse(message));
  }

  private takeEntry(siteId: string, envelope: Envelope): void {
    (envelope.kind === 'proof' ? this.proofs : this.entries).push(envelope);
    const { epoch, seq } = envelope;
    const ruled = this.rule(envelope);
    if (ruled === 'store') void this.answer(siteId, { epoch, stored: [seq], refused: [] });
    if (ruled !== 'refuse') return;
    const refused = [{ seq, reason: 'unknown_source' as const, detail: 'body.sourceId: no such source' }];
    void this.answer(siteId, { epoch, stored: [], refused });
  }
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
