// The embedded broker: takes connections over the web port and plain TCP, and caps what they send.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { packetBytesMax } from '@haixi/proto/mqtt/topics';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Aedes, type AedesPublishPacket, type AuthenticateError, type Client } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { Environment } from '../environment.js';
import { World } from '../world.js';
import { BrokerAddress } from './broker-address.js';
import { CappedStream } from './capped-stream.js';
import { Gatekeeper } from './gatekeeper.service.js';
import { FairDoor } from './fair-door.js';

/** The path of MQTT over websocket on the web port. */
export const mqttPath = '/mqtt';

/** A connection that has not sent its CONNECT by then is dropped. */
const connectTimeoutMs = 10_000;
/** A client that does not read for so long is dropped; nothing waits for it in memory without end. */
const drainTimeoutMs = 15_000;

const lookEveryMs = 1_000;

@Injectable()
export class Broker
  extends BrokerAddress
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown
{
  private aedes: Aedes | null = null;
  private tcp: Server | null = null;
  private stopLooking: () => void = () => {};
  private readonly cutOff = new WeakSet<Socket>();
  private readonly door = new FairDoor();
  // A websocket message may carry several packets written together, so its cap is a little wider than theirs.
  private readonly websockets = new WebSocketServer({
    noServer: true,
    maxPayload: 4 * packetBytesMax,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });

  constructor(
    private readonly gatekeeper: Gatekeeper,
    private readonly environment: Environment,
    private readonly host: HttpAdapterHost,
    private readonly world: World,
  ) {
    super();
  }

  get username(): string {
    return this.gatekeeper.serverName;
  }

  get password(): string {
    return this.gatekeeper.serverPassword;
  }

  get url(): string {
    const address = this.host.httpAdapter.getHttpServer().address() as AddressInfo | null;
    if (!address) throw new Error('the web port does not listen yet');
    return `ws://127.0.0.1:${address.port}${mqttPath}`;
  }

  override arrived(): void {
    this.door.arrived();
  }

  override stands(): void {
    this.door.startAnew();
  }

  async onModuleInit(): Promise<void> {
    // Agents come in at another broker: here is none.
    if (this.environment.broker) return;
    this.stopLooking = this.world.every(lookEveryMs, 'broker', () => this.door.look());
    this.aedes = await Aedes.createBroker({
      // No number of messages that are under way together: it would let one who does not read hold up all the others,
      // and what then waits is let out by a call within a call, which overflows the stack at some thousands.
      concurrency: 0,
      connectTimeout: connectTimeoutMs,
      drainTimeout: drainTimeoutMs,
      maxInflightInbound: 20,
      preConnect: (_client, packet, done) => {
        this.gatekeeper.connecting(packet);
        done(null, true);
      },
      authenticate: (client, username, password, done) =>
        void this.gatekeeper.authenticate(client, username, password).then(
          () => done(null, true),
          (error: AuthenticateError) => done(error, null),
        ),
      authorizePublish: (client, packet, done) => {
        this.gatekeeper.publishing(client, packet);
        const siteId = client && this.gatekeeper.siteIdOf(client);
        if (!siteId) return done(null);
        // Nothing more is read of a client that waits: its own connection fills up, and nobody else's. Of one that has
        // gone by its turn nothing is published any more, but for its will, which comes when it has.
        const isWill = client.closed;
        this.door.enter(siteId, () => {
          done(null);
          return isWill || !client.closed;
        });
      },
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.gatekeeper.subscribing(client, subscription)),
      authorizeForward: (_client: Client, packet: AedesPublishPacket) => packet,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { mqttPort } = this.environment;
    if (mqttPort === null || this.environment.broker) return;
    const server = createServer((socket) => this.take(socket.setNoDelay(true), socket));
    this.tcp = server;
    await new Promise<void>((listening, fail) => {
      server.once('error', fail).listen(mqttPort, '127.0.0.1', () => listening());
    });
  }

  /** Clients end here, before the web port closes: afterwards its close would wait for them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopLooking();
    this.tcp?.close();
    const { aedes } = this;
    if (aedes) await new Promise<void>((closed) => aedes.close(() => closed()));
    for (const websocket of this.websockets.clients) websocket.terminate();
  }

  /** Takes over a connection of the web port that asked for `/mqtt`; drops it where agents have another broker. */
  takeUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!this.aedes) return void socket.destroy();
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

  private tooLong(socket: Socket, packetBytes: number | null): void {
    // One oversized packet may meet both caps, its own and that of the websocket message around it.
    if (this.cutOff.has(socket)) return;
    this.cutOff.add(socket);
    const size = packetBytes === null ? 'a message' : `a packet of ${packetBytes} bytes`;
    this.gatekeeper.turnAway(
      'oversized_packet',
      socket.remoteAddress,
      `${size} was cut off: ${packetBytesMax} is the most`,
    );
  }
}
