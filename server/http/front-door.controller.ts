// The front door: what the sign-in page has to know, and one-time links by which a password is chosen.
import {
  type CameIn,
  type FrontDoor,
  type Invitation,
  invitationAnswerSchema,
} from '@haixi/proto/accounts/accounts';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from '../accounts/cookie.js';
import { Directory } from '../accounts/directory.service.js';
import { Invitations } from '../accounts/invitations.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { accountRefused, retryAfterS } from './account-refusals.js';
import { isSecure, visitorOf } from './arrival.js';
import { readBody } from './body.js';
import { Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class FrontDoorController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly invitations: Invitations,
    private readonly directory: Directory,
  ) {}

  @Get(queryRoutes.frontDoor.path)
  async door(): Promise<FrontDoor> {
    const row = await this.db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', 'mode')
      .executeTakeFirst();
    const mode = row?.value === 'production' ? 'production' : 'demo';
    const anybody = await this.db.selectFrom('people').select('person_id').limit(1).executeTakeFirst();
    return { mode, directory: this.directory.name, needsSetUp: mode === 'production' && !anybody };
  }

  @Get(queryRoutes.invitation.path)
  async invitation(@Visiting() { params }: VisitOf<'invitation'>): Promise<Invitation> {
    const invitation = await this.invitations.look(params.token);
    if (!invitation) throw accountRefused({ ok: false, reason: 'link_used' }, this.world.nowMs());
    return invitation;
  }

  @Post(queryRoutes.answerInvitation.path)
  @HttpCode(200)
  async answer(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() { params }: VisitOf<'answerInvitation'>,
    @Body() body: unknown,
  ): Promise<CameIn> {
    const chosen = readBody(invitationAnswerSchema, body);
    const answered = await this.invitations.answer(params.token, chosen, visitorOf(request));
    if (!answered.ok) {
      const nowMs = this.world.nowMs();
      const waitS = retryAfterS(answered, nowMs);
      if (waitS !== null) void reply.header('retry-after', String(waitS));
      throw accountRefused(answered, nowMs);
    }
    if (answered.token === null) return { page: answered.page, needsSecondFactor: false };
    void reply.header('set-cookie', sessionCookie(answered.token, isSecure(request)));
    return { page: answered.page, needsSecondFactor: answered.needsSecondFactor };
  }
}
