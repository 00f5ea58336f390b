// The door of every route: closed unless the table of routes has it, then it learns who is there and reads what was given.
import { type Action } from '@haixi/proto/commands/commands';
import {
  personHeader,
  type QueryName,
  type queryRoutes,
  type RouteRow,
  routes,
} from '@haixi/proto/commands/routes';
import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { basicChallenge, readBasic } from '../accounts/basic.js';
import { Caller } from '../accounts/caller.js';
import { sessionCookie, sessionToken } from '../accounts/cookie.js';
import { isSameOrigin } from '../accounts/same-origin.js';
import { Sessions } from '../accounts/sessions.service.js';
import { bearerSecret, callerOfToken } from '../accounts/tokens.store.js';
import { judgeKey } from '../accounts/site-keys.store.js';
import { Gatekeeper, withdrawnKey, wrongKey } from '../broker/gatekeeper.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { isSecure } from './arrival.js';
import { DoorLimits } from './door-limits.service.js';
import {
  badInput,
  badMediaType,
  foreignOrigin,
  foreignSite,
  keyRevoked,
  noSiteKey,
  noToken,
  notAllowed,
  notSignedIn,
  otherPerson,
  unknownRoute,
} from './problem.js';

type Row = (typeof routes)[number];

/** An agent that has shown the key of its site. */
interface SiteCaller {
  readonly siteId: string;
}

/** What a handler gets of a request that came in: who, through which door, and with what. */
export class Visit<Params = unknown, Query = unknown> {
  constructor(
    readonly row: Row,
    private readonly who: Caller | SiteCaller | null,
    readonly params: Params,
    readonly query: Query,
  ) {}

  /** The person of the session. Throws on a route that takes anyone, or an agent: no person is there. */
  get caller(): Caller {
    if (!(this.who instanceof Caller))
      throw new Error(`${this.row.path} takes no person, so it has no caller`);
    return this.who;
  }

  /** The site whose agent has shown its key; its path names no other. Throws on a route that is not for agents. */
  get siteId(): string {
    if (!this.who || this.who instanceof Caller) throw new Error(`${this.row.path} is not for agents`);
    return this.who.siteId;
  }

  /**
   * Whether the answer may leave: the action was asked of `may`, or the route is about oneself, for an agent about its
   * own site, or for anyone.
   */
  get mayLeave(): boolean {
    const { action } = this.row;
    return action === 'anyone' || action === 'self' || action === 'site' || this.caller.asked;
  }

  /** Asks whether the caller may do what this route is for in this area. */
  allows(areaId: string): boolean {
    return this.caller.may(this.actionAsked(), areaId);
  }

  /** The same; refuses where not. */
  require(areaId: string): void {
    if (!this.allows(areaId)) throw notAllowed(this.actionAsked(), `area ${areaId}`);
  }

  /** The areas in which the caller may do what this route is for; refuses where there are none. */
  requireSomewhere(): string[] {
    const action = this.actionAsked();
    const areaIds = this.caller.areasFor(action);
    if (areaIds.length === 0) throw notAllowed(action, 'every area');
    return areaIds;
  }

  private actionAsked(): Action {
    const { action } = this.row;
    if (action === 'anyone' || action === 'self' || action === 'site')
      throw new Error(`${this.row.path} has no action to ask about`);
    return action;
  }
}

type Output<R, K extends string> =
  R extends Record<K, infer S> ? (S extends z.ZodType ? z.output<S> : never) : object;
/** The visit of one route, its parameters and query typed by its row of the table. */
export type VisitOf<N extends QueryName> = Visit<
  Output<(typeof queryRoutes)[N], 'params'>,
  Output<(typeof queryRoutes)[N], 'query'>
>;

const visits = new WeakMap<object, Visit>();

/** The visit of a request that the door has let in. */
export function visitOf(request: object): Visit {
  const visit = visits.get(request);
  if (!visit) throw new Error('this request did not come through the door');
  return visit;
}

/** A handler's parameter: its visit. */
export const Visiting = createParamDecorator((_: unknown, context: ExecutionContext) =>
  visitOf(context.switchToHttp().getRequest<object>()),
);

@Injectable()
export class DoorGuard implements CanActivate {
  private readonly rows = new Map(routes.map((row) => [`${row.method} ${row.path}`, row]));

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly gatekeeper: Gatekeeper,
    private readonly sessions: Sessions,
    private readonly limits: DoorLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // The live socket has a door of its own (live.gateway).
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const row = this.rows.get(`${request.method} ${request.routeOptions.url}`);
    if (!row) throw unknownRoute(request.method, request.routeOptions.url ?? request.url);
    if (row.method !== 'GET' && !isSameOrigin(request.headers)) throw foreignOrigin();
    if (isJson(row) && !hasJson(request)) throw badMediaType();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const who = await this.whoIs(row, request, reply);
    const params = read(row, 'params', request.params);
    const query = read(row, 'query', request.query);
    const visit = new Visit(row, who, params, query);
    if (row.action === 'site' && siteIn(params) !== visit.siteId) throw foreignSite();
    visits.set(request, visit);
    return true;
  }

  private async whoIs(
    row: Row,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Caller | SiteCaller | null> {
    if (row.action === 'anyone') return null;
    if (row.action !== 'site') return this.personOf(row, request, reply);
    const shown = readBasic(request.headers.authorization);
    const is = shown
      ? await judgeKey(this.db, { siteId: shown.name, key: shown.password })
      : ('wrong' as const);
    if (shown && is === 'right') {
      this.limits.knowSite(request, shown.name);
      return { siteId: shown.name };
    }
    if (is === 'withdrawn') {
      this.gatekeeper.turnAway('bad_credentials', shown?.name, `was not let in: ${withdrawnKey}`, 'http');
      throw keyRevoked();
    }
    this.gatekeeper.turnAway('bad_credentials', shown?.name, `was not let in: ${wrongKey}`, 'http');
    void reply.header('www-authenticate', basicChallenge);
    throw noSiteKey();
  }

  /** Whoever shows a token means it: a cookie beside it does not count. Nothing is about a token itself. */
  private async personOf(row: Row, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const secret = bearerSecret(request.headers.authorization);
    if (secret !== null) {
      const byToken = row.action === 'self' ? null : await callerOfToken(this.db, secret, this.world.nowMs());
      if (!byToken) throw noToken();
      return byToken;
    }
    const token = sessionToken(request.headers.cookie);
    const came = token === null ? null : await this.sessions.recognise(token);
    if (token === null || !came) throw notSignedIn();
    const { caller, next } = came;
    const meant = request.headers[personHeader];
    if (meant !== undefined && meant !== caller.personId) throw otherPerson();
    this.limits.knowSession(next?.token ?? token);
    // A session goes on by another token now and then (W2).
    if (next) void reply.header('set-cookie', sessionCookie(next.token, isSecure(request), next.lastsMs));
    return caller;
  }
}

/**
 * A page of another site can make a browser send a form or plain text here without asking first, and no JSON: beside
 * SameSite=Strict and the origin this is the third lock, and it keeps a photo's type away from what is no photo.
 */
function isJson({ body }: Row): boolean {
  return body !== undefined && typeof body !== 'string';
}

function hasJson({ headers }: FastifyRequest): boolean {
  return /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? 'application/json');
}

/** The site a path names; a route for agents without one would be about every site. */
function siteIn(params: unknown): string {
  const { siteId } = params as { siteId?: unknown };
  if (typeof siteId !== 'string') throw new Error('a route for agents names their site');
  return siteId;
}

function read(row: RouteRow, part: 'params' | 'query', given: unknown): unknown {
  const schema = row[part];
  if (!schema) return {};
  // Fastify's params and query have no prototype, which a strict object does not take for a plain one.
  const checked = schema.safeParse({ ...(given as object) });
  if (!checked.success) throw badInput(part, checked.error);
  return checked.data;
}
