// The figures of a review: clocks of each incident, medians, buckets, targets, groups. Pure; docs/review.md says the rules.
import type { Incident } from '@haixi/proto/incident/incident';
import {
  type BucketStep,
  bucketEndsMs,
  receiveTargets,
  type Review,
  type ReviewRow,
  reviewSteps,
  type ReviewStep,
} from '@haixi/proto/review/review';
import { stages } from '@haixi/proto/vocabulary';

/** A step that was made, and in which incident. */
interface Made {
  readonly incidentId: string;
  readonly ms: number;
}

/**
 * The review of these incidents. `before` are those of the time before, equally long, for the change on it.
 * @param nowMs the moment of looking: what is not received by then may still come in time
 */
export function reviewOf(
  incidents: readonly Incident[],
  before: readonly Incident[],
  time: { fromMs: number; toMs: number; nowMs: number },
): Review {
  const rows = incidents
    .map(rowOf)
    .toSorted((a, b) => b.openedAtMs - a.openedAtMs || (a.incidentId < b.incidentId ? 1 : -1));
  const counted = rows.filter(isCounted);
  const earlier = before.map(rowOf).filter(isCounted);
  return {
    ...time,
    count: counted.length,
    beforeCount: earlier.length,
    steps: reviewSteps.map((step) => {
      const made = madeOf(counted, step);
      return {
        step,
        count: made.length,
        p50Ms: percentile(made, 50),
        p90Ms: percentile(made, 90),
        beforeP50Ms: percentile(madeOf(earlier, step), 50),
        incidentIds: idsOf(made),
      };
    }),
    buckets: (Object.keys(bucketEndsMs) as BucketStep[]).flatMap((step) => buckets(counted, step)),
    targets: receiveTargets.map((target) => ({ ...target, ...metOf(counted, target, time.nowMs) })),
    byArea: groups(counted, ({ areaId }) => areaId).map(([areaId, group]) => ({ areaId, ...group })),
    byKind: groups(counted, ({ kind }) => kind).map(([kind, group]) => ({ kind, ...group })),
    unfinished: stages
      .filter((stage) => stage !== 'closed')
      .map((stage) => {
        const open = counted.filter((row) => row.stage === stage);
        return { stage, count: open.length, incidentIds: open.map(({ incidentId }) => incidentId) };
      })
      .filter(({ count }) => count > 0),
    incidents: rows,
  };
}

/** An incident with its clocks. Who opens one for a caller, or splits it off, has received it: nothing to measure. */
export function rowOf(incident: Incident): ReviewRow {
  const { incidentId, areaId, siteId, address, origin, kind, priority, stage, level, outcome } = incident;
  const { alarmCount, openedAtMs, receivedAtMs, receivedBy, closedAtMs, assignments } = incident;
  const waited = origin !== 'caller' && incident.fromId === null;
  const firstSentMs = Math.min(...assignments.map(({ atMs }) => atMs.sent ?? Infinity));
  const isSent = receivedAtMs !== null && Number.isFinite(firstSentMs) && firstSentMs >= receivedAtMs;
  return {
    incidentId,
    areaId,
    siteId,
    address,
    origin,
    kind,
    priority,
    stage,
    level,
    outcome,
    alarmCount,
    openedAtMs,
    receivedBy,
    receiveMs: waited && receivedAtMs !== null ? receivedAtMs - openedAtMs : null,
    dispatchMs: isSent ? firstSentMs - receivedAtMs : null,
    closeMs: closedAtMs === null ? null : closedAtMs - openedAtMs,
    assignments: assignments.flatMap(({ unitId, atMs }) => {
      const { sent } = atMs;
      if (sent === undefined) return [];
      const after = (at: number | undefined) => (at === undefined ? null : at - sent);
      return [
        {
          unitId,
          sentAtMs: sent,
          signMs: after(atMs.signed),
          setOutMs: after(atMs.setOut),
          arriveMs: after(atMs.arrived),
          feedBackMs: after(atMs.fedBack),
        },
      ];
    }),
    leftOut: incident.mergedInto !== null ? 'merged' : outcome === 'test' ? 'test' : null,
  };
}

function isCounted({ leftOut }: ReviewRow): boolean {
  return leftOut === null;
}

const ofIncident = { receive: 'receiveMs', dispatch: 'dispatchMs', close: 'closeMs' } as const;
const ofAssignment = {
  sign: 'signMs',
  setOut: 'setOutMs',
  arrive: 'arriveMs',
  feedBack: 'feedBackMs',
} as const;

function madeOf(rows: readonly ReviewRow[], step: ReviewStep): Made[] {
  return rows.flatMap((row) => {
    const { incidentId } = row;
    const all =
      step in ofIncident
        ? [row[ofIncident[step as keyof typeof ofIncident]]]
        : row.assignments.map((one) => one[ofAssignment[step as keyof typeof ofAssignment]]);
    return all.flatMap((ms) => (ms === null ? [] : [{ incidentId, ms }]));
  });
}

/** By nearest rank: the smallest value that so many percent are not above. Null for none. */
export function percentile(made: readonly { readonly ms: number }[], percent: number): number | null {
  const sorted = made.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null;
}

/** What lies on the end of a bucket belongs to it, not to the next. */
function buckets(rows: readonly ReviewRow[], step: BucketStep): Review['buckets'] {
  const made = madeOf(rows, step);
  const ends: (number | null)[] = [...bucketEndsMs[step], null];
  return ends.map((toMs, at) => {
    const fromMs = ends[at - 1] ?? 0;
    const inside = made.filter(({ ms }) => (at === 0 || ms > fromMs) && (toMs === null || ms <= toMs));
    return { step, fromMs, toMs, count: inside.length, incidentIds: idsOf(inside) };
  });
}

/** One that nobody has received yet is late once its time is over, and not counted before. */
function metOf(
  rows: readonly ReviewRow[],
  { priority, withinMs }: (typeof receiveTargets)[number],
  nowMs: number,
): { met: number; of: number; lateIds: string[] } {
  const due = rows.filter(
    (row) =>
      row.priority <= 2 === (priority === 'high') &&
      (row.receiveMs !== null || (row.receivedBy === null && nowMs - row.openedAtMs > withinMs)),
  );
  const late = due.filter(({ receiveMs }) => receiveMs === null || receiveMs > withinMs);
  return {
    met: due.length - late.length,
    of: due.length,
    lateIds: late.map(({ incidentId }) => incidentId),
  };
}

type Group = Omit<Review['byArea'][number], 'areaId'>;

function groups<K extends string>(rows: readonly ReviewRow[], keyOf: (row: ReviewRow) => K): [K, Group][] {
  const keys = [...new Set(rows.map(keyOf))].toSorted();
  return keys
    .map((key): [K, Group] => {
      const own = rows.filter((row) => keyOf(row) === key);
      return [
        key,
        {
          count: own.length,
          genuine: own.filter(({ outcome }) => outcome === 'genuine').length,
          falseAlarms: own.filter(({ outcome }) => outcome === 'false-alarm').length,
          receiveP50Ms: percentile(madeOf(own, 'receive'), 50),
          arriveP50Ms: percentile(madeOf(own, 'arrive'), 50),
          incidentIds: own.map(({ incidentId }) => incidentId),
        },
      ];
    })
    .toSorted(([, a], [, b]) => b.count - a.count);
}

function idsOf(made: readonly Made[]): string[] {
  return [...new Set(made.map(({ incidentId }) => incidentId))];
}
