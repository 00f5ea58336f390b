// Contract versions: which message bodies this release speaks, and how an agent and a server agree on one.
import { z } from 'zod';

/** The versions an end understands, both included. */
export const contractRangeSchema = z
  .strictObject({ min: z.int().min(1), max: z.int().min(1) })
  .refine((range) => range.min <= range.max, 'min is above max');
export type ContractRange = z.infer<typeof contractRangeSchema>;

/**
 * What this release's server understands: its own version and those before, so that servers are updated first and
 * agents follow one by one. Version 2 brought what a camera notices and measures, version 3 the proof of life (P3), version 4 alarms
 * that were asked for as a test, and what masking costs.
 */
export const contract: ContractRange = { min: 1, max: 4 };

/** What this release's agent speaks. An older server would not understand it: entries wait until it is updated. */
export const agentContract: ContractRange = { min: 4, max: 4 };

/** From this version on an agent proves its life; of an older one no proof is missed. */
export const proofsFromVersion = 3;

export type Negotiated =
  { ok: true; version: number } | { ok: false; reason: 'agent_too_old' | 'agent_too_new' };

/** The highest version both ends speak, or which end of the agent's range misses the server's. */
export function negotiate(server: ContractRange, agent: ContractRange): Negotiated {
  const version = Math.min(server.max, agent.max);
  if (version >= server.min && version >= agent.min) return { ok: true, version };
  return { ok: false, reason: agent.max < server.min ? 'agent_too_old' : 'agent_too_new' };
}
