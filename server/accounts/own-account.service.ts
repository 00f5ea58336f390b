// One's own account: what stands in it, and choosing another password.
import type { Account } from '@haixi/proto/accounts/accounts';
import { Inject, Injectable } from '@nestjs/common';
import { append } from '../log/log.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import type { Caller } from './caller.js';
import { type Guess, Guesses, type NotBelieved } from './guesses.service.js';
import { needsSecondFactor } from './held-back.js';
import { homeAreaOf } from './home-area.store.js';
import { type Weakness, weaknessOf } from './password-rules.js';
import { Passwords } from './passwords.service.js';
import { Sessions } from './sessions.service.js';
import { readGrants } from './sessions.store.js';
import { tryWasRight } from './tries.store.js';
import type { Visitor } from './visitor.js';

/** Why something of one's own account is not changed. */
export type NotChanged =
  | NotBelieved
  | { readonly ok: false; readonly reason: 'no_password' }
  | { readonly ok: false; readonly reason: 'weak_password'; readonly weakness: Weakness };

/** A person as their account has them. */
export interface AccountRow {
  readonly personId: string;
  readonly signInName: string;
  readonly passwordHash: string | null;
  readonly secondFactor: string | null;
  readonly pending: string | null;
}

@Injectable()
export class OwnAccount {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly guesses: Guesses,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
  ) {}

  async of({ personId, sessionId }: Caller): Promise<Account> {
    const row = await this.row(personId);
    const unused = await this.db
      .selectFrom('recovery_codes')
      .select((rows) => rows.fn.countAll().as('left'))
      .where('person_id', '=', personId)
      .where('used_at_ms', 'is', null)
      .executeTakeFirstOrThrow();
    const grants = (await readGrants(this.db, [personId])).get(personId) ?? [];
    return {
      signInName: row.signInName,
      hasPassword: row.passwordHash !== null,
      hasSecondFactor: row.secondFactor !== null,
      mustHaveSecondFactor: needsSecondFactor(grants),
      recoveryCodesLeft: Number(unused.left),
      sessions: await this.sessions.list(personId, sessionId),
    };
  }

  /** Chooses another password; all other sessions of the person end. */
  async changePassword(
    { personId, sessionId }: Caller,
    password: string,
    newPassword: string,
    visitor: Visitor,
  ): Promise<{ ok: true } | NotChanged> {
    const row = await this.row(personId);
    const guess = await this.showPassword(row, password, visitor);
    if (!guess.ok) return guess;
    const weakness = weaknessOf(newPassword, row.signInName);
    const hash = weakness ? null : await this.passwords.hash(newPassword);
    if (hash === null) {
      await this.guesses.giveBack(guess, 'busy');
      return weakness ? { ok: false, reason: 'weak_password', weakness } : { ok: false, reason: 'busy' };
    }
    await this.db.transaction().execute(async (tx) => {
      const nowMs = this.world.nowMs();
      await tx.updateTable('people').set({ password_hash: hash }).where('person_id', '=', personId).execute();
      await tx
        .deleteFrom('sessions')
        .where('person_id', '=', personId)
        .where('session_id', '!=', sessionId ?? '')
        .execute();
      await tryWasRight(tx, personId, guess.trier, nowMs);
      const areaId = await homeAreaOf(tx, personId);
      const actor = { kind: 'person', id: personId } as const;
      const stamp = { nowMs, salt: this.world.salt };
      await append(tx, [{ areaId, type: 'person.passwordSet', actor, data: { personId } }], stamp);
    });
    return { ok: true };
  }

  /** Looks at the password once more, as at the door: a page that somebody left open is no place to guess either. */
  async showPassword(row: AccountRow, password: string, visitor: Visitor): Promise<Guess | NotChanged> {
    if (row.passwordHash === null) return { ok: false, reason: 'no_password' };
    return this.guesses.password(trierOf(row, visitor), row, password);
  }

  async row(personId: string): Promise<AccountRow> {
    const row = await this.db
      .selectFrom('people')
      .select(['sign_in_name', 'password_hash', 'second_factor', 'second_factor_pending'])
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    return {
      personId,
      signInName: row.sign_in_name ?? '',
      passwordHash: row.password_hash,
      secondFactor: row.second_factor,
      pending: row.second_factor_pending,
    };
  }
}

/** Whoever has no name to sign in by is counted by their id, which nobody can type as a name at the door. */
export function trierOf({ signInName, personId }: AccountRow, { address }: Visitor) {
  return { signInName: signInName === '' ? `#${personId}` : signInName, address };
}
