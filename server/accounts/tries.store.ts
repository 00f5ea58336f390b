// Wrong tries, counted through restarts: what locks somebody out who guesses, and nobody else (rule W3).
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import { addressesKeptMs } from '../store/upkeep.service.js';

/** So many wrong tries by one name from one address lock that address out of that name. */
export const wrongFromOneAddress = 10;
/** So many by one name from anywhere lock out every address that the person has not come in from lately. */
export const wrongFromAnywhere = 50;
/** Tries count together within this time, and a lock lasts as long. */
export const triesCountMs = 15 * 60_000;

/** Who tries, and from where. */
export interface Trier {
  readonly signInName: string;
  readonly address: string;
}

export type Spent =
  | { readonly ok: true; readonly fromHere: number; readonly fromAnywhere: number }
  | { readonly ok: false; readonly untilMs: number };

const here = ({ signInName, address }: Trier) => `${signInName} ${address}`;

/**
 * Counts a try before it is looked at, so that of many at once none is free; whoever was right gives it back. Answers
 * until when nobody is let try, where this name is locked for this address.
 */
export async function spendTry(db: Db, trier: Trier, nowMs: number): Promise<Spent> {
  const fromHere = await count(db, here(trier), nowMs);
  if (isLocked(fromHere, nowMs) || fromHere.wrong > wrongFromOneAddress)
    return { ok: false, untilMs: untilOf(fromHere) };
  const fromAnywhere = await count(db, trier.signInName, nowMs);
  const isFlood = isLocked(fromAnywhere, nowMs) || fromAnywhere.wrong > wrongFromAnywhere;
  if (isFlood && !(await isKnown(db, trier, nowMs))) return { ok: false, untilMs: untilOf(fromAnywhere) };
  return { ok: true, fromHere: fromHere.wrong, fromAnywhere: fromAnywhere.wrong };
}

/** The try was neither right nor wrong, such as a right password without its code: it does not count. */
export async function giveTryBack(db: Db | Tx, trier: Trier): Promise<void> {
  await db
    .updateTable('sign_in_tries')
    .set((row) => ({ wrong: row('wrong', '-', 1) }))
    .where('key', 'in', [here(trier), trier.signInName])
    .where('wrong', '>', 0)
    .execute();
}

/** The try was right: the address starts anew, and is known as the person's from now on. */
export async function tryWasRight(tx: Tx, personId: string, trier: Trier, nowMs: number): Promise<void> {
  await giveTryBack(tx, trier);
  await tx.deleteFrom('sign_in_tries').where('key', '=', here(trier)).execute();
  await knowAddress(tx, personId, trier.address, nowMs);
}

/** Keeps in mind that a person came in from here. */
export async function knowAddress(tx: Tx, personId: string, address: string, nowMs: number): Promise<void> {
  if (address === '') return;
  await tx
    .insertInto('known_addresses')
    .values({ person_id: personId, address, at_ms: nowMs })
    .onConflict((clash) => clash.columns(['person_id', 'address']).doUpdateSet({ at_ms: nowMs }))
    .execute();
}

/**
 * The try was wrong: locks where it was one too many, and tells from where (`*` is anywhere) and until when; null where
 * it was not, or was locked already.
 */
export async function tryWasWrong(
  tx: Tx,
  trier: Trier,
  spent: { readonly fromHere: number; readonly fromAnywhere: number },
  nowMs: number,
): Promise<{ address: string; untilMs: number } | null> {
  if (spent.fromHere >= wrongFromOneAddress && (await lock(tx, here(trier), nowMs)))
    return { address: trier.address, untilMs: nowMs + triesCountMs };
  if (spent.fromAnywhere >= wrongFromAnywhere && (await lock(tx, trier.signInName, nowMs)))
    return { address: '*', untilMs: nowMs + triesCountMs };
  return null;
}

/** Lets everybody try this name again, from wherever. */
export async function forgetTries(tx: Tx, signInName: string): Promise<void> {
  await tx
    .deleteFrom('sign_in_tries')
    .where((row) =>
      row.or([row('key', '=', signInName), sql<boolean>`starts_with(key, ${`${signInName} `})`]),
    )
    .execute();
}

/** Which of these names are locked for some address now. */
export async function lockedNames(
  db: Db | Tx,
  signInNames: readonly string[],
  nowMs: number,
): Promise<Set<string>> {
  if (signInNames.length === 0) return new Set();
  const name = sql<string>`split_part(key, ' ', 1)`;
  const rows = await db
    .selectFrom('sign_in_tries')
    .select(name.as('name'))
    .where('locked_until_ms', '>', nowMs)
    .where(name, 'in', signInNames)
    .execute();
  return new Set(rows.map((row) => row.name));
}

interface Count {
  readonly wrong: number;
  readonly since_ms: number;
  readonly locked_until_ms: number | null;
}

/** Adds one; what is older than `triesCountMs` counts no longer, and what is locked is not counted on. */
async function count(db: Db, key: string, nowMs: number): Promise<Count> {
  const { rows } = await sql<Count>`
    insert into sign_in_tries as t (key, wrong, since_ms) values (${key}, 1, ${nowMs})
    on conflict (key) do update set
      wrong = case when t.locked_until_ms > ${nowMs} then t.wrong
        when t.locked_until_ms is not null or t.since_ms < ${nowMs - triesCountMs} then 1 else t.wrong + 1 end,
      since_ms = case when t.locked_until_ms > ${nowMs} then t.since_ms
        when t.locked_until_ms is not null or t.since_ms < ${nowMs - triesCountMs} then ${nowMs} else t.since_ms end,
      locked_until_ms = case when t.locked_until_ms > ${nowMs} then t.locked_until_ms end
    returning wrong, since_ms, locked_until_ms`.execute(db);
  return rows[0]!;
}

/** False where it was locked already. */
async function lock(tx: Tx, key: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sign_in_tries')
    .set({ locked_until_ms: nowMs + triesCountMs })
    .where('key', '=', key)
    .where('locked_until_ms', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function isLocked({ locked_until_ms }: Count, nowMs: number): boolean {
  return locked_until_ms !== null && locked_until_ms > nowMs;
}

function untilOf({ locked_until_ms, since_ms }: Count): number {
  return locked_until_ms ?? since_ms + triesCountMs;
}

async function isKnown(db: Db, { signInName, address }: Trier, nowMs: number): Promise<boolean> {
  const row = await db
    .selectFrom('known_addresses')
    .innerJoin('people', 'people.person_id', 'known_addresses.person_id')
    .select('address')
    .where('sign_in_name', '=', signInName)
    .where('address', '=', address)
    .where('at_ms', '>', nowMs - addressesKeptMs)
    .executeTakeFirst();
  return row !== undefined;
}
