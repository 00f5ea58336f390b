// The life of a live tile: what the person, the server and the player do in, what to show and what to do next out. Pure.
import { viewCloseCodes } from '@haixi/proto/media/media';

/** Video by websocket, or stills where the browser can't play the camera's codec. */
export type As = 'video' | 'stills';

/** Why nothing is shown any more. `rule` of a refusal are the server's own words. */
export type Ended =
  | { why: 'noPicture' | 'slow' | 'rightEnded' | 'timeUp' | 'streamEnded' | 'lost' | 'noKeyFrame' | 'stuck' }
  | { why: 'unreachable' | 'failed' }
  | { why: 'refused'; rule: string };

/** All `…MonoMs` are the screen's own monotonic clock, handed in with every input. */
export type Phase =
  | { is: 'off' }
  /** The tab is hidden: nothing is looked at, and it is asked for anew when somebody is back. */
  | { is: 'away' }
  | { is: 'asking'; sinceMonoMs: number }
  | { is: 'waiting'; viewId: string; sinceMonoMs: number }
  | { is: 'showing'; viewId: string; sinceMonoMs: number }
  /** `againMonoMs` is null where only the person can ask again. */
  | { is: 'ended'; ended: Ended; againMonoMs: number | null };

export interface Tile {
  readonly as: As;
  /** Whether a time that is up is asked for anew without a question: within a round. */
  readonly renews: boolean;
  readonly phase: Phase;
  /** Tries in a row that showed nothing for long. */
  readonly attempt: number;
  readonly hiddenSinceMonoMs: number | null;
}

/** What the player, or the reader of stills, has got so far; null is nothing yet. */
export interface Watched {
  readonly bytesMonoMs: number | null;
  readonly pictureMonoMs: number | null;
  /** How far the end of what has arrived is ahead of what is shown. */
  readonly aheadMs: number;
}

export type Input =
  | { type: 'start'; as: As }
  | { type: 'stop' }
  | { type: 'granted'; viewId: string }
  | { type: 'refused'; code: string; rule: string }
  | { type: 'unreachable' }
  /** The websocket closed; the code is the server's, or the browser's own below 4000. */
  | { type: 'closed'; code: number }
  | { type: 'unplayable' }
  | { type: 'failed' }
  | { type: 'hidden' }
  | { type: 'shown' }
  /** The camera has a picture again: no use in waiting for the next try. */
  | { type: 'wake' }
  | { type: 'time'; watched: Watched };

/** `drop` closes the player or the stills and ends the view, where there is one. */
export type Effect =
  | { do: 'ask'; as: As }
  | { do: 'open'; as: As; viewId: string }
  | { do: 'drop'; viewId: string | null }
  | { do: 'toEnd' };

export interface Step {
  readonly tile: Tile;
  readonly effects: readonly Effect[];
}

/** A hidden tab is let be for so long: who only looks something up finds the picture as it was. */
export const awayAfterMs = 10_000;

/** No new bytes, or no new frame, for so long: what is shown is not live, and says so. */
export const notLiveAfterMs = 3_000;

/** What is shown may be so far behind what has arrived; beyond it the player jumps to the end. */
export const aheadMsMax = 2_500;

/** Without a first picture (a key frame) by then the try has failed; a running picture that stands still, too. */
export const firstPictureMsMax = 30_000;
export const stuckMsMax = 12_000;

/** Shown for so long, a picture has come to stay, and the next failure is a first one again. */
const settledAfterMs = 10_000;

/** The waits between tries: a camera that shows nothing for hours is not to fill the log with attempts. */
const delaysMs = [500, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000] as const;

export const nothingShown: Tile = {
  as: 'video',
  renews: false,
  phase: { is: 'off' },
  attempt: 0,
  hiddenSinceMonoMs: null,
};

/** The tile after this input; `random` (0 … 1) spreads the tries of many screens. */
export function step(tile: Tile, input: Input, monoMs: number, random: number): Step {
  const { phase } = tile;
  switch (input.type) {
    case 'start':
      return ask({ ...tile, as: input.as, attempt: 0 }, monoMs);
    case 'stop':
      return dropped(tile, { is: 'off' });
    case 'granted':
      // Somebody closed the tile, or the tab went away, while the answer was on its way.
      if (phase.is !== 'asking') return { tile, effects: [{ do: 'drop', viewId: input.viewId }] };
      return {
        tile: { ...tile, phase: { is: 'waiting', viewId: input.viewId, sinceMonoMs: monoMs } },
        effects: [{ do: 'open', as: tile.as, viewId: input.viewId }],
      };
    case 'refused':
      if (!isBusy(phase)) return only(tile);
      // Too many at once is the one refusal that time alone mends.
      return input.code === 'too_many_views'
        ? again(tile, { why: 'refused', rule: input.rule }, monoMs, random)
        : ended(tile, { why: 'refused', rule: input.rule }, null);
    case 'unreachable':
      return isBusy(phase) ? again(tile, { why: 'unreachable' }, monoMs, random) : only(tile);
    case 'closed':
      return isBusy(phase) ? closed(tile, input.code, monoMs, random) : only(tile);
    case 'unplayable':
      return isBusy(phase) ? insteadStills(tile, monoMs) : only(tile);
    case 'failed':
      return isBusy(phase) ? again(tile, { why: 'failed' }, monoMs, random) : only(tile);
    case 'hidden':
      return only({ ...tile, hiddenSinceMonoMs: tile.hiddenSinceMonoMs ?? monoMs });
    case 'shown':
      return shown({ ...tile, hiddenSinceMonoMs: null }, monoMs);
    case 'wake':
      return phase.is === 'ended' && phase.againMonoMs !== null
        ? ask({ ...tile, attempt: 0 }, monoMs)
        : only(tile);
    case 'time':
      return timePassed(tile, input.watched, monoMs, random);
  }
}

/** Between asking and the end: a failure means something. */
function isBusy(phase: Phase): boolean {
  return phase.is === 'asking' || phase.is === 'waiting' || phase.is === 'showing';
}

function ask(tile: Tile, monoMs: number): Step {
  const before = dropped(tile, { is: 'asking', sinceMonoMs: monoMs });
  return { tile: before.tile, effects: [...before.effects, { do: 'ask', as: tile.as }] };
}

function dropped(tile: Tile, phase: Phase): Step {
  const { phase: was } = tile;
  const viewId = was.is === 'waiting' || was.is === 'showing' ? was.viewId : null;
  return { tile: { ...tile, phase }, effects: viewId === null ? [] : [{ do: 'drop', viewId }] };
}

function ended(tile: Tile, why: Ended, againMonoMs: number | null): Step {
  return dropped(tile, { is: 'ended', ended: why, againMonoMs });
}

function again(tile: Tile, why: Ended, monoMs: number, random: number): Step {
  // A camera without a picture tells when it has one again, so asking meanwhile is only for when it doesn't.
  const from = why.why === 'noPicture' ? 2 : 0;
  const delayMs = delaysMs[Math.min(tile.attempt + from, delaysMs.length - 1)]!;
  const next = ended(tile, why, monoMs + Math.round(delayMs * (0.8 + 0.4 * random)));
  return { ...next, tile: { ...next.tile, attempt: tile.attempt + 1 } };
}

function closed(tile: Tile, code: number, monoMs: number, random: number): Step {
  switch (code) {
    case viewCloseCodes.codec:
      return insteadStills(tile, monoMs);
    case viewCloseCodes.rightEnded:
      return ended(tile, { why: 'rightEnded' }, null);
    // Whether anybody still looks is for the person to say; on a round they said so for the whole shift.
    case viewCloseCodes.timeUp:
      return tile.renews
        ? again(tile, { why: 'timeUp' }, monoMs, random)
        : ended(tile, { why: 'timeUp' }, null);
    case viewCloseCodes.noPicture:
      return again(tile, { why: 'noPicture' }, monoMs, random);
    case viewCloseCodes.slow:
      return again(tile, { why: 'slow' }, monoMs, random);
    case viewCloseCodes.streamEnded:
      return again(tile, { why: 'streamEnded' }, monoMs, random);
    default:
      return again(tile, { why: 'lost' }, monoMs, random);
  }
}

function insteadStills(tile: Tile, monoMs: number): Step {
  return ask({ ...tile, as: 'stills' }, monoMs);
}

function shown(tile: Tile, monoMs: number): Step {
  if (tile.phase.is === 'away') return ask({ ...tile, attempt: 0 }, monoMs);
  return tile.phase.is === 'showing' ? { tile, effects: [{ do: 'toEnd' }] } : only(tile);
}

function timePassed(tile: Tile, watched: Watched, monoMs: number, random: number): Step {
  const { phase, hiddenSinceMonoMs } = tile;
  if (phase.is === 'off' || phase.is === 'away') return only(tile);
  if (hiddenSinceMonoMs !== null) {
    // What can't be seen is not played, and its clocks mean nothing.
    const gone = monoMs - hiddenSinceMonoMs > awayAfterMs && !isOver(phase);
    return gone ? dropped(tile, { is: 'away' }) : only(tile);
  }
  if (phase.is === 'ended')
    return phase.againMonoMs !== null && monoMs >= phase.againMonoMs ? ask(tile, monoMs) : only(tile);
  if (phase.is === 'asking') return only(tile);
  const forMs = monoMs - phase.sinceMonoMs;
  if (phase.is === 'waiting') {
    if (watched.pictureMonoMs !== null)
      return only({ ...tile, phase: { is: 'showing', viewId: phase.viewId, sinceMonoMs: monoMs } });
    if (forMs <= firstPictureMsMax) return only(tile);
    const why = watched.bytesMonoMs === null ? 'noPicture' : 'noKeyFrame';
    return again(tile, { why }, monoMs, random);
  }
  const settled = forMs > settledAfterMs ? { ...tile, attempt: 0 } : tile;
  const stoodMs = monoMs - (watched.pictureMonoMs ?? phase.sinceMonoMs);
  if (stoodMs > stuckMsMax) return again(settled, { why: 'stuck' }, monoMs, random);
  if (tile.as === 'video' && watched.aheadMs > aheadMsMax)
    return { tile: settled, effects: [{ do: 'toEnd' }] };
  return only(settled);
}

/** Only the person asks again: a tab that was away does not. */
function isOver(phase: Phase): boolean {
  return phase.is === 'ended' && phase.againMonoMs === null;
}

function only(tile: Tile): Step {
  return { tile, effects: [] };
}
