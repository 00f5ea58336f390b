// Setting up one's second factor, showing it in a session, and taking it away (rule W4).
import type { SecondFactor } from '@haixi/proto/accounts/accounts';
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import type { Caller } from './caller.js';
import { dropSecondFactor, keepRecoveryCodes, spendCode, spendStep } from './codes.store.js';
import { Guesses } from './guesses.service.js';
import { needsSecondFactor } from './held-back.js';
import { homeAreaOf } from './home-area.store.js';
import { type AccountRow, type NotChanged, OwnAccount, trierOf } from './own-account.service.js';
import { Seal } from './seal.service.js';
import { readGrants } from './sessions.store.js';
import { newRecoveryCodes, newTotpSecret, stepOfCode, totpUri } from './totp.js';
import { tryWasRight } from './tries.store.js';
import type { Visitor } from './visitor.js';

/** Without a password to show, one has to have come in as lately as this. */
const freshWithinMs = 15 * 60_000;

export type NoSecondFactor =
  | NotChanged
  | {
      readonly ok: false;
      readonly reason: 'not_shown' | 'sign_in_again' | 'none_pending' | 'no_second_factor' | 'must_have';
    };

@Injectable()
export class SecondFactors {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly account: OwnAccount,
    private readonly guesses: Guesses,
    private readonly seal: Seal,
  ) {}

  /** A new secret, which counts once a code of it was shown. Whoever has a second factor must have shown it to change it. */
  async begin(
    caller: Caller,
    password: string,
    visitor: Visitor,
  ): Promise<{ ok: true; secondFactor: SecondFactor } | NoSecondFactor> {
    const row = await this.account.row(caller.personId);
    const session = await this.session(caller);
    if (row.secondFactor !== null && session.second_factor_at_ms === null)
      return { ok: false, reason: 'not_shown' };
    if (row.passwordHash === null && this.world.nowMs() - session.created_at_ms > freshWithinMs)
      return { ok: false, reason: 'sign_in_again' };
    const guess = row.passwordHash === null ? null : await this.account.showPassword(row, password, visitor);
    if (guess && !guess.ok) return guess;
    const secret = newTotpSecret((count) => this.world.random(count));
    await this.db.transaction().execute(async (tx) => {
      const pending = { second_factor_pending: this.seal.seal(secret) };
      await tx.updateTable('people').set(pending).where('person_id', '=', caller.personId).execute();
      if (guess) await tryWasRight(tx, caller.personId, guess.trier, this.world.nowMs());
    });
    const label = row.signInName === '' ? caller.personId : row.signInName;
    return { ok: true, secondFactor: { secret, uri: totpUri(secret, label) } };
  }

  /**
   * Shows a code: the first of what is being set up, which then counts and gives the recovery codes; or, where nothing
   * is, one of the second factor they have, by which the session gets what was held back.
   */
  async confirm(
    caller: Caller,
    code: string,
    visitor: Visitor,
  ): Promise<{ ok: true; recoveryCodes: string[] } | NoSecondFactor> {
    const row = await this.account.row(caller.personId);
    if (row.pending === null && row.secondFactor === null) return { ok: false, reason: 'none_pending' };
    const guess = await this.guesses.begin(trierOf(row, visitor));
    if (!guess.ok) return guess;
    const { second_factor_at_ms } = await this.session(caller);
    const recoveryCodes = await this.db.transaction().execute(async (tx) => {
      const nowMs = this.world.nowMs();
      const codes = await this.take(tx, row, code, second_factor_at_ms !== null);
      if (codes === null) return null;
      await tryWasRight(tx, row.personId, guess.trier, nowMs);
      await tx
        .updateTable('sessions')
        .set({ second_factor_at_ms: nowMs })
        .where('session_id', '=', caller.sessionId)
        .execute();
      if (codes.length > 0) await this.log(tx, row.personId, 'person.secondFactorSet');
      return codes;
    });
    if (recoveryCodes) return { ok: true, recoveryCodes };
    return this.guesses.wrong(guess, row.personId, 'wrong_code');
  }

  /** Takes it away, by both the password and a code; not where a role demands it. */
  async remove(
    caller: Caller,
    password: string,
    code: string,
    visitor: Visitor,
  ): Promise<{ ok: true } | NoSecondFactor> {
    const row = await this.account.row(caller.personId);
    if (row.secondFactor === null) return { ok: false, reason: 'no_second_factor' };
    const grants = (await readGrants(this.db, [row.personId])).get(row.personId) ?? [];
    if (needsSecondFactor(grants)) return { ok: false, reason: 'must_have' };
    const guess =
      row.passwordHash === null
        ? await this.guesses.begin(trierOf(row, visitor))
        : await this.account.showPassword(row, password, visitor);
    if (!guess.ok) return guess;
    const isGone = await this.db.transaction().execute(async (tx) => {
      const nowMs = this.world.nowMs();
      if (!(await spendCode(tx, this.seal, row.personId, code, nowMs))) return false;
      await dropSecondFactor(tx, row.personId);
      await tryWasRight(tx, row.personId, guess.trier, nowMs);
      await this.log(tx, row.personId, 'person.secondFactorGone');
      return true;
    });
    return isGone ? { ok: true } : this.guesses.wrong(guess, row.personId, 'wrong_code');
  }

  /**
   * The recovery codes of a new second factor, none of the one they have; null where the code is of neither. The new one
   * does not count in a session that has not shown the one there is.
   */
  private async take(tx: Tx, row: AccountRow, code: string, hasShown: boolean): Promise<string[] | null> {
    const { personId, pending, secondFactor } = row;
    const nowMs = this.world.nowMs();
    const mayReplace = secondFactor === null || hasShown;
    const step = pending !== null && mayReplace ? stepOfCode(this.seal.open(pending), code, nowMs) : null;
    if (pending === null || step === null) {
      const isRight = secondFactor !== null && (await spendCode(tx, this.seal, personId, code, nowMs));
      return isRight ? [] : null;
    }
    const codes = newRecoveryCodes((count) => this.world.random(count));
    await dropSecondFactor(tx, personId);
    await tx
      .updateTable('people')
      .set({ second_factor: pending })
      .where('person_id', '=', personId)
      .execute();
    await spendStep(tx, personId, step);
    await keepRecoveryCodes(tx, personId, codes);
    return codes;
  }

  private async log(
    tx: Tx,
    personId: string,
    type: 'person.secondFactorSet' | 'person.secondFactorGone',
  ): Promise<void> {
    const of = { areaId: await homeAreaOf(tx, personId), actor: { kind: 'person', id: personId } as const };
    const draft: EventDraft =
      type === 'person.secondFactorSet'
        ? { ...of, type, data: { personId } }
        : { ...of, type, data: { personId, because: 'own' } };
    await append(tx, [draft], { nowMs: this.world.nowMs(), salt: this.world.salt });
  }

  private session({ sessionId }: Caller) {
    return this.db
      .selectFrom('sessions')
      .select(['created_at_ms', 'second_factor_at_ms'])
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
  }
}
