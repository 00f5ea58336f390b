// The look before an answer leaves: a route that forgets to ask is stopped, a refusal and a route about oneself are not.
import { queryRoutes } from '@haixi/proto/commands/routes';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { commandPath } from '@haixi/proto/commands/routes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sessionCookie } from '../accounts/cookie.js';
import { Sessions } from '../accounts/sessions.service.js';
import { startSession } from '../accounts/sessions.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { StoreModule } from '../store/store.module.js';
import { testEnvironment } from '../test-house.js';
import { AskedInterceptor } from './asked.interceptor.js';
import { Gatekeeper } from '../broker/gatekeeper.service.js';
import { DoorLimits } from './door-limits.service.js';
import { DoorGuard, Visiting, type VisitOf } from './door.guard.js';
import { ProblemFilter } from './problem.filter.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

@Controller()
class Forgetful {
  @Get(queryRoutes.quarantine.path)
  forgets() {
    return { secret: 'of every area' };
  }
  @Get(queryRoutes.incidents.path)
  asks(@Visiting() visit: VisitOf<'incidents'>) {
    return { areas: visit.requireSomewhere().length };
  }
  @Get(queryRoutes.me.path)
  aboutOneself(@Visiting() visit: VisitOf<'me'>) {
    return visit.caller.personId;
  }
  @Post(commandPath('unit.sos'))
  alsoForgets() {
    return { ok: true };
  }
  @Get('/api/not-in-the-table')
  unlisted() {
    return { secret: true };
  }
}

@Module({
  controllers: [Forgetful],
  providers: [
    Gatekeeper,
    Sessions,
    DoorLimits,
    { provide: APP_GUARD, useClass: DoorGuard },
    { provide: APP_INTERCEPTOR, useClass: AskedInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
class ForgetfulModule {}

let store: FreshStore;
let app: NestFastifyApplication;
let cookie: string;
const world = new TestWorld();

beforeAll(async () => {
  store = await freshStore();
  const storeModule = StoreModule.of(testEnvironment(store.url, '/nowhere'), world);
  app = await NestFactory.create<NestFastifyApplication>(
    { module: ForgetfulModule, imports: [storeModule] },
    new FastifyAdapter(),
    { logger: false },
  );
  await app.init();
  const token = await startSession(store.db, 'op-lin', world.nowMs(), (count) => world.random(count));
  cookie = sessionCookie(token, false).split(';')[0]!;
});
afterAll(async () => {
  await app?.close();
  await store?.stop();
});

const ask = async (method: 'GET' | 'POST', url: string) => {
  const { statusCode, body } = await app.inject({ method, url, headers: { cookie } });
  return [statusCode, body] as const;
};

test('A6 an answer of a route that did not ask may() does not leave, and a line says which', async () => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const [status, body] = await ask('GET', '/api/quarantine');
  const [sos] = await ask('POST', '/api/commands/unit.sos');
  const lines = written.mock.calls.map(([line]) => String(line)).join('');
  written.mockRestore();
  expect([status, sos]).toEqual([500, 500]);
  expect(body).toContain('server_fault');
  expect(body).not.toContain('secret');
  expect(lines).toContain('GET /api/quarantine did not ask may(system.read)');
});

test('A7 a route that is not in the table is closed, session or not', async () => {
  const [status, body] = await ask('GET', '/api/not-in-the-table');
  expect(status).toBe(404);
  expect(body).not.toContain('secret');
});

test('A8 one that asked, and one about oneself, are answered', async () => {
  expect(await ask('GET', '/api/incidents')).toEqual([200, '{"areas":9}']);
  expect(await ask('GET', '/api/me')).toEqual([200, 'op-lin']);
});
