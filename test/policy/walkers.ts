// Who walks through every door: each role in the walk's area and out of it, nobody, tokens of each kind, agents.
import { type Action, scopeActions } from '@haixi/proto/commands/actions';
import { actionsOf } from '@haixi/proto/commands/roles';
import { type Role, roles } from '@haixi/proto/vocabulary';
import { hashOfSecret, newSecret } from '@haixi/server/accounts/secret';
import { testKeyOf } from '@haixi/server/store/fresh.store';
import type { House } from '@haixi/server/test-house';

/** The area that what is asked about lies in, and another one beside it. */
export const here = '350902002004';
export const elsewhere = '350902002005';
/** A site of each, whose agents walk too. */
export const siteHere = 'shop-01';
export const siteElsewhere = 'shop-04';

export interface Walker {
  readonly name: string;
  readonly kind: 'nobody' | 'person' | 'token' | 'agent';
  /** What they may do, and in which of the two areas. */
  readonly actions: readonly Action[];
  readonly areaId: string;
  readonly personId: string | null;
  /** A token that is over is nobody's. */
  readonly isOver?: boolean;
  /** What they show at a door. */
  readonly headers: Readonly<Record<string, string>>;
}

/** True where the walker may do this in this area: the table, and nothing else. */
export function mayIn(walker: Walker, action: Action, areaId: string): boolean {
  return walker.areaId === areaId && walker.actions.includes(action);
}

export const personOf = (role: Role, areaId: string): string =>
  `walk-${role}-${areaId === here ? 'in' : 'out'}`;

/** Enters them all into the store and signs them in. */
export async function signOn(house: House): Promise<Walker[]> {
  const people = [];
  for (const role of roles)
    for (const areaId of [here, elsewhere]) people.push(await person(house, role, areaId));
  const tokens = [];
  for (const action of scopeActions) tokens.push(await token(house, `token ${action}, in`, [action], here));
  tokens.push(await token(house, 'token of everything, out', scopeActions, elsewhere));
  return [
    nobody,
    ...people,
    await withoutSecondFactor(house),
    ...tokens,
    await token(house, 'token that has ended', scopeActions, here, { until_ms: house.world.nowMs() }),
    await token(house, 'token that was withdrawn', scopeActions, here, { revoked_at_ms: 1 }),
    agent('agent of the site', siteHere, here),
    agent('agent of another site', siteElsewhere, elsewhere),
  ];
}

export async function cookieOf(house: House, personId: string): Promise<Record<string, string>> {
  return { cookie: await house.cookieOf(personId) };
}

const nobody: Walker = {
  name: 'nobody',
  kind: 'nobody',
  actions: [],
  areaId: here,
  personId: null,
  headers: {},
};

async function person(
  house: House,
  role: Role,
  areaId: string,
  personId = personOf(role, areaId),
): Promise<Walker> {
  const { owner } = house.store;
  const row = { person_id: personId, name: personId, area_id: areaId, sign_in_name: personId };
  await owner.insertInto('people').values(row).execute();
  await owner.insertInto('grants').values({ person_id: personId, role, area_id: areaId }).execute();
  const name = `${role}, ${areaId === here ? 'in' : 'out'}`;
  const headers = await cookieOf(house, personId);
  return { name, kind: 'person', actions: actionsOf[role], areaId, personId, headers };
}

/** An administrator whose session has shown a password alone: nothing that the role has is theirs yet (W4). */
async function withoutSecondFactor(house: House): Promise<Walker> {
  const before = await person(house, 'administrator', here, 'walk-administrator-half');
  await house.store.owner
    .updateTable('sessions')
    .set({ second_factor_at_ms: null })
    .where('person_id', '=', before.personId)
    .execute();
  return { ...before, name: 'administrator without a second factor, in', actions: [] };
}

async function token(
  house: House,
  name: string,
  actions: readonly (typeof scopeActions)[number][],
  areaId: string,
  ended: { until_ms?: number; revoked_at_ms?: number } = {},
): Promise<Walker> {
  const { owner } = house.store;
  const tokenId = house.world.newId();
  const secret = `hx_${newSecret((count) => house.world.random(count))}`;
  await owner
    .insertInto('people')
    .values({ person_id: tokenId, name, kind: 'token', area_id: areaId })
    .execute();
  await owner
    .insertInto('tokens')
    .values({
      token_id: tokenId,
      area_id: areaId,
      actions: JSON.stringify(actions),
      secret_hash: hashOfSecret(secret),
      issued_by: personOf('administrator', areaId),
      issued_at_ms: 0,
      until_ms: house.world.nowMs() + 86_400_000,
      ...ended,
    })
    .execute();
  const isOver = Object.keys(ended).length > 0;
  const headers = { authorization: `Bearer ${secret}` };
  return { name, kind: 'token', actions: isOver ? [] : actions, areaId, personId: null, isOver, headers };
}

function agent(name: string, siteId: string, areaId: string): Walker {
  const basic = Buffer.from(`${siteId}:${testKeyOf(siteId)}`).toString('base64');
  return {
    name,
    kind: 'agent',
    actions: [],
    areaId,
    personId: null,
    headers: { authorization: `Basic ${basic}` },
  };
}
