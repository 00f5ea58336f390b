// What an administrator does with people and units of their own areas.
import { type PersonRow, personBodySchema, unitBodySchema } from '@haixi/proto/accounts/accounts';
import { queryRoutes } from '@haixi/proto/commands/routes';
import type { Unit } from '@haixi/proto/live/picture';
import { Body, Controller, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import { endSessionsOf, invite, resetSecondFactor, unlock } from '../accounts/people-entry.store.js';
import { putGrants, putPerson, retire } from '../accounts/people-register.store.js';
import { readPeople } from '../accounts/people.store.js';
import type { Changing } from '../accounts/person-change.store.js';
import { putUnit, readUnits } from '../accounts/units.store.js';
import { Environment } from '../environment.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { readBody } from './body.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { peopleRefused } from './people-refusals.js';

type Done = { ok: true };
type OfPerson = VisitOf<'putPerson'>;

@Controller()
export class PeopleController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly environment: Environment,
  ) {}

  @Get(queryRoutes.people.path)
  async people(@Visiting() visit: Visit): Promise<{ people: PersonRow[] }> {
    return { people: await readPeople(this.db, visit.requireSomewhere(), this.world.nowMs()) };
  }

  @Put(queryRoutes.putPerson.path)
  async put(@Visiting() visit: OfPerson, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    return answer(await putPerson(by, visit.params.personId, readBody(personBodySchema, body)));
  }

  @Post(queryRoutes.invitePerson.path)
  @HttpCode(200)
  async invite(@Visiting() visit: OfPerson): Promise<{ url: string; expiresAtMs: number }> {
    const invited = await invite(this.changing(visit), visit.params.personId);
    if (!invited.ok) throw peopleRefused(invited);
    const { token, expiresAtMs } = invited;
    return { url: `${this.environment.origin}/join#${token}`, expiresAtMs };
  }

  @Put(queryRoutes.putGrants.path)
  async grants(@Visiting() visit: OfPerson, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    const { grants } = readBody(queryRoutes.putGrants.body, body);
    return answer(await putGrants(by, visit.params.personId, grants));
  }

  @Post(queryRoutes.unlockPerson.path)
  @HttpCode(200)
  async unlock(@Visiting() visit: OfPerson): Promise<Done> {
    return answer(await unlock(this.changing(visit), visit.params.personId));
  }

  @Post(queryRoutes.resetSecondFactor.path)
  @HttpCode(200)
  async resetSecondFactor(@Visiting() visit: OfPerson): Promise<Done> {
    return answer(await resetSecondFactor(this.changing(visit), visit.params.personId));
  }

  @Post(queryRoutes.endSessionsOf.path)
  @HttpCode(200)
  async endSessions(@Visiting() visit: OfPerson): Promise<Done> {
    return answer(await endSessionsOf(this.changing(visit), visit.params.personId));
  }

  @Post(queryRoutes.retirePerson.path)
  @HttpCode(200)
  async retire(@Visiting() visit: OfPerson): Promise<Done> {
    return answer(await retire(this.changing(visit), visit.params.personId));
  }

  @Get(queryRoutes.units.path)
  async units(@Visiting() visit: Visit): Promise<{ units: Unit[] }> {
    return { units: await readUnits(this.db, visit.requireSomewhere()) };
  }

  @Put(queryRoutes.putUnit.path)
  async putUnit(@Visiting() visit: VisitOf<'putUnit'>, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    return answer(await putUnit(by, visit.params.unitId, readBody(unitBodySchema, body)));
  }

  /** Whoever administers nobody anywhere learns nothing of what is there, nor of what a body would need. */
  private changing(visit: Visit): Changing {
    visit.requireSomewhere();
    return { db: this.db, caller: visit.caller, world: this.world };
  }
}

function answer(changed: { ok: true } | Parameters<typeof peopleRefused>[0]): Done {
  if (!changed.ok) throw peopleRefused(changed);
  return { ok: true };
}
