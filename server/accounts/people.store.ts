// The people of some areas as who administers them sees them, and one of them locked for a change.
import type { PersonRow } from '@haixi/proto/accounts/accounts';
import type { Role } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { Grant } from './may.js';
import { lockedNames } from './tries.store.js';

/** The area a person belongs to, as in home-area.store: their own, else that of their first grant, else the root. */
const homeArea = sql<string>`coalesce(people.area_id,
  (select min(area_id) from grants where grants.person_id = people.person_id),
  (select min(area_id) from areas where parent_id is null))`;

/** The people of these areas, in the order of their ids; a token of another system is nobody. */
export async function readPeople(db: Db, areaIds: readonly string[], nowMs: number): Promise<PersonRow[]> {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .select(homeArea.as('home'))
    .where('kind', '=', 'person')
    .where(homeArea, 'in', areaIds)
    .orderBy('person_id')
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.person_id);
  const names = rows.flatMap((row) => row.sign_in_name ?? []);
  const [grants, units, locked] = await Promise.all([
    grantsOf(db, ids),
    unitsOf(db, ids),
    lockedNames(db, names, nowMs),
  ]);
  return rows.map((row) => ({
    personId: row.person_id,
    name: row.name,
    signInName: row.sign_in_name ?? '',
    areaId: row.home,
    directoryName: row.directory_name,
    state: stateOf(row, locked),
    hasSecondFactor: row.second_factor !== null,
    grants: grants.get(row.person_id) ?? [],
    unitIds: units.get(row.person_id) ?? [],
    lastSeenAtMs: row.last_seen_at_ms,
  }));
}

export interface LockedPerson {
  readonly personId: string;
  /** Null for a token of another system, which is no person. */
  readonly homeAreaId: string | null;
  readonly signInName: string | null;
  readonly directoryName: string | null;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly isRetired: boolean;
  readonly grants: readonly Grant[];
}

/** Locks a person: changes of them come one after another. */
export async function lockPerson(tx: Tx, personId: string): Promise<LockedPerson | null> {
  const row = await tx
    .selectFrom('people')
    .selectAll()
    .select(homeArea.as('home'))
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  return {
    personId,
    homeAreaId: row.kind === 'person' ? row.home : null,
    signInName: row.sign_in_name,
    directoryName: row.directory_name,
    hasPassword: row.password_hash !== null,
    hasSecondFactor: row.second_factor !== null || row.second_factor_pending !== null,
    isRetired: row.retired_at_ms !== null,
    grants: (await grantsOf(tx, [personId])).get(personId) ?? [],
  };
}

/**
 * Whether this person is the last one who can administer the whole, and would lose it with the role in these areas.
 * Locks the root, so that of two administrators who take one another's role away only the first succeeds.
 */
export async function isLastAdministrator(
  tx: Tx,
  personId: string,
  lostAreaIds: readonly string[],
): Promise<boolean> {
  const roots = await tx
    .selectFrom('areas')
    .select('area_id')
    .where('parent_id', 'is', null)
    .orderBy('area_id')
    .forNoKeyUpdate()
    .execute();
  if (!roots.some((root) => lostAreaIds.includes(root.area_id))) return false;
  const other = await tx
    .selectFrom('grants')
    .innerJoin('people', 'people.person_id', 'grants.person_id')
    .select('grants.person_id')
    .where('role', '=', 'administrator')
    .where(
      'grants.area_id',
      'in',
      roots.map((root) => root.area_id),
    )
    .where('grants.person_id', '<>', personId)
    .where('retired_at_ms', 'is', null)
    .where((eb) => eb.or([eb('password_hash', 'is not', null), eb('directory_name', 'is not', null)]))
    .executeTakeFirst();
  return other === undefined;
}

async function grantsOf(db: Db | Tx, personIds: readonly string[]): Promise<Map<string, Grant[]>> {
  const rows = await db
    .selectFrom('grants')
    .selectAll()
    .where('person_id', 'in', personIds)
    .orderBy('area_id')
    .orderBy('role')
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.person_id);
  return new Map(
    [...grouped].map(([personId, theirs]) => [
      personId,
      theirs.map(({ role, area_id: areaId }) => ({ role: role as Role, areaId })),
    ]),
  );
}

async function unitsOf(db: Db, personIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('unit_people')
    .selectAll()
    .where('person_id', 'in', personIds)
    .orderBy('unit_id')
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.person_id);
  return new Map([...grouped].map(([personId, theirs]) => [personId, theirs.map((row) => row.unit_id)]));
}

/** A person is active once they can come in: by a password of their own, or by the directory. */
function stateOf(
  row: {
    retired_at_ms: number | null;
    sign_in_name: string | null;
    password_hash: string | null;
    directory_name: string | null;
  },
  locked: ReadonlySet<string>,
): PersonRow['state'] {
  if (row.retired_at_ms !== null) return 'retired';
  if (row.sign_in_name !== null && locked.has(row.sign_in_name)) return 'locked';
  return row.password_hash !== null || row.directory_name !== null ? 'active' : 'invited';
}
