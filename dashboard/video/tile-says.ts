// What a tile says of itself at this moment: never live when it isn't, and never nothing (rule L3 for pictures). Pure.
import { type Ended, notLiveAfterMs, type Tile, type Watched } from './tile-life';

export type Said =
  | { says: 'off' | 'away' | 'asking' }
  /** Nothing to see yet: of the stream at all, or of its first key frame. */
  | { says: 'waitingStream' | 'waitingKeyFrame'; forMs: number }
  /** `behindMs`: how old what is shown is against the newest that can be there. */
  | { says: 'live'; behindMs: number }
  /** A picture is there, but nothing new of it for so long. */
  | { says: 'notNew'; forMs: number }
  | { says: 'stills'; ageMs: number; fresh: boolean }
  | { says: 'ended'; ended: Ended; againInMs: number | null };

/** A still that is older than this is not what is there now. */
const stillFreshMs = 8_000;

/** `stillAgeMs` is the age of the still that is shown, by the server's clock; null without one. */
export function saidOf(tile: Tile, watched: Watched, stillAgeMs: number | null, monoMs: number): Said {
  const { phase } = tile;
  switch (phase.is) {
    case 'off':
    case 'away':
    case 'asking':
      return { says: phase.is };
    case 'waiting': {
      const says = watched.bytesMonoMs === null ? 'waitingStream' : 'waitingKeyFrame';
      return { says, forMs: monoMs - phase.sinceMonoMs };
    }
    case 'showing': {
      if (tile.as === 'stills') {
        const ageMs = stillAgeMs ?? monoMs - phase.sinceMonoMs;
        return { says: 'stills', ageMs, fresh: ageMs <= stillFreshMs };
      }
      const bytesMs = monoMs - (watched.bytesMonoMs ?? phase.sinceMonoMs);
      const pictureMs = monoMs - (watched.pictureMonoMs ?? phase.sinceMonoMs);
      const forMs = Math.max(bytesMs, pictureMs);
      return forMs > notLiveAfterMs
        ? { says: 'notNew', forMs }
        : { says: 'live', behindMs: watched.aheadMs + bytesMs };
    }
    case 'ended': {
      const { ended, againMonoMs } = phase;
      return {
        says: 'ended',
        ended,
        againInMs: againMonoMs === null ? null : Math.max(0, againMonoMs - monoMs),
      };
    }
  }
}

/** Whether the picture in the tile may be taken for what is there now. */
export function isNow(said: Said): boolean {
  return said.says === 'live' || (said.says === 'stills' && said.fresh);
}
