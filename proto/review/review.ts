// Review of a time: its incidents with their clocks, and the figures of them. Each figure names the incidents it is made of.
import { z } from 'zod';
import { atMsSchema, idSchema, numberSchema, textSchema } from '../basics.js';
import type { RouteRow } from '../commands/route-row.js';
import {
  alarmKindSchema,
  originSchema,
  outcomeSchema,
  prioritySchema,
  stageSchema,
  validationLevelSchema,
} from '../vocabulary.js';

/** The longest time that can be reviewed at once. */
export const reviewSpanMsMax = 31 * 24 * 3_600_000;

/**
 * The steps that are measured, each the difference of two events at the server's time. Of an incident: received after it
 * was opened, first sent after it was received, closed after it was opened. Of each assignment, after it was sent: signed
 * 签收, set out 出警, arrived 到达, fed back 反馈.
 */
export const reviewSteps = ['receive', 'dispatch', 'sign', 'setOut', 'arrive', 'feedBack', 'close'] as const;
export const reviewStepSchema = z.enum(reviewSteps);
export type ReviewStep = z.infer<typeof reviewStepSchema>;

const minuteMs = 60_000;

/** The upper ends of the buckets that 110 centres report, in ms; what lies on an end is below it, the last is open. */
export const bucketEndsMs = {
  sign: [30_000, 60_000, 120_000, 180_000],
  setOut: [5 * minuteMs, 10 * minuteMs, 15 * minuteMs, 30 * minuteMs],
  feedBack: [30 * minuteMs, 60 * minuteMs, 120 * minuteMs, 240 * minuteMs],
} as const satisfies Partial<Record<ReviewStep, readonly number[]>>;
export type BucketStep = keyof typeof bucketEndsMs;

/**
 * Receiving after EN 50518: the share that is wanted within so many ms; `high` is priority 1 and 2, `other` the rest.
 */
export const receiveTargets = [
  { priority: 'high', withinMs: 30_000, wanted: 0.8 },
  { priority: 'high', withinMs: 60_000, wanted: 0.985 },
  { priority: 'other', withinMs: 90_000, wanted: 0.8 },
  { priority: 'other', withinMs: 180_000, wanted: 0.985 },
] as const;

const ids = z.array(idSchema);
const durationMs = numberSchema.nullable();

/** One unit sent: when each of its steps was, in epoch ms; null for one that was not made. */
export const reviewAssignmentSchema = z.strictObject({
  unitId: idSchema,
  sentAtMs: atMsSchema,
  signMs: durationMs,
  setOutMs: durationMs,
  arriveMs: durationMs,
  feedBackMs: durationMs,
});

/** One incident with its clocks in ms; null for a step that was not made, or is not measured for it. */
export const reviewRowSchema = z.strictObject({
  incidentId: idSchema,
  areaId: idSchema,
  siteId: idSchema.nullable(),
  address: textSchema,
  origin: originSchema,
  kind: alarmKindSchema,
  priority: prioritySchema,
  stage: stageSchema,
  level: validationLevelSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  alarmCount: z.int().min(1),
  openedAtMs: atMsSchema,
  receivedBy: idSchema.nullable(),
  receiveMs: durationMs,
  dispatchMs: durationMs,
  closeMs: durationMs,
  assignments: z.array(reviewAssignmentSchema),
  /** Why it is in the list and in no figure: a test, or merged into another one. */
  leftOut: z.enum(['test', 'merged']).nullable(),
});
export type ReviewRow = z.infer<typeof reviewRowSchema>;

/** The median and the 90th percentile by nearest rank; null where nothing was measured. */
export const stepFigureSchema = z.strictObject({
  step: reviewStepSchema,
  count: numberSchema,
  p50Ms: durationMs,
  p90Ms: durationMs,
  /** The median in the time before, equally long; null where nothing was measured there. */
  beforeP50Ms: durationMs,
  incidentIds: ids,
});

/** How many steps took longer than `fromMs` and at most `toMs`; null: any longer. */
export const bucketSchema = z.strictObject({
  step: z.enum(['sign', 'setOut', 'feedBack']),
  fromMs: numberSchema,
  toMs: numberSchema.nullable(),
  count: numberSchema,
  incidentIds: ids,
});

/** How many were received in time, of those whose time has come; `lateIds` are the others. */
export const targetFigureSchema = z.strictObject({
  priority: z.enum(['high', 'other']),
  withinMs: numberSchema,
  wanted: z.number(),
  met: numberSchema,
  of: numberSchema,
  lateIds: ids,
});

const groupSchema = z.strictObject({
  count: numberSchema,
  genuine: numberSchema,
  falseAlarms: numberSchema,
  receiveP50Ms: durationMs,
  arriveP50Ms: durationMs,
  incidentIds: ids,
});

export const reviewSchema = z.strictObject({
  fromMs: atMsSchema,
  toMs: atMsSchema,
  nowMs: atMsSchema,
  /** Incidents that are counted, and how many there were in the time before. */
  count: numberSchema,
  beforeCount: numberSchema,
  steps: z.array(stepFigureSchema),
  buckets: z.array(bucketSchema),
  targets: z.array(targetFigureSchema),
  byArea: z.array(groupSchema.extend({ areaId: idSchema })),
  byKind: z.array(groupSchema.extend({ kind: alarmKindSchema })),
  /** What is not closed yet, by stage. */
  unfinished: z.array(z.strictObject({ stage: stageSchema, count: numberSchema, incidentIds: ids })),
  /** Newest first. */
  incidents: z.array(reviewRowSchema),
});
export type Review = z.infer<typeof reviewSchema>;

/** Incidents opened from `fromMs` on and before `toMs`, in an area and all below it; all of one's own where none is named. */
export const reviewQuerySchema = z.strictObject({
  fromMs: z.coerce.number().pipe(atMsSchema),
  toMs: z.coerce.number().pipe(atMsSchema),
  areaId: idSchema.optional(),
});
export type ReviewQuery = z.infer<typeof reviewQuerySchema>;

export const reviewRoutes = {
  review: {
    method: 'GET',
    path: '/api/review',
    action: 'review.read',
    query: reviewQuerySchema,
    answer: reviewSchema,
    about:
      'What happened in a time of at most 31 days, with the clocks of each step and the buckets of 110 centres. 400 bad_time: its end is not after its beginning, or it is too long.',
  },
  reviewCsv: {
    method: 'GET',
    path: '/api/review/csv',
    action: 'review.read',
    query: reviewQuerySchema,
    answer: 'file',
    about: 'The same incidents with their clocks, a line an assignment, for a spreadsheet.',
  },
} as const satisfies Record<string, RouteRow>;
