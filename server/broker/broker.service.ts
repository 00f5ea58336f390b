// The embedded broker: takes agents in over the web port and plain TCP, knows each by its key, and keeps each to its topics.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { packetBytesMax } from '@haixi/proto/mqtt/topics';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  Aedes,
  type AedesPublishPacket,
  type AuthenticateError,
  type Client,
  type ConnectPacket,
  type PublishPacket,
  type Subscription,
} from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { hashOfSecret, newSecret, sameHash } from '../accounts/secret.js';
import { Environment } from '../environment.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import type { BrokerAddress } from './broker-address.js';
import { CappedStream } from './capped-stream.js';
import { passedOn } from './foreign.js';
import { RareLines } from './rare-lines.js';
import { clientIdOf, mayLeaveWill, maySubscribe, publishing } from './rights.js';

/** The path of MQTT over websocket on the web port. */
export const mqttPath = '/mqtt';

/** Not an id, so no site can have this name. */
const serverName = '$server';

/** A connection that has not sent its CONNECT by then is dropped. */
const connectTimeoutMs = 10_000;
/** The longest keep-alive that is let be; a client silent for one and a half of it is gone (MQTT 3.1.1, 3.1.2.10). */
const keepaliveMaxS = 60;
/** A client that does not read for so long is dropped; nothing waits for it in memory without end. */
const drainTimeoutMs = 15_000;

/** What the broker turned away by itself, counted since the start. */
export type BrokerCounts = Record<
  'oversized_packet' | 'bad_credentials' | 'foreign_will' | 'foreign_filter',
  number
>;

@Injectable()
export class Broker
  implements BrokerAddress, OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown
{
  readonly username = serverName;
  readonly password: string;
  readonly counts: BrokerCounts = {
    oversized_packet: 0,
    bad_credentials: 0,
    foreign_will: 0,
    foreign_filter: 0,
  };
  private aedes: Aedes | null = null;
  private tcp: Server | null = null;
  private readonly lines = new RareLines();
  /** The site of each client that has shown its key; null for the server's own. */
  private readonly siteOf = new WeakMap<Client, string | null>();
  private readonly cutOff = new WeakSet<Socket>();
  // A websocket message may carry several packets written together, so its cap is a little wider than theirs.
  private readonly websockets = new WebSocketServer({
    noServer: true,
    maxPayload: 4 * packetBytesMax,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly environment: Environment,
    private readonly host: HttpAdapterHost,
  ) {
    this.password = newSecret((count) => world.random(count));
  }

  get url(): string {
    const address = this.host.httpAdapter.getHttpServer().address() as AddressInfo | null;
    if (!address) throw new Error('the web port does not listen yet');
    return `ws://127.0.0.1:${address.port}${mqttPath}`;
  }

  async onModuleInit(): Promise<void> {
    this.aedes = await Aedes.createBroker({
      connectTimeout: connectTimeoutMs,
      drainTimeout: drainTimeoutMs,
      maxInflightInbound: 20,
      preConnect: (client, packet, done) => this.connecting(client, packet, done),
      authenticate: (client, username, password, done) =>
        void this.authenticate(client, username, password).then(
          () => done(null, true),
          (error: AuthenticateError) => done(error, null),
        ),
      authorizePublish: (client, packet, done) => this.publishing(client, packet, done),
      authorizeSubscribe: (client, subscription, done) => done(null, this.subscribing(client, subscription)),
      authorizeForward: (_client: Client, packet: AedesPublishPacket) => packet,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { mqttPort } = this.environment;
    if (mqttPort === null) return;
    const server = createServer((socket) => this.take(socket.setNoDelay(true), socket));
    this.tcp = server;
    await new Promise<void>((listening, fail) => {
      server.once('error', fail).listen(mqttPort, '127.0.0.1', () => listening());
    });
  }

  /** Clients end here, before the web port closes: afterwards its close would wait for them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.tcp?.close();
    const { aedes } = this;
    if (aedes) await new Promise<void>((closed) => aedes.close(() => closed()));
    for (const websocket of this.websockets.clients) websocket.terminate();
  }

  /** Takes over a connection of the web port that asked for `/mqtt`. */
  takeUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.websockets.handleUpgrade(request, socket, head, (websocket) => {
      websocket.on('error', (error: Error & { code?: string }) => {
        if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.tooLong(request.socket, null);
      });
      this.take(createWebSocketStream(websocket), request.socket);
    });
  }

  private take(stream: Duplex, socket: Socket): void {
    // A broken connection is no news: the client's end is what counts, and its will tells.
    stream.on('error', () => {});
    const capped = new CappedStream(stream, packetBytesMax, (packetBytes) =>
      this.tooLong(socket, packetBytes),
    );
    capped.on('error', () => {});
    this.aedes?.handle(capped);
  }

  private connecting(
    client: Client,
    packet: ConnectPacket,
    done: (error: Error | null, success: boolean) => void,
  ): void {
    // Nothing is queued for a client that is not there: what it missed, it asks for.
    packet.clean = true;
    packet.keepalive = Math.min(packet.keepalive || keepaliveMaxS, keepaliveMaxS);
    const { will, username } = packet;
    if (will && username !== serverName) {
      if (mayLeaveWill(username ?? '', will.topic)) will.retain = true;
      else {
        delete packet.will;
        this.counts.foreign_will += 1;
        this.say(
          `will ${username}`,
          `a will of ${told(username)} on another topic than its presence was dropped`,
        );
      }
    }
    this.siteOf.delete(client);
    done(null, true);
  }

  /** Throws with MQTT's return code: 3 the store can't be asked now, 4 unknown or wrong key, 5 another's client id. */
  private async authenticate(client: Client, username?: string, password?: Buffer): Promise<void> {
    const hash = hashOfSecret(password?.toString('utf8') ?? '');
    if (username === serverName && sameHash(hash, hashOfSecret(this.password))) {
      this.siteOf.set(client, null);
      return;
    }
    const site = await this.readSite(username ?? '');
    // An unknown site is compared as well, so that the time does not tell that it is unknown.
    const right = sameHash(hash, site?.key_hash ?? hashOfSecret(''));
    if (!site || !right) throw this.refused(username, 4, 'an unknown site or a wrong key');
    if (client.id !== clientIdOf(site.site_id))
      throw this.refused(username, 5, `a client id that is not ${clientIdOf(site.site_id)}`);
    this.siteOf.set(client, site.site_id);
  }

  private async readSite(siteId: string): Promise<{ site_id: string; key_hash: string } | undefined> {
    try {
      return await this.db
        .selectFrom('sites')
        .select(['site_id', 'key_hash'])
        .where('site_id', '=', siteId)
        .executeTakeFirst();
    } catch (error) {
      throw Object.assign(new Error('the store can’t be asked now', { cause: error }), { returnCode: 3 });
    }
  }

  private refused(username: string | undefined, returnCode: 4 | 5, why: string): Error {
    this.counts.bad_credentials += 1;
    this.say(`key ${username}`, `${told(username)} was not let in: ${why}`);
    return Object.assign(new Error(why), { returnCode });
  }

  private publishing(
    client: Client | null,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): void {
    const siteId = client ? this.siteOf.get(client) : null;
    if (siteId === undefined) return done(new Error('not signed in'));
    if (siteId !== null) {
      const right = publishing(siteId, packet.topic);
      if (right.allowed) packet.retain = right.retain;
      else Object.assign(packet, passedOn(siteId, packet.topic, Buffer.from(packet.payload)));
    }
    done(null);
  }

  /** Null becomes SUBACK 128. */
  private subscribing(client: Client, subscription: Subscription): Subscription | null {
    const siteId = this.siteOf.get(client);
    if (siteId === null) return subscription;
    if (siteId !== undefined && maySubscribe(siteId, subscription.topic)) return subscription;
    this.counts.foreign_filter += 1;
    this.say(`filter ${siteId}`, `${told(siteId)} may not subscribe to ${told(subscription.topic)}`);
    return null;
  }

  private tooLong(socket: Socket, packetBytes: number | null): void {
    // One oversized packet may meet both caps, its own and that of the websocket message around it.
    if (this.cutOff.has(socket)) return;
    this.cutOff.add(socket);
    this.counts.oversized_packet += 1;
    const size = packetBytes === null ? 'a message' : `a packet of ${packetBytes} bytes`;
    this.say(
      'oversized',
      `${size} from ${socket.remoteAddress ?? 'a closed connection'} was cut off: ${packetBytesMax} is the most`,
    );
  }

  private say(subject: string, text: string): void {
    const line = this.lines.line(subject, `broker: ${text}`, this.world.nowMs());
    if (line !== null) process.stdout.write(`${line}\n`);
  }
}

/** What a stranger gave as a name goes into a line only in a short form that can't break it. */
function told(name: string | undefined): string {
  return JSON.stringify((name ?? '').slice(0, 64));
}
