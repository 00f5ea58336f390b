// Answering a one-time link: a person chooses a password and comes in; the set-up link makes the first administrator.
import type { Invitation } from '@haixi/proto/accounts/accounts';
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type First, makeFirst } from './first-person.store.js';
import { homeAreaOf } from './home-area.store.js';
import { findInvitation, type OpenInvitation, useInvitation } from './invitations.store.js';
import { type Weakness, weaknessOf } from './password-rules.js';
import { Passwords } from './passwords.service.js';
import { takeSessionsAway } from './sessions.service.js';
import { type Entered, SignIns } from './sign-ins.service.js';
import { forgetTries } from './tries.store.js';
import type { Visitor } from './visitor.js';

export type NotInvited =
  | { readonly ok: false; readonly reason: 'link_used' | 'first_needed' | 'first_not_asked' | 'busy' }
  | { readonly ok: false; readonly reason: 'weak_password'; readonly weakness: Weakness };

/** Come in; or, where the person has a second factor, the password alone was chosen and they sign in by both. */
export type Answered = Entered | { readonly ok: true; readonly token: null; readonly page: '/sign-in' };

export interface Answer {
  readonly password: string;
  readonly first?: First | undefined;
}

@Injectable()
export class Invitations {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly passwords: Passwords,
    private readonly signIns: SignIns,
  ) {}

  /** What a link is for; null where it was used, has expired or never was. */
  async look(token: string): Promise<Invitation | null> {
    const open = await findInvitation(this.db, token, this.world.nowMs());
    if (!open) return null;
    const { kind, expiresAtMs } = open;
    const who = await this.who(open);
    return who && { kind, expiresAtMs, ...who };
  }

  async answer(token: string, { password, first }: Answer, visitor: Visitor): Promise<Answered | NotInvited> {
    const open = await findInvitation(this.db, token, this.world.nowMs());
    const who = open && (await this.who(open));
    if (!who) return { ok: false, reason: 'link_used' };
    if (open.personId === null && !first) return { ok: false, reason: 'first_needed' };
    if (open.personId !== null && first) return { ok: false, reason: 'first_not_asked' };
    const weakness = weaknessOf(password, first?.signInName ?? who.signInName);
    if (weakness) return { ok: false, reason: 'weak_password', weakness };
    const hash = await this.passwords.hash(password);
    if (hash === null) return { ok: false, reason: 'busy' };
    const answered = await this.db.transaction().execute(async (tx) => {
      const used = await useInvitation(tx, token, this.world.nowMs());
      if (!used) return null;
      return first ? this.setUp(tx, first, hash, visitor) : this.choose(tx, used.personId!, hash, visitor);
    });
    return answered ?? { ok: false, reason: 'link_used' };
  }

  /** The root area, its administrator and their session, all or nothing; null where there are people already. */
  private async setUp(tx: Tx, first: First, hash: string, visitor: Visitor): Promise<Entered | null> {
    const made = await makeFirst(tx, first, hash);
    if (!made) return null;
    return this.signIns.enter(tx, made.personId, { by: 'set-up', secondFactor: false }, visitor, made.drafts);
  }

  private async choose(tx: Tx, personId: string, hash: string, visitor: Visitor): Promise<Answered | null> {
    const row = await tx
      .updateTable('people')
      .set({ password_hash: hash })
      .where('person_id', '=', personId)
      .where('retired_at_ms', 'is', null)
      .returning(['sign_in_name', 'second_factor'])
      .executeTakeFirst();
    if (!row) return null;
    await takeSessionsAway(tx, personId, 'all');
    if (row.sign_in_name !== null) await forgetTries(tx, row.sign_in_name);
    const chosen: EventDraft = {
      areaId: await homeAreaOf(tx, personId),
      type: 'person.passwordSet',
      actor: { kind: 'person', id: personId },
      data: { personId },
    };
    if (row.second_factor === null)
      return this.signIns.enter(tx, personId, { by: 'invitation', secondFactor: false }, visitor, [chosen]);
    // Whoever came by this link has not shown the phone: a link that was read by another is no way round it.
    await append(tx, [chosen], { nowMs: this.world.nowMs(), salt: this.world.salt });
    return { ok: true, token: null, page: '/sign-in' };
  }

  /** Null where the person has left, or the set-up link has been overtaken. */
  private async who({ personId }: OpenInvitation): Promise<{ name: string; signInName: string } | null> {
    if (personId === null) {
      const anybody = await this.db.selectFrom('people').select('person_id').limit(1).executeTakeFirst();
      return anybody ? null : { name: '', signInName: '' };
    }
    const row = await this.db
      .selectFrom('people')
      .select(['name', 'sign_in_name'])
      .where('person_id', '=', personId)
      .where('retired_at_ms', 'is', null)
      .executeTakeFirst();
    return row ? { name: row.name, signInName: row.sign_in_name ?? '' } : null;
  }
}
