// Contract versions: how two ends agree. The later table stands here alone; no release is invented.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentContract, type ContractRange, contract, contractRangeSchema, negotiate } from './contract.js';
import { bodySchemas, refusalReasons } from './messages.js';

/** A server of a later day that speaks versions 3 and 4: N and N−1. */
const later: ContractRange = { min: 3, max: 4 };

test('D6 the highest common version is spoken', () => {
  expect(negotiate(later, { min: 1, max: 4 })).toEqual({ ok: true, version: 4 });
  expect(negotiate(later, { min: 4, max: 9 })).toEqual({ ok: true, version: 4 });
});

test('D6 an agent of version N−1 works', () => {
  expect(negotiate(later, { min: 2, max: 3 })).toEqual({ ok: true, version: 3 });
});

test('D6 an agent that ended before the server begins is told that it is too old', () => {
  expect(negotiate(later, { min: 1, max: 2 })).toEqual({ ok: false, reason: 'agent_too_old' });
});

test('D6 an agent that begins after the server ends is told that it is too new', () => {
  expect(negotiate(later, { min: 5, max: 6 })).toEqual({ ok: false, reason: 'agent_too_new' });
});

test('D6 any two ranges agree exactly if they overlap, on a version inside both', () => {
  const range = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 4 }))
    .map(([min, more]) => ({ min, max: min + more }));
  fc.assert(
    fc.property(range, range, (server, agent) => {
      const common = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].filter(
        (version) =>
          version >= server.min && version <= server.max && version >= agent.min && version <= agent.max,
      );
      const agreed = negotiate(server, agent);
      expect(agreed.ok ? agreed.version : null).toBe(common.at(-1) ?? null);
    }),
  );
});

test('D6 every version this release says it speaks has its bodies, and no other has', () => {
  const spoken = [];
  for (let version = contract.min; version <= contract.max; version += 1) spoken.push(String(version));
  expect(Object.keys(bodySchemas)).toEqual(spoken);
});

test('D6 this release’s agent and server agree, and so does its server with an agent of the release before', () => {
  expect(negotiate(contract, agentContract)).toEqual({ ok: true, version: 4 });
  expect(negotiate(contract, { min: 3, max: 3 })).toEqual({ ok: true, version: 3 });
});

test('D6 this release’s agent waits for a server of the release before, which has to be updated first', () => {
  expect(negotiate({ min: 1, max: 3 }, agentContract)).toEqual({ ok: false, reason: 'agent_too_new' });
});

test('D6 a range upside down is no range', () => {
  expect(contractRangeSchema.safeParse({ min: 2, max: 1 }).success).toBe(false);
});

test('D6 both ways of missing each other have a reason of their own on the wire', () => {
  expect(refusalReasons).toEqual(expect.arrayContaining(['contract_too_old', 'contract_too_new']));
});
