// Named tokens of other systems, as who administers people issues and withdraws them.
import { tokenBodySchema, type TokenRow } from '@haixi/proto/accounts/accounts';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { issueToken, readTokens, revokeToken } from '../accounts/tokens.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { readBody } from './body.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { tokenLastsTooLong } from './people-refusals.js';
import { notAllowed, notFound } from './problem.js';

@Controller()
export class TokensController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Get(queryRoutes.tokens.path)
  async tokens(@Visiting() visit: Visit): Promise<{ tokens: TokenRow[] }> {
    return { tokens: await readTokens(this.db, visit.requireSomewhere()) };
  }

  @Post(queryRoutes.issueToken.path)
  @HttpCode(200)
  async issue(@Visiting() visit: Visit, @Body() body: unknown): Promise<{ tokenId: string; secret: string }> {
    visit.requireSomewhere();
    const asked = readBody(tokenBodySchema, body);
    const issued = await issueToken({ db: this.db, caller: visit.caller, world: this.world }, asked);
    if (!issued.ok && issued.reason === 'bad_end') throw tokenLastsTooLong();
    if (!issued.ok) throw notAllowed('people.manage', `area ${asked.areaId}`);
    return { tokenId: issued.tokenId, secret: issued.secret };
  }

  @Post(queryRoutes.revokeToken.path)
  @HttpCode(200)
  async revoke(@Visiting() visit: VisitOf<'revokeToken'>): Promise<{ ok: true }> {
    visit.requireSomewhere();
    const by = { db: this.db, caller: visit.caller, world: this.world };
    if (!(await revokeToken(by, visit.params.tokenId)))
      throw notFound('params.tokenId', 'token in the areas you administer');
    return { ok: true };
  }
}
