// Coming and going: a one-use link makes a session, and a person can end theirs and ask who they are.
import { type Me, queryRoutes } from '@haixi/proto/commands/routes';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noSessionCookie, sessionCookie, sessionToken } from '../accounts/cookie.js';
import { useSignInLink } from '../accounts/links.store.js';
import { endSession, startSession } from '../accounts/sessions.store.js';
import { readUnitsOf } from '../live/picture.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { notLoopback } from './problem.js';
import { usedLinkPage } from './used-link-page.js';

@Controller()
export class SignInController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Get(queryRoutes.signIn.path)
  async signIn(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Visiting() visit: VisitOf<'signIn'>,
  ): Promise<void> {
    if (!isLoopback(request)) throw notLoopback();
    void reply.header('cache-control', 'no-store');
    const personId = await useSignInLink(this.db, visit.params.token, this.world.nowMs());
    if (personId === null) {
      await reply.status(410).type('text/html; charset=utf-8').send(usedLinkPage);
      return;
    }
    const token = await startSession(this.db, personId, this.world.nowMs(), (count) =>
      this.world.random(count),
    );
    void reply.header('set-cookie', sessionCookie(token, isSecure(request)));
    await reply.redirect(await this.homeOf(personId), 303);
  }

  @Post(queryRoutes.signOut.path)
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ ok: true }> {
    const token = sessionToken(request.headers.cookie);
    if (token !== null) await endSession(this.db, token);
    void reply.status(200).header('set-cookie', noSessionCookie(isSecure(request)));
    return { ok: true };
  }

  @Get(queryRoutes.me.path)
  async me(@Visiting() { caller }: VisitOf<'me'>): Promise<Me> {
    const roles = [...new Set(caller.grants.map((grant) => grant.role))];
    return {
      person: { personId: caller.personId, name: caller.name, roles },
      grants: [...caller.grants],
      units: await readUnitsOf(this.db, caller.personId),
      needsSecondFactor: false,
    };
  }

  /** Whoever is an officer and nothing else works on the tablet. */
  private async homeOf(personId: string): Promise<string> {
    const grants = await this.db
      .selectFrom('grants')
      .select('role')
      .where('person_id', '=', personId)
      .execute();
    return grants.some((grant) => grant.role !== 'officer') ? '/console' : '/patrol';
  }
}

/** By the socket alone: a proxy on the same machine says so by a header, and then the person is elsewhere. */
function isLoopback(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = socket.remoteAddress ?? '';
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/** TLS ends at the proxy in front, which says so. */
function isSecure(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-proto'] === 'https';
}
