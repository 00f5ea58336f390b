// The HTTP interface as a program of a signed-in person uses it: commands, queries, and the answers as they come.
import { randomUUID } from 'node:crypto';
import type { CommandAnswer, CommandInput, CommandName } from '@haixi/proto/commands/commands';
import { commandAnswerSchema } from '@haixi/proto/commands/commands';
import {
  commandPath,
  incidentFileSchema,
  type IncidentFile,
  type Quarantine,
  quarantineSchema,
} from '@haixi/proto/commands/routes';

export interface Api {
  /** Any request, for what the interface does not offer. */
  request(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** A command with a key of its own, now; the rest of its body as given. */
  command<N extends CommandName>(
    name: N,
    body: Omit<CommandInput<N>, 'key' | 'occurredAtMs'>,
  ): Promise<{ status: number; answer: CommandAnswer }>;
  incident(incidentId: string): Promise<IncidentFile>;
  quarantine(): Promise<Quarantine>;
}

/** `cookie` is the session's; empty for somebody who is not signed in. */
export function apiOf(url: string, cookie: string): Api {
  const request: Api['request'] = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    request,
    command: async (name, body) => {
      const head = { key: randomUUID(), occurredAtMs: Date.now() };
      const answer = await request('POST', commandPath(name), { ...head, ...body });
      return { status: answer.status, answer: commandAnswerSchema.parse(answer.body) };
    },
    incident: async (incidentId) =>
      incidentFileSchema.parse((await request('GET', `/api/incidents/${incidentId}`)).body),
    quarantine: async () => quarantineSchema.parse((await request('GET', '/api/quarantine')).body),
  };
}
