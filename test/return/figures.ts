// What a return has to show: everything stored once, and no live alarm held up by it. Pure.

/** The last line. Milliseconds; `backMs` is from the server's readiness until every agent's link is open again. */
export interface Figures {
  readonly agents: number;
  readonly held: number;
  readonly backMs: number;
  readonly storedAll: boolean;
  readonly liveAlarms: number;
  readonly liveP50Ms: number;
  readonly liveP99Ms: number;
  readonly liveMaxMs: number;
  readonly serverMb: number;
}

/** No live alarm may wait longer for its stored answer. */
const liveMsMax = 2_000;

/** What is wrong, in words; empty where it holds. */
export function faultsOf({ storedAll, liveAlarms, liveMaxMs }: Figures): string[] {
  return [
    ...(storedAll ? [] : ['not everything that was held is stored, once each']),
    ...(liveAlarms > 0 ? [] : ['no live alarm was pressed']),
    ...(liveMaxMs <= liveMsMax ? [] : [`a live alarm waited ${liveMaxMs} ms, ${liveMsMax} are the most`]),
  ];
}

/** The value below which this share of the values lies, in whole numbers; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
