// Reads what the server sends to a site: presence, answers, commands; what isn't understood is told, never acted on.
import { keySchema } from '@haixi/proto/basics';
import { type ContractRange, negotiate } from '@haixi/proto/mqtt/contract';
import {
  type Answer,
  answerSchema,
  type ServerPresenceMessage,
  serverPresenceMessageSchema,
  type SiteCommand,
  siteCommandSchema,
} from '@haixi/proto/mqtt/messages';
import { readSiteTopic, serverTopics } from '@haixi/proto/mqtt/topics';
import { z } from 'zod';
import type { LinkState } from './state.js';

export type Incoming =
  | { kind: 'presence'; presence: ServerPresenceMessage }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'command'; command: SiteCommand }
  | { kind: 'unknown_command'; id: string }
  | { kind: 'not_understood'; fault: string };

/** The message on this topic. A command that can't be read still has to be replied to when its id can be. */
export function readIncoming(topic: string, payload: Buffer): Incoming {
  let raw: unknown;
  try {
    raw = JSON.parse(payload.toString('utf8'));
  } catch {
    return { kind: 'not_understood', fault: 'not JSON' };
  }
  const name = topic === serverTopics.presence.topic ? 'server' : readSiteTopic(topic)?.name;
  if (name === 'server') {
    const { data, error } = serverPresenceMessageSchema.safeParse(raw);
    return data ? { kind: 'presence', presence: data } : notUnderstood(error);
  }
  if (name === 'answers') {
    const { data, error } = answerSchema.safeParse(raw);
    return data ? { kind: 'answer', answer: data } : notUnderstood(error);
  }
  if (name !== 'commands') return { kind: 'not_understood', fault: 'a topic that was not asked for' };
  const { data, error } = siteCommandSchema.safeParse(raw);
  if (data) return { kind: 'command', command: data };
  const id = z.object({ id: keySchema }).safeParse(raw).data?.id;
  return id === undefined ? notUnderstood(error) : { kind: 'unknown_command', id };
}

/** What the server's presence means for an agent that speaks these versions. */
export function stateUnder(presence: ServerPresenceMessage, agent: ContractRange): LinkState {
  if (!presence.online) return { state: 'server_away', detail: 'the server takes nothing now' };
  const agreed = negotiate(presence.contract, agent);
  if (agreed.ok) return { state: 'open', detail: 'entries are sent', version: agreed.version };
  const server = `${presence.contract.min}–${presence.contract.max}`;
  const ours = `${agent.min}–${agent.max}`;
  const todo = agreed.reason === 'agent_too_old' ? 'update the agent' : 'update the server';
  const detail = `the server speaks contract ${server}, this agent ${ours}: entries are held, ${todo}`;
  return { state: agreed.reason, detail };
}

function notUnderstood(error: z.ZodError | undefined): Incoming {
  const [issue] = error?.issues ?? [];
  return { kind: 'not_understood', fault: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'}` };
}
