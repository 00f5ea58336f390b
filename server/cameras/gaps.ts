// Gaps: which numbers of a site's outbox are missing, and how each gap that was told ends (rule D5). Pure.
import type { Range } from '../ingest/ranges.js';

/** One outbox of a site as the store has it. */
export interface Outbox {
  readonly epoch: string;
  /** Whether it is the site's present one. Of an earlier one nothing comes any more. */
  readonly isPresent: boolean;
  /** The lowest number the agent has told to hold: what is missing below it can never come. */
  readonly oldestHeld: number;
  /** Every number below it has been given to an entry, by the agent's word. */
  readonly next: number;
  /** What has come, lowest first. */
  readonly received: readonly Range[];
  /** Below it `received` is whole; infinite where all of it was read. */
  readonly readTo: number;
}

/** A gap that was told and is shown. Its ends are fixed when it is found. */
export interface Gap {
  readonly gapId: string;
  readonly epoch: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly isLost: boolean;
}

/** What is to be told. `missing` is how many numbers the server does not have. */
export type Verdict =
  | {
      readonly kind: 'found';
      readonly epoch: string;
      readonly fromSeq: number;
      readonly toSeq: number;
      readonly missing: number;
    }
  | { readonly kind: 'lost'; readonly gap: Gap; readonly missing: number }
  | { readonly kind: 'filled'; readonly gap: Gap };

/** Numbers below it are known to exist: the agent has told so, or a higher one has come. */
export function endOf({ next, received }: Pick<Outbox, 'next' | 'received'>): number {
  return Math.max(next, (received.at(-1)?.toSeq ?? -1) + 1);
}

/** The numbers from `fromSeq` to below `endSeq` that have not come, as ranges, lowest first. */
export function missingIn(received: readonly Range[], fromSeq: number, endSeq: number): Range[] {
  const missing: Range[] = [];
  let from = fromSeq;
  for (const range of received) {
    if (range.toSeq < from) continue;
    if (range.fromSeq >= endSeq) break;
    if (range.fromSeq > from) missing.push({ fromSeq: from, toSeq: range.fromSeq - 1 });
    from = range.toSeq + 1;
  }
  if (from < endSeq) missing.push({ fromSeq: from, toSeq: endSeq - 1 });
  return missing;
}

/**
 * What becomes of an outbox's gaps, and the further gap there is below `lastingEnd`, if none is open: one open gap an
 * outbox, and what is missing beyond it is told when it has ended. A lost one that comes after all is filled too.
 */
export function judge(outbox: Outbox, gaps: readonly Gap[], lastingEnd: number): Verdict[] {
  const verdicts: Verdict[] = [];
  let isOpen = false;
  for (const gap of gaps) {
    const verdict = endOfGap(outbox, gap);
    if (verdict) verdicts.push(verdict);
    else if (!gap.isLost) isOpen = true;
  }
  const further = isOpen ? null : furtherGap(outbox, gaps, lastingEnd);
  return further ? [...verdicts, further] : verdicts;
}

/** All that is missing below `endSeq` and in no gap yet, as one gap; null where nothing is. */
export function furtherGap(
  outbox: Outbox,
  gaps: readonly Gap[],
  endSeq: number,
): Extract<Verdict, { kind: 'found' }> | null {
  const { epoch, received, readTo } = outbox;
  const beyond = Math.max(0, ...gaps.map(({ toSeq }) => toSeq + 1));
  const missing = missingIn(received, beyond, Math.min(endSeq, endOf(outbox), readTo));
  if (missing.length === 0) return null;
  const [{ fromSeq }, { toSeq }] = [missing[0]!, missing.at(-1)!];
  return { kind: 'found', epoch, fromSeq, toSeq, missing: countOf(missing) };
}

/** The first number of this gap that has not come; null where all have. */
export function firstMissing({ received }: Outbox, { fromSeq, toSeq }: Gap): number | null {
  return missingIn(received, fromSeq, toSeq + 1)[0]?.fromSeq ?? null;
}

function endOfGap({ isPresent, oldestHeld, received, readTo }: Outbox, gap: Gap): Verdict | null {
  if (gap.toSeq >= readTo) return null;
  const missing = missingIn(received, gap.fromSeq, gap.toSeq + 1);
  if (missing.length === 0) return { kind: 'filled', gap };
  const mayCome = isPresent && missing.at(-1)!.toSeq >= oldestHeld;
  return gap.isLost || mayCome ? null : { kind: 'lost', gap, missing: countOf(missing) };
}

function countOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { fromSeq, toSeq }) => sum + toSeq - fromSeq + 1, 0);
}
