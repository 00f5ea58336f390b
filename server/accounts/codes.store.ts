// Codes of second factors in the store: each is good once, of an app by its step, of the recovery codes by its row.
import type { Tx } from '../store/database.store.js';
import { hashOfSecret } from './secret.js';
import type { Seal } from './seal.service.js';
import { isRecoveryCode, stepOfCode } from './totp.js';

/** Uses a code up; false where it is wrong, or was used. Of two at once, one is right. */
export async function spendCode(
  tx: Tx,
  seal: Seal,
  personId: string,
  code: string,
  nowMs: number,
): Promise<boolean> {
  if (isRecoveryCode(code)) return spendRecoveryCode(tx, personId, code, nowMs);
  const { second_factor } = await tx
    .selectFrom('people')
    .select('second_factor')
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (second_factor === null) return false;
  const step = stepOfCode(seal.open(second_factor), code, nowMs);
  return step !== null && spendStep(tx, personId, step);
}

/** Keeps the step: its code, and those before, are good no more. False where it was used already. */
export async function spendStep(tx: Tx, personId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('people')
    .set({ second_factor_step: step })
    .where('person_id', '=', personId)
    .where((row) => row.or([row('second_factor_step', 'is', null), row('second_factor_step', '<', step)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Puts these in the place of all earlier ones. */
export async function keepRecoveryCodes(tx: Tx, personId: string, codes: readonly string[]): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('person_id', '=', personId).execute();
  if (codes.length === 0) return;
  await tx
    .insertInto('recovery_codes')
    .values(
      codes.map((code) => ({ person_id: personId, code_hash: hashOfCode(personId, code), used_at_ms: null })),
    )
    .execute();
}

/** Takes a second factor away with its codes; the sessions that have shown it stay as they are. */
export async function dropSecondFactor(tx: Tx, personId: string): Promise<void> {
  const none = { second_factor: null, second_factor_pending: null, second_factor_step: null };
  await tx.updateTable('people').set(none).where('person_id', '=', personId).execute();
  await keepRecoveryCodes(tx, personId, []);
}

async function spendRecoveryCode(tx: Tx, personId: string, code: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recovery_codes')
    .set({ used_at_ms: nowMs })
    .where('person_id', '=', personId)
    .where('code_hash', '=', hashOfCode(personId, code))
    .where('used_at_ms', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The person is in it, so that equal codes of two people do not show. */
function hashOfCode(personId: string, code: string): string {
  return hashOfSecret(`${personId} ${code.toLowerCase()}`);
}
