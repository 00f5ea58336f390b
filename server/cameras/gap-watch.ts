// Since when a site's numbers are missing, and when its agent is asked for them (rule D5). Pure, on the steady clock.

/** A missing number that has lasted so long is a gap: one in flight, or overtaken by a panic, comes sooner. */
export const lastsMs = 10_000;
/** The agent is asked when nothing missing has come for so long … */
export const standsStillMs = 10_000;
/** … and again so often. */
export const askEveryMs = 30_000;

/** What a look finds of an online site that lacks numbers. */
export interface Lack {
  readonly epoch: string;
  /** Numbers below it are known to exist. */
  readonly endSeq: number;
  /** How many of them have not come. */
  readonly lacking: number;
}

/** A site that lacks numbers, from look to look. */
export interface Watch extends Lack {
  /** Where the known numbers ended, and when that was noticed: oldest first, none of use after the first old enough. */
  readonly marks: readonly { readonly endSeq: number; readonly atMs: number }[];
  /** When something missing came last. */
  readonly movedMs: number;
  readonly askedMs: number | null;
}

/** The watch after this look; it begins anew with an outbox. */
export function watched(before: Watch | undefined, lack: Lack, nowMs: number): Watch {
  const mark = { endSeq: lack.endSeq, atMs: nowMs };
  if (!before || before.epoch !== lack.epoch)
    return { ...lack, marks: [mark], movedMs: nowMs, askedMs: null };
  const grown = lack.endSeq > before.endSeq ? [...before.marks, mark] : before.marks;
  const lasting = grown.findLastIndex(({ atMs }) => nowMs - atMs >= lastsMs);
  const movedMs = lack.lacking < before.lacking ? nowMs : before.movedMs;
  return { ...lack, marks: grown.slice(Math.max(0, lasting)), movedMs, askedMs: before.askedMs };
}

/** What is missing below it has been missing for `lastsMs`: it was known then, and numbers never leave again. */
export function lastingEnd({ marks }: Watch, nowMs: number): number {
  return marks.findLast(({ atMs }) => nowMs - atMs >= lastsMs)?.endSeq ?? 0;
}

/** Whether the agent is asked now. One that is sending what it holds is left alone. */
export function isToAsk({ movedMs, askedMs }: Watch, nowMs: number): boolean {
  return nowMs - movedMs >= standsStillMs && (askedMs === null || nowMs - askedMs >= askEveryMs);
}
