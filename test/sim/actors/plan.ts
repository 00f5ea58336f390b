// Who and what a run has, as its seed has drawn it.
import type { DemoSite } from '@haixi/server/demo/site';

export const officers = ['po-wang', 'po-zhang'] as const;
export const operators = ['op-lin', 'op-chen', 'sl-huang'] as const;

export interface Plan {
  readonly sites: readonly DemoSite[];
  /** Two servers on a broker that stands outside; else one server with its own within. */
  readonly isOutside: boolean;
  readonly screens: number;
  readonly tablets: number;
  /** The session's token by person. */
  readonly tokens: ReadonlyMap<string, string>;
  /** What each person may watch. */
  readonly areasOf: (personId: string) => readonly string[];
}
