// Commands of a screen: which are on their way, and the last refusal until somebody has read it (rule I3).
import type { CommandAnswer, CommandName } from '@haixi/proto/commands/commands';
import { useCallback, useState } from 'react';
import type { Intent } from '../api/send';
import { useSession } from './session-context';

export interface Refusal {
  readonly name: CommandName;
  readonly answer: CommandAnswer & { ok: false };
}

export type Run = <N extends CommandName>(name: N, intent: Intent<N>) => Promise<CommandAnswer>;

export interface Commands {
  readonly run: Run;
  /** Whether a command of this name is on its way, about this incident, unit, assignment or gap where an id is given. */
  readonly isPending: (name: CommandName, id?: string) => boolean;
  readonly refusal: Refusal | null;
  readonly dismiss: () => void;
}

/** Send commands and keep what came of them. A new command takes the last refusal away. */
export function useCommands(): Commands {
  const { send } = useSession();
  const [pending, setPending] = useState<readonly string[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const run = useCallback<Run>(
    async (name, intent) => {
      const tags = tagsOf(name, intent);
      setRefusal(null);
      setPending((now) => [...now, ...tags]);
      const answer = await send(name, intent);
      setPending((now) => withoutOnce(now, tags));
      if (!answer.ok) setRefusal({ name, answer });
      return answer;
    },
    [send],
  );
  const isPending = (name: CommandName, id?: string) =>
    pending.includes(id === undefined ? name : `${name} ${id}`);
  return { run, isPending, refusal, dismiss: () => setRefusal(null) };
}

function tagsOf(name: CommandName, intent: object): string[] {
  const ids = Object.entries(intent)
    .filter(([field]) => ['incidentId', 'unitId', 'assignmentId', 'gapId'].includes(field))
    .map(([, id]) => `${name} ${String(id)}`);
  return [name, ...ids];
}

function withoutOnce(all: readonly string[], some: readonly string[]): string[] {
  const left = [...all];
  for (const tag of some) left.splice(left.indexOf(tag), 1);
  return left;
}
