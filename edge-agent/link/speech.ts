// Which contract versions this agent speaks, and how an entry that was kept in one is said in another.
import { agentContract, type ContractRange } from '@haixi/proto/mqtt/contract';
import type { Envelope } from '@haixi/proto/mqtt/messages';

/** Bodies are written in `range.max`; `rebody[from][to]` says one of version `from` in version `to`. */
export interface Speech {
  readonly range: ContractRange;
  readonly rebody: Readonly<Record<number, Readonly<Record<number, (body: unknown) => unknown>>>>;
}

const asItStands = (body: unknown) => body;

/** What this release speaks. Each version took in all bodies of those before, so what was kept then is said as it stands. */
export const speech: Speech = {
  range: agentContract,
  rebody: { 1: { 4: asItStands }, 2: { 4: asItStands }, 3: { 4: asItStands } },
};

/** The entry in the version that was agreed on. Throws where the table has no way, which is a fault of the release. */
export function spoken(envelope: Envelope, version: number, { rebody }: Speech): Envelope {
  if (envelope.v === version) return envelope;
  const change = rebody[envelope.v]?.[version];
  if (!change) throw new Error(`no way from contract ${envelope.v} to ${version}`);
  return { ...envelope, v: version, body: change(envelope.body) };
}
