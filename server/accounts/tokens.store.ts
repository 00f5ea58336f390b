// Named tokens of other systems: issued with a scope and an end date, known by their hash, and withdrawn (rule W5).
import type { TokenRow, tokenBodySchema } from '@haixi/proto/accounts/accounts';
import { tokenLastsMsMax } from '@haixi/proto/accounts/accounts';
import type { Action } from '@haixi/proto/commands/actions';
import type { z } from 'zod';
import { append } from '../log/log.store.js';
import type { Db } from '../store/database.store.js';
import { Caller } from './caller.js';
import { actorOf, type Changing, manages } from './person-change.store.js';
import { hashOfSecret, newSecret } from './secret.js';
import { readTree } from './sessions.store.js';

/** How a token's secret begins, so that one that was left lying about is found. */
const prefix = 'hx_';
/** That a token was used is written down this often. */
const usedEveryMs = 60_000;

type TokenBody = z.output<typeof tokenBodySchema>;
export type Issued =
  | { readonly ok: true; readonly tokenId: string; readonly secret: string }
  | { readonly ok: false; readonly reason: 'not_allowed' | 'bad_end' };

/** The tokens of these areas, the latest first; never their secrets. */
export async function readTokens(db: Db, areaIds: readonly string[]): Promise<TokenRow[]> {
  const rows = await db
    .selectFrom('tokens')
    .innerJoin('people', 'people.person_id', 'tokens.token_id')
    .selectAll('tokens')
    .select('people.name')
    .where('tokens.area_id', 'in', areaIds)
    .orderBy('issued_at_ms', 'desc')
    .orderBy('token_id')
    .execute();
  return rows.map((row) => ({
    tokenId: row.token_id,
    name: row.name,
    areaId: row.area_id,
    actions: JSON.parse(row.actions) as TokenRow['actions'],
    untilMs: row.until_ms,
    issuedBy: row.issued_by,
    issuedAtMs: row.issued_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    revokedAtMs: row.revoked_at_ms,
  }));
}

/** Issues a token. Its secret is given this once; whatever it does is in the log under the token's own id. */
export async function issueToken(
  { db, caller, world }: Changing,
  { name, areaId, untilMs, ...body }: TokenBody,
): Promise<Issued> {
  if (!manages(caller)(areaId)) return { ok: false, reason: 'not_allowed' };
  const nowMs = world.nowMs();
  if (untilMs <= nowMs || untilMs > nowMs + tokenLastsMsMax) return { ok: false, reason: 'bad_end' };
  const secret = prefix + newSecret((count) => world.random(count));
  const tokenId = world.newId();
  const actions = [...new Set(body.actions)];
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('people')
      .values({ person_id: tokenId, name, kind: 'token', area_id: areaId })
      .execute();
    await tx
      .insertInto('tokens')
      .values({
        token_id: tokenId,
        area_id: areaId,
        actions: JSON.stringify(actions),
        secret_hash: hashOfSecret(secret),
        issued_by: caller.personId,
        issued_at_ms: nowMs,
        until_ms: untilMs,
      })
      .execute();
    const data = { tokenId, name, actions, untilMs };
    const draft = { areaId, type: 'token.issued' as const, actor: actorOf(caller), data };
    await append(tx, [draft], { nowMs, salt: world.salt });
  });
  return { ok: true, tokenId, secret };
}

/** Withdraws a token, from its next request on; false where there is none in the caller's areas. Again changes nothing. */
export async function revokeToken({ db, caller, world }: Changing, tokenId: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('tokens')
      .select(['area_id', 'revoked_at_ms'])
      .where('token_id', '=', tokenId)
      .forUpdate()
      .executeTakeFirst();
    if (!row || !manages(caller)(row.area_id)) return false;
    if (row.revoked_at_ms !== null) return true;
    const nowMs = world.nowMs();
    await tx.updateTable('tokens').set({ revoked_at_ms: nowMs }).where('token_id', '=', tokenId).execute();
    const actor = actorOf(caller);
    const draft = { areaId: row.area_id, type: 'token.revoked' as const, actor, data: { tokenId } };
    await append(tx, [draft], { nowMs, salt: world.salt });
    return true;
  });
}

/** True for what could be a token's secret; a session's token is shorter. */
export function isTokenSecret(text: string): boolean {
  return /^hx_[A-Za-z0-9_-]{43}$/.test(text);
}

/** The secret out of an `Authorization: Bearer` header; null where it is none of ours. */
export function bearerSecret(header: string | undefined): string | null {
  const shown = /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '';
  return isTokenSecret(shown) ? shown : null;
}

/** Who holds this secret; null where it never was one, has ended or was withdrawn. */
export async function callerOfToken(db: Db, secret: string, nowMs: number): Promise<Caller | null> {
  const row = await db
    .selectFrom('tokens')
    .select(['token_id', 'last_used_at_ms'])
    .where('secret_hash', '=', hashOfSecret(secret))
    .executeTakeFirst();
  if (!row) return null;
  const caller = (await callersOfTokens(db, [row.token_id], nowMs)).get(row.token_id) ?? null;
  if (caller && (row.last_used_at_ms ?? 0) <= nowMs - usedEveryMs)
    await db
      .updateTable('tokens')
      .set({ last_used_at_ms: nowMs })
      .where('token_id', '=', row.token_id)
      .execute();
  return caller;
}

/** The callers of many tokens at once, by the token's id; those that have ended or were withdrawn are missing. */
export async function callersOfTokens(
  db: Db,
  tokenIds: readonly string[],
  nowMs: number,
): Promise<Map<string, Caller>> {
  if (tokenIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('tokens')
    .innerJoin('people', 'people.person_id', 'tokens.token_id')
    .select(['token_id', 'people.name', 'tokens.area_id', 'actions'])
    .where('token_id', 'in', tokenIds)
    .where('until_ms', '>', nowMs)
    .where('revoked_at_ms', 'is', null)
    .execute();
  if (rows.length === 0) return new Map();
  const tree = await readTree(db);
  return new Map(
    rows.map((row) => {
      const scope = { actions: JSON.parse(row.actions) as Action[], areaId: row.area_id };
      return [row.token_id, new Caller(row.token_id, row.name, [], tree, null, scope)];
    }),
  );
}
