// Who takes a connection that wants to be a websocket: the live socket, the broker, or nobody.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { livePath } from '@haixi/proto/live/frames';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Broker, mqttPath } from '../broker/broker.service.js';

const notFound = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

@Injectable()
export class Upgrades implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly broker: Broker,
  ) {}

  onApplicationBootstrap(): void {
    const server: Server = this.host.httpAdapter.getHttpServer();
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Node has taken its own listener off: a connection that breaks now must not end the process.
      socket.on('error', () => {});
      const path = (request.url ?? '').split('?')[0]!;
      // socket.io listens for its own path beside this.
      if (path.startsWith(`${livePath}/`)) return;
      if (path === mqttPath) this.broker.takeUpgrade(request, socket, head);
      else socket.end(notFound, () => socket.destroy());
    });
  }
}
