// The server's program: reads its environment, starts, says when it is ready, and ends cleanly when told to.
import 'reflect-metadata';
import { createApp, startApp } from './app.js';
import { readEnvironment } from './environment.js';

// mqtt-packet keeps a small buffer for each of 16,384 lengths of packets, for good, and each pins the pool it was cut
// from: with Node's pools of 64 KB that comes to hundreds of megabytes, with these to some thirty at the most.
Buffer.poolSize = 2 * 1024;

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const app = await createApp(environment);
  let ending: Promise<void> | null = null;
  const end = () => {
    ending ??= app.close().then(
      () => process.exit(0),
      (error: Error) => fail(error),
    );
  };
  process.once('SIGTERM', end).once('SIGINT', end).once('disconnect', end);
  await startApp(app, environment.port);
  process.send?.({ ready: true });
}

function fail(error: Error & { code?: string; port?: number }): never {
  process.stderr.write(`server: ${told(error)}\n`);
  process.exit(1);
}

function told({ code, port, message }: Error & { code?: string; port?: number }): string {
  if (code === 'EADDRINUSE')
    return `port ${port} is taken by another program: end it, or choose another port by PORT (MQTT_PORT for the broker's own)`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `the store does not answer at the address in DATABASE_URL: ${message}`;
  return message;
}

main().catch(fail);
