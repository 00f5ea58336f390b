// A still comes with the time it was taken; what keeps it away is told by the server's own code.
import { expect, it } from 'vitest';
import { createQueries } from './queries';

const asked = (response: Response) => createQueries(() => Promise.resolve(response)).still('view-1');

it('a still is a picture and its time', async () => {
  const response = new Response('jpeg', { headers: { 'x-taken-at-ms': '1800000000000' } });
  const still = await asked(response);
  expect(still.ok && [still.value.takenAtMs, still.value.picture.size]).toEqual([1_800_000_000_000, 4]);
});

it('before the first one the server says so, and a view that is gone is told apart', async () => {
  const problem = (code: string) =>
    Response.json({ code, where: 'still', rule: 'why', todo: 'what' }, { status: 404 });
  expect(await asked(problem('no_still_yet'))).toMatchObject({ problem: { code: 'no_still_yet' } });
  expect(await asked(problem('not_found'))).toMatchObject({ problem: { code: 'not_found' } });
});

it('an answer without a time is no still', async () => {
  expect(await asked(new Response('jpeg'))).toEqual({ ok: false, reason: 'unreachable' });
});
