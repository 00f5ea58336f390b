// The server's program: reads its environment, starts, says when it is ready, and ends cleanly when told to.
import 'reflect-metadata';
import { createApp, startApp } from './app.js';
import { readEnvironment } from './environment.js';

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
  const told =
    error.code === 'EADDRINUSE'
      ? `port ${error.port} is taken by another program: end it, or choose another port by PORT (MQTT_PORT for the broker's own)`
      : error.message;
  process.stderr.write(`server: ${told}\n`);
  process.exit(1);
}

main().catch(fail);
