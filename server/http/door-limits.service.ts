// How many requests a minute each door takes of one session, site or address; one more is answered 429 until the minute is over.
import rateLimit from '@fastify/rate-limit';
import { routes } from '@haixi/proto/commands/routes';
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { readBasic } from '../accounts/basic.js';
import { sessionToken } from '../accounts/cookie.js';
import { hashOfSecret } from '../accounts/secret.js';
import { networkOf } from '../accounts/visitor.js';
import { Environment } from '../environment.js';
import { addressIn } from './arrival.js';
import { tooManyRequests } from './problem.js';

const timeWindowMs = 60_000;
/** So many who ask are counted at once; of more, those that asked longest ago are forgotten. */
const countedMax = 20_000;

/**
 * Requests a minute. `entry`: where secrets are tried out, of one address. `enrolment`: boxes that ask until they are
 * claimed, several behind one address. `site`: agents. `files`: the pages, and pictures that follow one another.
 */
const aMinute = { entry: 30, enrolment: 300, site: 1_200, files: 6_000, other: 600 } as const;
type Door = keyof typeof aMinute;

const doors = new Map<string, Door>(
  routes.map(({ name, method, path, action, answer }) => {
    const isEntry =
      /^\/(sign-in\/|api\/invitations\/)/.test(path) || (method === 'POST' && path === '/api/session');
    if (isEntry) return [`${method} ${path}`, 'entry'];
    if (path.startsWith('/api/enrolment')) return [`${method} ${path}`, 'enrolment'];
    if (action === 'site') return [`${method} ${path}`, 'site'];
    return [`${method} ${path}`, answer === 'photo' || name === 'getStill' ? 'files' : 'other'];
  }),
);

/**
 * Who has lately shown a session or a site's key that is right: these are counted each for themselves, so that a control
 * room behind one address has room for everybody. What is not known is counted by its address, whatever it calls itself.
 */
@Injectable()
export class DoorLimits {
  private readonly known = new Set<string>();

  constructor(private readonly environment: Environment) {}

  /** This session was let in by this token. */
  knowSession(token: string): void {
    this.know(`session ${hashOfSecret(token)}`);
  }

  /** This site's key was right, from this address. */
  knowSite(request: FastifyRequest, siteId: string): void {
    this.know(`site ${siteId} ${addressIn(request)}`);
  }

  keyOf(request: FastifyRequest): string {
    return `${doorOf(request)} ${this.whoIs(request)}`;
  }

  maxOf(request: FastifyRequest): number {
    return Math.ceil(aMinute[doorOf(request)] * this.environment.rateFactor);
  }

  private whoIs(request: FastifyRequest): string {
    const door = doorOf(request);
    const address = addressIn(request);
    if (door !== 'entry' && door !== 'enrolment') {
      const token = sessionToken(request.headers.cookie);
      const session = token && `session ${hashOfSecret(token)}`;
      if (session && this.known.has(session)) return session;
      const name = readBasic(request.headers.authorization)?.name;
      const site = name && `site ${name} ${address}`;
      if (site && this.known.has(site)) return site;
    }
    return `address ${networkOf(address)}`;
  }

  private know(who: string): void {
    this.known.delete(who);
    this.known.add(who);
    if (this.known.size <= countedMax) return;
    const [oldest] = this.known;
    this.known.delete(oldest!);
  }
}

/** Registers the count before every route; before `init`, so that it holds for all of them. */
export async function limitDoors(app: NestFastifyApplication): Promise<void> {
  const limits = app.get(DoorLimits, { strict: false });
  await app.register(rateLimit, {
    timeWindow: timeWindowMs,
    cache: countedMax,
    keyGenerator: (request: FastifyRequest) => limits.keyOf(request),
    max: (request: FastifyRequest) => limits.maxOf(request),
    errorResponseBuilder: (_request: FastifyRequest, { max, ttl }: { max: number; ttl: number }) =>
      tooManyRequests(max, Math.ceil(ttl / 1000)),
  });
}

function doorOf(request: FastifyRequest): Door {
  // What is no route of the table is a page, a file, or nothing.
  return doors.get(`${request.method} ${request.routeOptions.url}`) ?? 'files';
}
