// A route asked by its name: its path and query are filled, and a refusal is told apart from a session that has ended.
import { expect, expectTypeOf, it } from 'vitest';
import type { PersonRow } from '@haixi/proto/accounts/accounts';
import { type Asked, createAsk, urlOf } from './ask';

/** A server that answers this, and what it was asked. */
function server(answer: Response) {
  const asked: { path: string; init: RequestInit | undefined }[] = [];
  const ask = createAsk((path, init) => {
    asked.push({ path: String(path), init });
    return Promise.resolve(answer);
  });
  return { ask, asked };
}
const problem = (status: number, code: string) =>
  Response.json({ code, where: 'body', rule: 'r', todo: 't' }, { status });

it('what a person or a file is called can’t leave its place in the path', async () => {
  const { ask, asked } = server(Response.json({ ok: true }));
  await ask('unlockPerson', { params: { personId: '../x?y' } });
  expect(asked[0]).toMatchObject({ path: '/api/people/..%2Fx%3Fy/unlock', init: { method: 'POST' } });
});

it('a filter that is not set is not sent', () => {
  const query = { areaId: 'a', type: undefined, limit: 50 };
  expect(urlOf('log', { query })).toBe('/api/log?areaId=a&limit=50');
  expect(urlOf('exportSites', { query: { datum: 'gcj02' } })).toBe('/api/sites/export?datum=gcj02');
});

it('W2 a wrong password is a refusal with its words; a missing session is told as one', async () => {
  const body = { signInName: 'lin', password: 'x' };
  expect(await server(problem(401, 'wrong_password')).ask('startSession', { body })).toMatchObject({
    reason: 'refused',
    problem: { code: 'wrong_password' },
  });
  expect(await server(problem(401, 'not_signed_in')).ask('account')).toEqual({
    ok: false,
    reason: 'signed_out',
  });
  expect(await server(new Response('<html>', { status: 401 })).ask('me')).toMatchObject({
    reason: 'signed_out',
  });
});

it('an answer that is not in the contract is none', async () => {
  const { ask } = server(Response.json({ people: [{ personId: 'a', password: 'b' }] }));
  const people = await ask('people');
  expectTypeOf(people).toEqualTypeOf<Asked<{ people: PersonRow[] }>>();
  expect(people).toEqual({ ok: false, reason: 'unreachable' });
});
