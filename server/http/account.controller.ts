// One's own account: its password, second factor and sessions. Every route is about whoever asks, and about nobody else.
import type { Account, SecondFactor } from '@haixi/proto/accounts/accounts';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noSessionCookie } from '../accounts/cookie.js';
import { OwnAccount } from '../accounts/own-account.service.js';
import { type NoSecondFactor, SecondFactors } from '../accounts/second-factors.service.js';
import { Sessions } from '../accounts/sessions.service.js';
import { World } from '../world.js';
import { ownAccountRefused, retryAfterS } from './account-refusals.js';
import { isSecure, visitorOf } from './arrival.js';
import { readBody } from './body.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { notFound } from './problem.js';

@Controller()
export class AccountController {
  constructor(
    private readonly world: World,
    private readonly account: OwnAccount,
    private readonly secondFactors: SecondFactors,
    private readonly sessions: Sessions,
  ) {}

  @Get(queryRoutes.account.path)
  own(@Visiting() { caller }: VisitOf<'account'>): Promise<Account> {
    return this.account.of(caller);
  }

  @Post(queryRoutes.changePassword.path)
  @HttpCode(200)
  async changePassword(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { caller }: VisitOf<'changePassword'>,
    @Body() body: unknown,
  ): Promise<{ ok: true }> {
    const { password, newPassword } = readBody(queryRoutes.changePassword.body, body);
    const visitor = visitorOf(request);
    return this.done(await this.account.changePassword(caller, password, newPassword, visitor), reply);
  }

  @Post(queryRoutes.beginSecondFactor.path)
  @HttpCode(200)
  async begin(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { caller }: VisitOf<'beginSecondFactor'>,
    @Body() body: unknown,
  ): Promise<SecondFactor> {
    const { password } = readBody(queryRoutes.beginSecondFactor.body, body);
    const begun = await this.secondFactors.begin(caller, password, visitorOf(request));
    if (!begun.ok) throw this.refused(begun, reply);
    return begun.secondFactor;
  }

  @Post(queryRoutes.confirmSecondFactor.path)
  @HttpCode(200)
  async confirm(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { caller }: VisitOf<'confirmSecondFactor'>,
    @Body() body: unknown,
  ): Promise<{ recoveryCodes: string[] }> {
    const { code } = readBody(queryRoutes.confirmSecondFactor.body, body);
    const confirmed = await this.secondFactors.confirm(caller, code, visitorOf(request));
    if (!confirmed.ok) throw this.refused(confirmed, reply);
    return { recoveryCodes: confirmed.recoveryCodes };
  }

  @Post(queryRoutes.removeSecondFactor.path)
  @HttpCode(200)
  async remove(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { caller }: VisitOf<'removeSecondFactor'>,
    @Body() body: unknown,
  ): Promise<{ ok: true }> {
    const { password, code } = readBody(queryRoutes.removeSecondFactor.body, body);
    return this.done(await this.secondFactors.remove(caller, password, code, visitorOf(request)), reply);
  }

  @Post(queryRoutes.endOneSession.path)
  @HttpCode(200)
  async endOne(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { caller, params }: VisitOf<'endOneSession'>,
  ): Promise<{ ok: true }> {
    const ended = await this.sessions.end(caller.personId, [params.sessionId], 'asked');
    if (ended === 0) throw notFound('params.sessionId', 'session of yours');
    if (params.sessionId === caller.sessionId)
      void reply.header('set-cookie', noSessionCookie(isSecure(request)));
    return { ok: true };
  }

  @Post(queryRoutes.endAllSessions.path)
  @HttpCode(200)
  async endAll(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { caller }: VisitOf<'endAllSessions'>,
  ): Promise<{ ok: true }> {
    await this.sessions.end(caller.personId, 'all', 'everywhere');
    void reply.header('set-cookie', noSessionCookie(isSecure(request)));
    return { ok: true };
  }

  private done(changed: { ok: true } | NoSecondFactor, reply: FastifyReply): { ok: true } {
    if (!changed.ok) throw this.refused(changed, reply);
    return { ok: true };
  }

  private refused(refused: NoSecondFactor, reply: FastifyReply): Error {
    const nowMs = this.world.nowMs();
    const waitS = retryAfterS(refused, nowMs);
    if (waitS !== null) void reply.header('retry-after', String(waitS));
    return ownAccountRefused(refused, nowMs);
  }
}
