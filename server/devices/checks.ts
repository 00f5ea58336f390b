// The checks of an installation, judged from what the server knows: what an installer sees tick, and what acceptance needs. Pure.
import type { Check, Order } from '@haixi/proto/devices/orders';
import { astray, metresBetween } from '@haixi/proto/devices/placing';
import type { Area } from '@haixi/proto/live/picture';
import { streamedCodecs } from '@haixi/proto/media/media';
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import { inWords } from './astray-words.js';
import { toWgs84 } from './datums.js';

/** The limits, each in the unit of its check: ms, ms, ms, ms, shares of the stream. */
export const limits = {
  clockMs: 2_000,
  keyFramesMs: 4_000,
  keyFramesWarnMs: 10_000,
  alarmMs: 5_000,
  bandwidthShare: 1.5,
} as const;

/** A reading older than this says nothing of now. */
const readingStandsMs = 40_000;
/** A test that has not come to its end by then has failed, and can be asked for again. */
export const testWithinMs = 60_000;

type State = Check['state'];

/** What the server knows of an order's camera. Times are epoch ms of the server's clock. */
export interface Facts {
  readonly draft: Partial<Order['draft']>;
  readonly plan: Order['plan'];
  readonly area: Pick<Area, 'outline' | 'illustrative'> | null;
  readonly hasNotice: boolean;
  /** The box that was claimed, and until when it may come; `isEnrolled` once it has. */
  readonly box: { readonly claimUntilMs: number | null; readonly isEnrolled: boolean };
  readonly isOnline: boolean;
  readonly reading: {
    readonly atMs: number;
    readonly skewMs: number;
    readonly camera: CameraReading | null;
  } | null;
  /** When the camera’s configuration was changed last; a reading from before says nothing of its zones. */
  readonly configuredAtMs: number | null;
  /** What this phone's browser has decoded. */
  readonly decoded: { readonly firstFrameMs: number; readonly size: string; readonly atMs: number } | null;
  /** Measured upwards, or asked for and not measured yet. */
  readonly line: { readonly kbps: number | null; readonly atMs: number } | null;
  readonly alarm: { readonly askedAtMs: number; readonly storedAtMs: number | null } | null;
}

/** All checks, in their order. */
export function judge(facts: Facts, nowMs: number): Check[] {
  const { reading } = facts;
  const isFresh = reading !== null && nowMs - reading.atMs <= readingStandsMs;
  const now: Now = { nowMs, reading: facts.isOnline && isFresh ? reading : null };
  return [
    position(facts),
    place(facts),
    check('notice', facts.hasNotice ? 'ok' : 'waiting', {
      detail: facts.hasNotice ? 'photo kept' : 'no photo yet',
    }),
    credentials(facts, nowMs),
    check('online', facts.isOnline ? 'ok' : 'waiting', { detail: facts.isOnline ? '' : 'no connection yet' }),
    clock(now),
    picture(facts, now),
    codec(now),
    keyFrames(now),
    privacy(facts, now),
    bandwidth(facts, now),
    alarm(facts, nowMs),
  ];
}

/** The checks that hold an acceptance up. */
export function missing(checks: readonly Check[]): Check['check'][] {
  return checks.filter(({ state }) => state !== 'ok' && state !== 'warn').map((each) => each.check);
}

interface Now {
  readonly nowMs: number;
  readonly reading: NonNullable<Facts['reading']> | null;
}

function position({ draft, plan, area }: Facts): Check {
  const { taken, headingDeg, fovDeg, rangeM } = draft;
  const lacks = [
    ...(taken ? [] : ['place']),
    ...(headingDeg === undefined ? ['heading'] : []),
    ...(fovDeg === undefined ? ['width of the view'] : []),
    ...(rangeM === undefined ? ['reach'] : []),
  ];
  if (!taken || lacks.length > 0)
    return check('position', 'waiting', { detail: `missing: ${lacks.join(', ')}` });
  const at = toWgs84(taken.position, taken.datum);
  const said = inWords(astray(at, area, plan), plan?.withinM ?? null);
  const measured = {
    value: plan ? Math.round(metresBetween(plan.position, at)) : null,
    limit: plan?.withinM ?? null,
    detail: said ?? '',
  };
  if (said === null) return check('position', 'ok', measured);
  return check('position', draft.positionReason ? 'warn' : 'failed', measured);
}

function place({ draft }: Facts): Check {
  const lacks = [
    ...(draft.place ? [] : ['kind of place']),
    ...(draft.legalBasis ? [] : ['legal basis']),
    ...(draft.cameraName ? [] : ['name of the camera']),
  ];
  return check('place', lacks.length === 0 ? 'ok' : 'waiting', {
    detail: lacks.length === 0 ? '' : `missing: ${lacks.join(', ')}`,
  });
}

function credentials({ box }: Facts, nowMs: number): Check {
  if (box.isEnrolled) return check('credentials', 'ok', {});
  if (box.claimUntilMs === null) return check('credentials', 'waiting', { detail: 'no box claimed yet' });
  const isOver = box.claimUntilMs <= nowMs;
  const detail = isOver ? 'ten minutes are over: scan the sticker again' : 'the box has not come yet';
  return check('credentials', isOver ? 'failed' : 'running', { detail });
}

function clock({ reading }: Now): Check {
  if (!reading) return check('clock', 'waiting', {});
  const isRight = Math.abs(reading.skewMs) <= limits.clockMs;
  return check('clock', isRight ? 'ok' : 'failed', {
    value: reading.skewMs,
    limit: limits.clockMs,
    detail: isRight ? '' : 'set the box’s clock by NTP',
    atMs: reading.atMs,
  });
}

function picture({ decoded }: Facts, now: Now): Check {
  if (!decoded) return check('picture', 'waiting', {});
  return check('picture', isStreamed(now.reading?.camera ?? null) ? 'ok' : 'warn', {
    value: decoded.firstFrameMs,
    detail: decoded.size,
    atMs: decoded.atMs,
  });
}

function codec({ reading }: Now): Check {
  const { codec: name = null, state, fault = null } = reading?.camera ?? {};
  // What keeps the picture away is the installer's to mend, so it stands where the picture is waited for.
  if (fault !== null && state !== 'ok')
    return check('codec', 'failed', { detail: fault, atMs: reading?.atMs ?? null });
  if (!name) return check('codec', 'waiting', {});
  const isGood = isStreamed(reading?.camera ?? null);
  return check('codec', isGood ? 'ok' : 'warn', {
    detail: isGood ? name : `${name}: browsers get stills`,
    atMs: reading?.atMs ?? null,
  });
}

function keyFrames({ reading }: Now): Check {
  const everyMs = reading?.camera?.keyFrameEveryMs ?? null;
  if (everyMs === null) return check('key-frames', 'waiting', { limit: limits.keyFramesMs });
  const { keyFramesMs, keyFramesWarnMs } = limits;
  const state = everyMs <= keyFramesMs ? 'ok' : everyMs <= keyFramesWarnMs ? 'warn' : 'failed';
  const detail = state === 'ok' ? '' : 'set the camera’s I-frame interval to 2 s';
  return check('key-frames', state, {
    value: everyMs,
    limit: keyFramesMs,
    detail,
    atMs: reading?.atMs ?? null,
  });
}

function privacy({ draft, configuredAtMs }: Facts, { reading }: Now): Check {
  const zones = draft.privacy?.length ?? 0;
  if (zones === 0) return check('privacy', 'ok', { value: 0, detail: 'no zones wanted' });
  const masking = reading?.camera?.masking ?? null;
  const isOld = reading === null || (configuredAtMs !== null && reading.atMs <= configuredAtMs);
  if (isOld || masking?.zones !== zones)
    return check('privacy', 'running', { value: masking?.zones ?? 0, limit: zones });
  const { cpuPercent } = masking;
  const detail = cpuPercent === null ? '' : `${Math.round(cpuPercent)} % of one processor`;
  return check('privacy', 'ok', { value: zones, limit: zones, detail, atMs: reading.atMs });
}

function bandwidth({ line }: Facts, { nowMs, reading }: Now): Check {
  const stream = reading?.camera?.kbps ?? null;
  const wanted = stream === null ? null : Math.round(stream * limits.bandwidthShare);
  if (!line) return check('bandwidth', 'waiting', { limit: wanted });
  if (line.kbps === null) return running('bandwidth', line.atMs, nowMs, wanted);
  const kbps = Math.round(line.kbps);
  if (stream === null || wanted === null)
    return check('bandwidth', 'running', { value: kbps, atMs: line.atMs });
  const state = kbps >= wanted ? 'ok' : kbps >= stream ? 'warn' : 'failed';
  const detail = state === 'ok' ? '' : `the stream takes ${Math.round(stream)} kbit/s`;
  return check('bandwidth', state, { value: kbps, limit: wanted, detail, atMs: line.atMs });
}

function alarm({ alarm: test }: Facts, nowMs: number): Check {
  if (!test) return check('alarm', 'waiting', { limit: limits.alarmMs });
  if (test.storedAtMs === null) return running('alarm', test.askedAtMs, nowMs, limits.alarmMs);
  const roundTripMs = Math.max(0, test.storedAtMs - test.askedAtMs);
  const state = roundTripMs <= limits.alarmMs ? 'ok' : 'failed';
  return check('alarm', state, { value: roundTripMs, limit: limits.alarmMs, atMs: test.storedAtMs });
}

function running(name: 'alarm' | 'bandwidth', sinceMs: number, nowMs: number, limit: number | null): Check {
  const isOver = nowMs - sinceMs > testWithinMs;
  return check(name, isOver ? 'failed' : 'running', {
    limit,
    detail: isOver ? 'no answer within a minute: try again' : '',
    atMs: sinceMs,
  });
}

/** Zones are burnt in by encoding anew, in a codec that every browser plays. */
function isStreamed(camera: CameraReading | null): boolean {
  if (!camera || camera.codec === null) return true;
  return streamedCodecs.includes(camera.codec) || (camera.masking?.zones ?? 0) > 0;
}

function check(name: Check['check'], state: State, rest: Partial<Omit<Check, 'check' | 'state'>>): Check {
  return { check: name, state, value: null, limit: null, detail: '', atMs: null, ...rest };
}
