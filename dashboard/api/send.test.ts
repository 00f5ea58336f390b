// Sending a command over a network that fails: the same key until the server's own answer is there.
import { describe, expect, it } from 'vitest';
import { createSend } from './send';

const intent = { incidentId: 'inc-1', expects: 'reported' } as const;
const stored = { ok: true, incidentId: 'inc-1', assignmentId: null, atMs: 5, late: false };

/** A network that answers in turn; what each try carried is kept. */
function network(replies: ((key: string) => Response | Error)[]) {
  const keys: string[] = [];
  const waits: number[] = [];
  let signedOut = 0;
  const request: typeof fetch = (_input, init) => {
    const { key } = JSON.parse(String(init?.body)) as { key: string };
    keys.push(key);
    const reply = replies.shift()!(key);
    return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
  };
  const send = createSend({
    request,
    newKey: () => `key-${keys.length}-abcdef`,
    nowMs: () => 1,
    random: () => 0,
    wait: (ms) => Promise.resolve(void waits.push(ms)),
    signedOut: () => (signedOut += 1),
  });
  return { send, keys, waits, signedOut: () => signedOut };
}

describe('send', () => {
  it('T1 tries again with the same key over no network, a 5xx and a proxy’s page, until the server answers', async () => {
    const { send, keys, waits } = network([
      () => new TypeError('network'),
      () => new Response('', { status: 503 }),
      () => new Response('<html>', { status: 403 }),
      (key) => Response.json({ ...stored, key }),
    ]);
    const answer = await send('incident.receive', intent);
    expect(answer.ok).toBe(true);
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(4);
    expect(waits).toHaveLength(3);
  });

  it('I3 a refusal is the answer, whatever its status, and is not tried again', async () => {
    const refusal = {
      ok: false,
      reason: 'already_received',
      where: 'stage',
      rule: 'I2',
      present: null,
      holder: 'op-chen',
      late: false,
    };
    const { send, keys } = network([(key) => Response.json({ ...refusal, key }, { status: 409 })]);
    expect(await send('incident.receive', intent)).toMatchObject({ ok: false, holder: 'op-chen' });
    expect(keys).toHaveLength(1);
  });

  it('a session that has ended is told to the shell', async () => {
    const problem = { code: 'signed_out', where: 'cookie', rule: 'r', todo: 't' };
    const { send, signedOut } = network([() => Response.json(problem, { status: 401 })]);
    expect(await send('incident.receive', intent)).toMatchObject({ ok: false, reason: 'not_allowed' });
    expect(signedOut()).toBe(1);
  });
});
