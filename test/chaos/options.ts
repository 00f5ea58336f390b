// What `npm run chaos` was asked for: flags, read once, every fault listed at once.
import { parseArgs } from 'node:util';
import { type KindName, kinds } from './faults.js';

export const usage = `npm run chaos -- [--rounds R] [--seed N] [--shape embedded] [--json]
  --rounds R   so many rounds of faults, each healed and judged (3)
  --seed N     the faults of an earlier run again; they are drawn from it alone
  --shape S    embedded: PostgreSQL, broker and media beside one server, as npm start has them
  --only K,K   no other kinds of fault than these, such as kill.server,cut.silent
  --json       nothing but the last line on stdout
  --agent FILE another build of the agent than the one that is there; to see chaos fail`;

export interface Options {
  readonly rounds: number;
  readonly seed: number;
  readonly json: boolean;
  /** The kinds of fault to draw from; null for all that this machine lets us do. */
  readonly only: readonly KindName[] | null;
  /** The agent's program. */
  readonly agent: string;
}

export type Asked = { ok: true; options: Options } | { ok: false; faults: string[] };

/** `fresh` is the seed where none was given. */
export function readOptions(args: string[], fresh: number): Asked {
  const faults: string[] = [];
  const whole = (name: string, text: string | undefined, otherwise: number, least: number) => {
    const value = text === undefined ? otherwise : Number(text);
    if (!Number.isSafeInteger(value) || value < least)
      faults.push(`--${name} ${text}: write a whole number from ${least} on`);
    return value;
  };
  try {
    const { values } = parseArgs({
      args,
      options: {
        rounds: { type: 'string' },
        seed: { type: 'string' },
        shape: { type: 'string' },
        agent: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const rounds = whole('rounds', values.rounds, 3, 1);
    const seed = whole('seed', values.seed, fresh, 0);
    if (values.shape !== undefined && values.shape !== 'embedded')
      faults.push(`--shape ${values.shape}: known is embedded`);
    const named = values.only?.split(',') ?? null;
    const unknown = named?.filter((name) => !isKind(name)) ?? [];
    if (unknown.length > 0) faults.push(`--only ${unknown}: known are ${Object.keys(kinds).join(', ')}`);
    const only = named?.filter(isKind) ?? null;
    const agent = values.agent ?? 'edge-agent/dist/main.js';
    if (faults.length === 0)
      return { ok: true, options: { rounds, seed, only, agent, json: values.json ?? false } };
  } catch (error) {
    faults.push((error as Error).message);
  }
  return { ok: false, faults };
}

function isKind(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}
