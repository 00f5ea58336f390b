// Passwords and codes that somebody shows, each counted before it is looked at; one too many locks out and is logged (W3).
import { Inject, Injectable } from '@nestjs/common';
import { append } from '../log/log.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { homeAreaOf } from './home-area.store.js';
import { Passwords } from './passwords.service.js';
import { giveTryBack, spendTry, type Trier, tryWasWrong } from './tries.store.js';

/** Why somebody is not believed. `untilMs` is when they may try again, epoch ms. */
export type NotBelieved =
  | { readonly ok: false; readonly reason: 'wrong_password' | 'wrong_code' | 'code_needed' | 'busy' }
  | { readonly ok: false; readonly reason: 'locked_out'; readonly untilMs: number };

/** A try that was counted, and has to end by `giveBack`, `wrong` or `tryWasRight`. */
export interface Guess {
  readonly ok: true;
  readonly trier: Trier;
  readonly fromHere: number;
  readonly fromAnywhere: number;
}

/** Whose password or code it would be; null where nobody has the name. */
export interface Guessed {
  readonly personId: string;
  readonly passwordHash: string | null;
}

@Injectable()
export class Guesses {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly passwords: Passwords,
  ) {}

  async begin(trier: Trier): Promise<Guess | NotBelieved> {
    const spent = await spendTry(this.db, trier, this.world.nowMs());
    if (!spent.ok) return { ok: false, reason: 'locked_out', untilMs: spent.untilMs };
    return { ok: true, trier, fromHere: spent.fromHere, fromAnywhere: spent.fromAnywhere };
  }

  /** Begins and looks at the password; the guess goes on where it was right. */
  async password(trier: Trier, person: Guessed | null, password: string): Promise<Guess | NotBelieved> {
    const guess = await this.begin(trier);
    if (!guess.ok) return guess;
    const isRight = await this.passwords.isRight(password, person?.passwordHash ?? null);
    if (isRight === null) return this.giveBack(guess, 'busy');
    return isRight ? guess : this.wrong(guess, person?.personId ?? null, 'wrong_password');
  }

  /** It was neither right nor wrong. */
  async giveBack(guess: Guess, reason: 'busy' | 'code_needed'): Promise<NotBelieved> {
    await giveTryBack(this.db, guess.trier);
    return { ok: false, reason };
  }

  /** It was wrong. The answer for a name that nobody has is the same, and only the log knows better. */
  wrong(
    guess: Guess,
    personId: string | null,
    reason: 'wrong_password' | 'wrong_code',
  ): Promise<NotBelieved> {
    return this.db.transaction().execute(async (tx) => {
      const locked = await tryWasWrong(tx, guess.trier, guess, this.world.nowMs());
      if (!locked) return { ok: false, reason };
      if (personId !== null) {
        const areaId = await homeAreaOf(tx, personId);
        const data = { personId, ...locked };
        const stamp = { nowMs: this.world.nowMs(), salt: this.world.salt };
        await append(tx, [{ areaId, type: 'person.lockedOut', actor: { kind: 'system' }, data }], stamp);
      }
      return { ok: false, reason: 'locked_out', untilMs: locked.untilMs };
    });
  }
}
