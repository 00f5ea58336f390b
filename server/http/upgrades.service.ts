// Who takes a connection that wants to be a websocket: the live socket, the broker, video's doors, or nobody.
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { livePath } from '@haixi/proto/live/frames';
import { isMediaPath } from '@haixi/proto/media/media';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { isOwnHost } from '../accounts/own-host.js';
import { Rate } from '../accounts/rate.js';
import { addressOf, networkOf } from '../accounts/visitor.js';
import { Broker, mqttPath } from '../broker/broker.service.js';
import { Environment } from '../environment.js';
import { Doors } from '../media/doors.service.js';
import { World } from '../world.js';
import { foreignHost, ourFault, type Refusal, tooManyRequests, unknownRoute } from './problem.js';
import { turnedAway } from './view-refusals.js';

/** From one address: every tile of a control room's walls, some times over. */
const looksAMinute = 3_000;

@Injectable()
export class Upgrades implements OnApplicationBootstrap {
  private readonly looks: Rate;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly broker: Broker,
    private readonly doors: Doors,
    private readonly environment: Environment,
    private readonly world: World,
  ) {
    this.looks = new Rate(looksAMinute * environment.rateFactor);
  }

  onApplicationBootstrap(): void {
    const server: Server = this.host.httpAdapter.getHttpServer();
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Node has taken its own listener off: a connection that breaks now must not end the process.
      socket.on('error', () => {});
      const path = (request.url ?? '').split('?')[0]!;
      // socket.io listens for its own path beside this, and asks for itself.
      if (path.startsWith(`${livePath}/`)) return;
      if (!isOwnHost(request.headers.host, this.environment.origin)) refuse(socket, foreignHost());
      else if (path === mqttPath) this.broker.takeUpgrade(request, socket, head);
      else if (!isMediaPath(path) || !(socket instanceof Socket)) refuse(socket, unknownRoute('GET', path));
      else if (!this.isInTime(request)) refuse(socket, tooManyRequests(looksAMinute, 60));
      else void this.toMedia(path, { request, socket, head });
    });
  }

  private isInTime({ headers, socket }: IncomingMessage): boolean {
    const address = addressOf(socket.remoteAddress, [headers['x-forwarded-for']].flat().at(-1));
    return this.looks.take(networkOf(address), this.world.steadyMs());
  }

  private async toMedia(
    path: string,
    arrival: { request: IncomingMessage; socket: Socket; head: Buffer },
  ): Promise<void> {
    try {
      const reason = await this.doors.enter(path, arrival);
      if (reason) refuse(arrival.socket, turnedAway(reason, '/media'));
    } catch (error) {
      // The path has a view's id in it, and lines are read by others than its person.
      process.stdout.write(`http: GET /media failed: ${(error as Error).message}\n`);
      refuse(arrival.socket, ourFault());
    }
  }
}

/** Answers in HTTP, as any route would, and closes. */
function refuse(socket: Duplex, { status, problem }: Refusal): void {
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
