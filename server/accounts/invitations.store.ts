// One-time links to choose a password: made by an administrator or the launcher, used once; the table has their hashes.
import type { Invitation } from '@haixi/proto/accounts/accounts';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import { hashOfSecret, newSecret } from './secret.js';

/** How long an unused invitation stands. */
export const invitationLastsMs = 24 * 3_600_000;

export type InvitationKind = Invitation['kind'];

/** Whom a link is for: the set-up link alone is for nobody who is there yet. */
export type Invited =
  | { readonly personId: null; readonly kind: 'set-up' }
  | { readonly personId: string; readonly kind: 'invitation' | 'new-password' };

/**
 * Makes a link and gives its token, which is in no table, for `<origin>/join#<token>` or `<origin>/set-up#<token>`:
 * behind a `#` it is in no server's lines. Earlier links of the same person stop working.
 */
export async function createInvitation(
  tx: Tx,
  { personId, kind }: Invited,
  world: World,
): Promise<{ token: string; expiresAtMs: number }> {
  const token = newSecret((count) => world.random(count));
  const expiresAtMs = world.nowMs() + invitationLastsMs;
  await dropInvitations(tx, personId);
  await tx
    .insertInto('invitations')
    .values({
      token_hash: hashOfSecret(token),
      person_id: personId,
      kind,
      expires_at_ms: expiresAtMs,
      used_at_ms: null,
    })
    .execute();
  return { token, expiresAtMs };
}

/** Takes a person's links away, the unused and the used; null is whoever would set the server up. */
export async function dropInvitations(tx: Tx, personId: string | null): Promise<void> {
  await tx.deleteFrom('invitations').where('person_id', 'is not distinct from', personId).execute();
}

/** A link that can still be used. */
export interface OpenInvitation {
  readonly kind: InvitationKind;
  readonly personId: string | null;
  readonly expiresAtMs: number;
}

/** The link of this token; null where it was used, has expired or never was. */
export async function findInvitation(db: Db, token: string, nowMs: number): Promise<OpenInvitation | null> {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', hashOfSecret(token))
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return row ? read(row) : null;
}

/** Uses a link up and gives what it was for; null as above. Of two at once, one wins: the other waits and finds it used. */
export async function useInvitation(tx: Tx, token: string, nowMs: number): Promise<OpenInvitation | null> {
  const row = await tx
    .updateTable('invitations')
    .set({ used_at_ms: nowMs })
    .where('token_hash', '=', hashOfSecret(token))
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .returningAll()
    .executeTakeFirst();
  return row ? read(row) : null;
}

function read(row: { kind: string; person_id: string | null; expires_at_ms: number }): OpenInvitation {
  return { kind: row.kind as InvitationKind, personId: row.person_id, expiresAtMs: row.expires_at_ms };
}
