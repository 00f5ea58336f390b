// One-use sign-in links: made by the launcher, used once over loopback; the table has their hashes alone.
import type { Db } from '../store/database.store.js';
import { hashOfSecret, newSecret } from './secret.js';

/** How long an unused link stands. */
export const linkLastsMs = 24 * 3_600_000;

/**
 * Makes a link for a person and gives its token, for the path `/sign-in/<token>`. Throws where the person is unknown.
 * `random` gives that many random bytes.
 */
export async function createSignInLink(
  db: Db,
  personId: string,
  nowMs: number,
  random: (count: number) => Uint8Array,
): Promise<string> {
  const token = newSecret(random);
  await db.deleteFrom('sign_in_links').where('expires_at_ms', '<', nowMs).execute();
  await db
    .insertInto('sign_in_links')
    .values({
      token_hash: hashOfSecret(token),
      person_id: personId,
      expires_at_ms: nowMs + linkLastsMs,
      used_at_ms: null,
    })
    .execute();
  return token;
}

/** Uses a link up and gives its person; null where it was used, has expired or never was. Of two at once, one wins. */
export async function useSignInLink(db: Db, token: string, nowMs: number): Promise<string | null> {
  const row = await db
    .updateTable('sign_in_links')
    .set({ used_at_ms: nowMs })
    .where('token_hash', '=', hashOfSecret(token))
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}
