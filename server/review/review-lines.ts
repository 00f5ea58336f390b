// The incidents of a review as lines for a spreadsheet: one an assignment, or one for an incident without any. Pure.
import type { ReviewRow } from '@haixi/proto/review/review';

/** What each column is called; times in ISO 8601 UTC, durations in seconds. */
export const reviewColumns = [
  'incident',
  'area',
  'site',
  'address',
  'kind',
  'priority',
  'stage',
  'outcome',
  'counted',
  'opened_at',
  'receive_s',
  'dispatch_s',
  'close_s',
  'unit',
  'sent_at',
  'sign_s',
  'set_out_s',
  'arrive_s',
  'feed_back_s',
] as const;

/** The cells of each line, in the order of the columns. */
export function reviewLines(rows: readonly ReviewRow[]): string[][] {
  return rows.flatMap((row) => {
    const head = [
      row.incidentId,
      row.areaId,
      row.siteId ?? '',
      row.address,
      row.kind,
      String(row.priority),
      row.stage,
      row.outcome ?? '',
      row.leftOut ?? 'yes',
      iso(row.openedAtMs),
      seconds(row.receiveMs),
      seconds(row.dispatchMs),
      seconds(row.closeMs),
    ];
    if (row.assignments.length === 0) return [[...head, '', '', '', '', '', '']];
    return row.assignments.map((one) => [
      ...head,
      one.unitId,
      iso(one.sentAtMs),
      seconds(one.signMs),
      seconds(one.setOutMs),
      seconds(one.arriveMs),
      seconds(one.feedBackMs),
    ]);
  });
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function seconds(ms: number | null): string {
  return ms === null ? '' : (ms / 1000).toFixed(3);
}
