// Coming in: by password, by a demo link, or by whatever else has shown who somebody is; each begins a session and is logged.
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { spendCode } from './codes.store.js';
import { Guesses, type NotBelieved } from './guesses.service.js';
import { splitGrants } from './held-back.js';
import { homeAreaOf } from './home-area.store.js';
import { homeOf } from './home.js';
import { useSignInLink } from './links.store.js';
import { Seal } from './seal.service.js';
import { readGrants, startSession } from './sessions.store.js';
import { knowAddress, tryWasRight } from './tries.store.js';
import type { Visitor } from './visitor.js';

/** A session that has begun: its token for the cookie, and where its person goes. */
export interface Entered {
  readonly ok: true;
  readonly token: string;
  readonly page: string;
  readonly needsSecondFactor: boolean;
}

/** By what somebody has shown who they are. */
export interface Shown {
  readonly by: (EventDraft & { type: 'person.signedIn' })['data']['by'];
  readonly secondFactor: boolean;
}

export interface Asked {
  readonly signInName: string;
  readonly password: string;
  readonly code?: string | undefined;
}

@Injectable()
export class SignIns {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly guesses: Guesses,
    private readonly seal: Seal,
  ) {}

  /** By password, and by a code where the person has a second factor. */
  async byPassword({ signInName, password, code }: Asked, visitor: Visitor): Promise<Entered | NotBelieved> {
    const trier = { signInName, address: visitor.address };
    const person = await this.find(signInName);
    const guess = await this.guesses.password(trier, person, password);
    if (!guess.ok) return guess;
    const { personId, hasSecondFactor } = person!;
    if (hasSecondFactor && code === undefined) return this.guesses.giveBack(guess, 'code_needed');
    const entered = await this.db.transaction().execute(async (tx) => {
      const nowMs = this.world.nowMs();
      if (hasSecondFactor && !(await spendCode(tx, this.seal, personId, code!, nowMs))) return null;
      await tryWasRight(tx, personId, trier, nowMs);
      return this.enter(tx, personId, { by: 'password', secondFactor: hasSecondFactor }, visitor);
    });
    return entered ?? this.guesses.wrong(guess, personId, 'wrong_code');
  }

  /** By a link of the demo, which the launcher shows on this machine alone: it counts as both factors. */
  byLink(token: string, visitor: Visitor): Promise<Entered | null> {
    return this.db.transaction().execute(async (tx) => {
      const personId = await useSignInLink(tx, token, this.world.nowMs());
      if (personId === null) return null;
      return this.enter(tx, personId, { by: 'link', secondFactor: true }, visitor);
    });
  }

  /** Somebody else has found out who it is, such as the organisation's directory. */
  comeIn(personId: string, shown: Shown, visitor: Visitor): Promise<Entered> {
    return this.db.transaction().execute((tx) => this.enter(tx, personId, shown, visitor));
  }

  /** The same as the last thing a transaction does; `before` are its events up to here. */
  async enter(
    tx: Tx,
    personId: string,
    { by, secondFactor }: Shown,
    visitor: Visitor,
    before: readonly EventDraft[] = [],
  ): Promise<Entered> {
    const { address } = visitor;
    const nowMs = this.world.nowMs();
    await knowAddress(tx, personId, address, nowMs);
    const token = await startSession(tx, personId, nowMs, (count) => this.world.random(count), {
      secondFactor,
      ...visitor,
    });
    const grants = (await readGrants(tx, [personId])).get(personId) ?? [];
    const { held, back } = splitGrants(grants, secondFactor);
    const needsSecondFactor = back.length > 0;
    const signedIn: EventDraft = {
      areaId: await homeAreaOf(tx, personId),
      type: 'person.signedIn',
      actor: { kind: 'person', id: personId },
      // A link of the demo counts as both factors, and was none: the log says what was.
      data: { personId, by, secondFactor: secondFactor && by !== 'link', address },
    };
    await append(tx, [...before, signedIn], { nowMs, salt: this.world.salt });
    const roles = held.map(({ role }) => role);
    return { ok: true, token, page: homeOf(roles, needsSecondFactor), needsSecondFactor };
  }

  private async find(signInName: string) {
    const row = await this.db
      .selectFrom('people')
      .select(['person_id', 'password_hash', 'second_factor'])
      .where('sign_in_name', '=', signInName)
      .where('retired_at_ms', 'is', null)
      .executeTakeFirst();
    if (!row) return null;
    return {
      personId: row.person_id,
      passwordHash: row.password_hash,
      hasSecondFactor: row.second_factor !== null,
    };
  }
}
