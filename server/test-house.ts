// A whole server in this process on a fresh store, for tests: real port, real sockets, and a clock moved by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, startApp } from './app.js';
import { startSession } from './accounts/sessions.store.js';
import { sessionCookie } from './accounts/cookie.js';
import type { Environment } from './environment.js';
import { freshStore, type FreshStore, TestWorld } from './store/fresh.store.js';

export interface House {
  /** `http://127.0.0.1:port` */
  readonly base: string;
  readonly app: NestFastifyApplication;
  readonly store: FreshStore;
  readonly world: TestWorld;
  readonly dataDir: string;
  /** The `Cookie` header of a new session of this person, which has shown a second factor. */
  cookieOf(personId: string): Promise<string>;
  close(): Promise<void>;
}

/** Signs on an operator of one community, who may know nothing of the others; gives the person's id. */
export async function northOnly(house: House): Promise<string> {
  const person_id = 'op-north';
  const role = { person_id, role: 'operator', area_id: '350902002001' };
  await house.store.owner.insertInto('people').values({ person_id, name: '北' }).execute();
  await house.store.owner.insertInto('grants').values(role).execute();
  return person_id;
}

export function testEnvironment(databaseUrl: string, dataDir: string): Environment {
  const dashboardDir = join(dataDir, 'dashboard');
  const sealKeyFile = join(dataDir, 'seal.key');
  const origin = 'https://skynet.test';
  const agentBrokerUrl = 'wss://skynet.test/mqtt';
  const outside = { broker: null, agentBrokerUrl };
  const here = { port: 0, mqttPort: null, dataDir, databaseUrl, dashboardDir, origin, sealKeyFile };
  // A test asks more in a second than a person in a minute.
  return { ...here, ...outside, rateFactor: 1_000, directory: null };
}

/** Starts it; `prepare` sees the application before any route is there, `change` is another environment or world. */
export async function openHouse(
  prepare: (app: NestFastifyApplication) => void = () => {},
  change: { environment?: Partial<Environment>; world?: TestWorld } = {},
): Promise<House> {
  const store = await freshStore();
  const world = change.world ?? new TestWorld();
  const dataDir = mkdtempSync(join(tmpdir(), 'haixi-house-'));
  const app = await createApp({ ...testEnvironment(store.url, dataDir), ...change.environment }, world);
  prepare(app);
  const base = await startApp(app, 0);
  return {
    base,
    app,
    store,
    world,
    dataDir,
    cookieOf: async (personId) => {
      const token = await startSession(store.db, personId, world.nowMs(), (count) => world.random(count), {
        secondFactor: true,
        browser: '',
        address: '',
      });
      return sessionCookie(token, false).split(';')[0]!;
    },
    close: async () => {
      await app.close();
      await store.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
