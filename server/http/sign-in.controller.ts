// Coming and going: a password or a one-use link makes a session, and a person can end theirs and ask who they are.
import { type CameIn, signInSchema } from '@haixi/proto/accounts/accounts';
import { type Me, queryRoutes } from '@haixi/proto/commands/routes';
import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noSessionCookie, sessionCookie, sessionToken } from '../accounts/cookie.js';
import { Sessions } from '../accounts/sessions.service.js';
import { SignIns } from '../accounts/sign-ins.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { accountRefused, retryAfterS } from './account-refusals.js';
import { isLoopback, isSecure, visitorOf } from './arrival.js';
import { readBody } from './body.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { readMe } from './me.store.js';
import { notLoopback } from './problem.js';
import { usedLinkPage } from './used-link-page.js';

@Controller()
export class SignInController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly signIns: SignIns,
    private readonly sessions: Sessions,
  ) {}

  @Post(queryRoutes.startSession.path)
  @HttpCode(200)
  async start(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<CameIn> {
    const asked = readBody(signInSchema, body);
    const entered = await this.signIns.byPassword(asked, visitorOf(request));
    if (!entered.ok) {
      const nowMs = this.world.nowMs();
      const waitS = retryAfterS(entered, nowMs);
      if (waitS !== null) void reply.header('retry-after', String(waitS));
      throw accountRefused(entered, nowMs);
    }
    await this.leaveFormer(request);
    void reply.header('set-cookie', sessionCookie(entered.token, isSecure(request)));
    return { page: entered.page, needsSecondFactor: entered.needsSecondFactor };
  }

  @Get(queryRoutes.signIn.path)
  async signIn(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Visiting() visit: VisitOf<'signIn'>,
  ): Promise<void> {
    if (!isLoopback(request)) throw notLoopback();
    void reply.header('cache-control', 'no-store');
    const entered = await this.signIns.byLink(visit.params.token, visitorOf(request));
    if (entered === null) {
      await reply.status(410).type('text/html; charset=utf-8').send(usedLinkPage);
      return;
    }
    void reply.header('set-cookie', sessionCookie(entered.token, isSecure(request)));
    await reply.redirect(entered.page, 303);
  }

  @Post(queryRoutes.signOut.path)
  @HttpCode(200)
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { caller }: VisitOf<'signOut'>,
  ): Promise<{ ok: true }> {
    if (caller.sessionId !== null) await this.sessions.end(caller.personId, [caller.sessionId], 'asked');
    void reply.header('set-cookie', noSessionCookie(isSecure(request)));
    return { ok: true };
  }

  @Get(queryRoutes.me.path)
  async me(@Visiting() { caller }: VisitOf<'me'>): Promise<Me> {
    return await readMe(this.db, caller);
  }

  /** The browser forgets the session it had until now, so nobody could end that one any more. */
  private async leaveFormer(request: FastifyRequest): Promise<void> {
    const token = sessionToken(request.headers.cookie);
    const former = token === null ? null : await this.sessions.recognise(token);
    const sessionId = former?.caller.sessionId;
    if (former && sessionId) await this.sessions.end(former.caller.personId, [sessionId], 'asked');
  }
}
