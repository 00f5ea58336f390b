// What a tablet's outbox holds: commands and photos in the order they were pressed, each until the server has answered it.
import { type CommandInput, type RejectReason, commands } from '@haixi/proto/commands/commands';
import type { AssignmentState, Stage } from '@haixi/proto/vocabulary';

/** The commands a patrol officer gives. Positions are readings and never wait here. */
export type PatrolCommandName =
  | 'assignment.sign'
  | 'assignment.setOut'
  | 'assignment.arrive'
  | 'assignment.feedBack'
  | 'assignment.decline'
  | 'assignment.mark'
  | 'incident.note'
  | 'unit.sos'
  | 'unit.duty';

/** A command without its head: key, predecessor and time are the outbox's to give. */
export type PatrolCommand = {
  [N in PatrolCommandName]: {
    readonly name: N;
    readonly body: Omit<CommandInput<N>, 'key' | 'after' | 'occurredAtMs'>;
  };
}[PatrolCommandName];

/** An SOS overtakes everything (D7's twin on the tablet): it has a lane of its own and waits for no photo. */
export const lanes = ['urgent', 'ordinary'] as const;
export type Lane = (typeof lanes)[number];

/** What a refused action is told with when its incident has already left the picture. */
export interface About {
  readonly incidentId: string | null;
  readonly assignmentId: string | null;
  readonly address: string;
}

/** The server's last word on an entry, as far as the officer has to read it (T2). */
export type Answer =
  | {
      readonly kind: 'done';
      readonly late: boolean;
      readonly atMs: number;
      readonly incidentId: string | null;
    }
  | {
      readonly kind: 'refused';
      readonly reason: RejectReason;
      readonly late: boolean;
      readonly stage: Stage | null;
      readonly state: AssignmentState | null;
    }
  | { readonly kind: 'problem'; readonly code: string; readonly todo: string };

interface Head {
  /** The command's key or the photo's id: the same on every try. */
  readonly key: string;
  readonly personId: string;
  /** Order of pressing, per person. */
  readonly seq: number;
  readonly lane: Lane;
  readonly about: About;
  readonly pressedAtMs: number;
  /** Null while it waits to be delivered. */
  readonly answer: Answer | null;
}

export interface CommandEntry extends Head {
  readonly type: 'command';
  readonly command: PatrolCommand;
  /** Key of the command before it that was still waiting when this one was pressed. */
  readonly after: string | null;
}

/** The bytes of a photo lie apart, so that a list of entries stays small. */
export interface PhotoEntry extends Head {
  readonly type: 'photo';
  readonly incidentId: string;
}

export type Entry = CommandEntry | PhotoEntry;

/** What goes over the wire for a command: byte for byte the same on every try, or its key would be refused. */
export function wireBody(entry: CommandEntry): CommandInput<PatrolCommandName> {
  const { key, after, pressedAtMs, command } = entry;
  return { ...command.body, key, ...(after === null ? {} : { after }), occurredAtMs: pressedAtMs };
}

/** Whether the contract takes this command; one that it would not take must not join the queue. */
export function isAcceptable(entry: CommandEntry): boolean {
  return commands[entry.command.name].body.safeParse(wireBody(entry)).success;
}
