// Puts the server together and starts it in this process; the program and the tests do it the same way.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { CameraReadings } from './cameras/camera-readings.service.js';
import { Gaps } from './cameras/gaps.service.js';
import { Proofs } from './cameras/proofs.service.js';
import { Sites } from './cameras/sites.service.js';
import { Environment } from './environment.js';
import { limitDoors } from './http/door-limits.service.js';
import { servePages } from './http/pages.js';
import { sendFrameworkError } from './http/problem.filter.js';
import { MqttLink } from './ingest/mqtt-link.service.js';
import type { World } from './world.js';

const jsonBytesMax = 64 * 1024;
/** A file of sites or outlines, wrapped in JSON. */
const importBytesMax = 6 * 1024 * 1024;
const importPaths: readonly string[] = [
  queryRoutes.importSites.path,
  queryRoutes.importAreas.path,
  queryRoutes.putArea.path,
];
/** So long a request may take to arrive: the largest photo over a poor mobile network. */
const requestWithinMs = 5 * 60_000;

/** The application, put together and not yet started. */
export async function createApp(
  environment: Readonly<Environment>,
  world?: World,
): Promise<NestFastifyApplication> {
  // A HEAD route beside every GET would be a door the table of routes does not have.
  const adapter = new FastifyAdapter({
    bodyLimit: jsonBytesMax,
    exposeHeadRoutes: false,
    requestTimeout: requestWithinMs,
    frameworkErrors: sendFrameworkError,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(environment, world), adapter, {
    bodyParser: false,
    // A half-sent request must not hold up the end; whoever sent it sends it again, by the same key.
    forceCloseConnections: true,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    if (importPaths.includes(route.url)) route.bodyLimit = importBytesMax;
  });
  fastify.removeContentTypeParser('text/plain');
  // Photos, and bytes by which a line is measured, are not collected in memory: their routes read and count for themselves.
  const streamed = ['image/jpeg', 'image/png', 'application/octet-stream'];
  fastify.addContentTypeParser(streamed, (_request, payload, done) => done(null, payload));
  await limitDoors(app);
  await servePages(app, environment);
  return app;
}

/**
 * Listens on 127.0.0.1 and takes entries in; gives the address. Throws where the port is taken or the store is away.
 * The order matters: the server's own MQTT client comes in by the web port, and agents send once it says it is there.
 */
export async function startApp(app: NestFastifyApplication, port: number): Promise<string> {
  await app.listen(port, '127.0.0.1');
  await app.get(Sites, { strict: false }).start();
  await app.get(CameraReadings, { strict: false }).start();
  app.get(Proofs, { strict: false }).start();
  app.get(Gaps, { strict: false }).start();
  const opening = app.get(MqttLink, { strict: false }).open();
  const { broker } = app.get<Environment>(Environment, { strict: false });
  if (broker === null) await opening;
  // Another broker may be away for now: the screens are there all the same, and show that no site is heard.
  else opening.catch((error: Error) => process.stdout.write(`broker: ${error.message}\n`));
  const server: Server = app.getHttpServer();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
