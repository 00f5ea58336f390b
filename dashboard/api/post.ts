// One command sent once: what came back, or that nothing did. The tablet's queue and the console's sender stand on it.
import {
  type CommandAnswer,
  type CommandInput,
  type CommandName,
  commandAnswerSchema,
} from '@haixi/proto/commands/commands';
import { type Problem, commandPath, problemSchema } from '@haixi/proto/commands/routes';

/** `answered` ends a command, refused ones too. `unreachable` (no network, 5xx) means: the same key again, later. */
export type Posted =
  | { kind: 'answered'; answer: CommandAnswer }
  | { kind: 'problem'; status: number; problem: Problem }
  | { kind: 'signedOut' }
  | { kind: 'unreachable' };

/** How long one try may take, in ms; a dead connection must not hold up the next try. */
export const requestMsMax = 15_000;

/** POST the body, key and all, with this origin's cookie. Never throws. */
export async function post<N extends CommandName>(
  name: N,
  body: CommandInput<N>,
  request: typeof fetch,
): Promise<Posted> {
  try {
    const response = await request(commandPath(name), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(requestMsMax),
    });
    return await read(response);
  } catch {
    return { kind: 'unreachable' };
  }
}

async function read(response: Response): Promise<Posted> {
  const json: unknown = await response.json().catch(() => null);
  const answer = commandAnswerSchema.safeParse(json);
  if (answer.success) return { kind: 'answered', answer: answer.data };
  if (response.status === 401) return { kind: 'signedOut' };
  const problem = problemSchema.safeParse(json);
  // Something between us and the server (a proxy) may answer in words of its own: not an answer, so try again.
  if (response.status >= 500 || !problem.success) return { kind: 'unreachable' };
  return { kind: 'problem', status: response.status, problem: problem.data };
}
