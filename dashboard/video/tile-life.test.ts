// A live tile through its days: asked for, waited for, shown, behind, ended, asked for again, hidden and back.
import { viewCloseCodes } from '@haixi/proto/media/media';
import { describe, expect, it } from 'vitest';
import {
  awayAfterMs,
  type Effect,
  type Input,
  nothingShown,
  notLiveAfterMs,
  step,
  type Tile,
  type Watched,
} from './tile-life';
import { isNow, saidOf } from './tile-says';

const nothing: Watched = { bytesMonoMs: null, pictureMonoMs: null, aheadMs: 0 };

/** A tile on a clock that the test moves. */
function aTile(renews = false) {
  let tile: Tile = { ...nothingShown, renews };
  let monoMs = 1_000;
  let watched = nothing;
  const did: Effect[] = [];
  const take = (input: Input) => {
    const next = step(tile, input, monoMs, 0.5);
    tile = next.tile;
    did.push(...next.effects);
  };
  return {
    take,
    /** Time in steps of 250 ms; with `flows` bytes and pictures come all along. */
    pass(ms: number, flows = false) {
      for (let left = ms; left > 0; left -= 250) {
        monoMs += 250;
        if (flows) watched = { bytesMonoMs: monoMs, pictureMonoMs: monoMs, aheadMs: 400 };
        take({ type: 'time', watched });
      }
    },
    bytes: () => (watched = { ...watched, bytesMonoMs: monoMs }),
    ahead: (aheadMs: number) => (watched = { ...watched, aheadMs }),
    fresh: () => (watched = nothing),
    did: () => did.splice(0).map((effect) => effect.do),
    says: () => saidOf(tile, watched, null, monoMs),
    tile: () => tile,
  };
}

function aLiveTile(renews = false) {
  const tile = aTile(renews);
  tile.take({ type: 'start', as: 'video' });
  tile.take({ type: 'granted', viewId: 'v1' });
  tile.pass(500, true);
  tile.did();
  return tile;
}

describe('live tile', () => {
  it('V1 asks, waits for the stream, then for a key frame, and is live with its age', () => {
    const tile = aTile();
    tile.take({ type: 'start', as: 'video' });
    expect(tile.says()).toEqual({ says: 'asking' });
    tile.take({ type: 'granted', viewId: 'v1' });
    expect(tile.did()).toEqual(['ask', 'open']);
    tile.pass(500);
    expect(tile.says()).toEqual({ says: 'waitingStream', forMs: 500 });
    tile.bytes();
    tile.pass(500);
    expect(tile.says()).toEqual({ says: 'waitingKeyFrame', forMs: 1_000 });
    tile.pass(250, true);
    expect(tile.says()).toEqual({ says: 'live', behindMs: 400 });
  });

  it('L3 does not claim to be live when nothing new has come for 3 s', () => {
    const tile = aLiveTile();
    tile.pass(notLiveAfterMs);
    expect(isNow(tile.says())).toBe(true);
    tile.pass(250);
    expect(tile.says()).toEqual({ says: 'notNew', forMs: notLiveAfterMs + 250 });
    tile.pass(500, true);
    expect(tile.says()).toMatchObject({ says: 'live' });
  });

  it('jumps to the end when it has fallen behind what has arrived', () => {
    const tile = aLiveTile();
    tile.ahead(2_000);
    tile.pass(250);
    expect(tile.did()).toEqual([]);
    tile.ahead(6_000);
    tile.pass(250);
    expect(tile.did()).toEqual(['toEnd']);
  });

  it('a stream that ends is asked for again, each time later, and at once when the camera is back', () => {
    const tile = aLiveTile();
    const waits: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      tile.take({ type: 'closed', code: viewCloseCodes.streamEnded });
      tile.fresh();
      const said = tile.says();
      if (said.says === 'ended') waits.push(said.againInMs!);
      expect(tile.did()).toContain('drop');
      tile.pass(waits.at(-1)! + 250);
      expect(tile.did()).toEqual(['ask']);
      tile.take({ type: 'granted', viewId: `v${n + 2}` });
      tile.did();
    }
    expect(waits).toEqual([500, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
    tile.take({ type: 'closed', code: viewCloseCodes.noPicture });
    tile.take({ type: 'wake' });
    expect(tile.did()).toEqual(['drop', 'ask']);
  });

  it('a picture that came to stay makes the next failure a first one again', () => {
    const tile = aLiveTile();
    tile.take({ type: 'closed', code: 1006 });
    tile.pass(750);
    tile.take({ type: 'granted', viewId: 'v2' });
    tile.pass(11_000, true);
    tile.take({ type: 'closed', code: 1006 });
    expect(tile.says()).toMatchObject({ says: 'ended', ended: { why: 'lost' }, againInMs: 500 });
  });

  it('no key frame for 30 s and no stream at all are told apart', () => {
    const tile = aTile();
    tile.take({ type: 'start', as: 'video' });
    tile.take({ type: 'granted', viewId: 'v1' });
    tile.pass(30_250);
    expect(tile.says()).toMatchObject({ says: 'ended', ended: { why: 'noPicture' } });
    tile.take({ type: 'start', as: 'video' });
    tile.take({ type: 'granted', viewId: 'v2' });
    tile.bytes();
    tile.pass(30_250);
    expect(tile.says()).toMatchObject({ says: 'ended', ended: { why: 'noKeyFrame' } });
  });

  it('V4 a right that ended and a time that is up are not asked for again by themselves', () => {
    for (const code of [viewCloseCodes.rightEnded, viewCloseCodes.timeUp]) {
      const tile = aLiveTile();
      tile.take({ type: 'closed', code });
      tile.did();
      tile.pass(120_000);
      tile.take({ type: 'wake' });
      expect(tile.did()).toEqual([]);
      expect(tile.says()).toMatchObject({ says: 'ended', againInMs: null });
    }
  });

  it('V3 on a round a time that is up is asked for anew without a question; a right that ended is not', () => {
    const tile = aLiveTile(true);
    tile.take({ type: 'closed', code: viewCloseCodes.timeUp });
    expect(tile.did()).toEqual(['drop']);
    tile.pass(1_000);
    expect(tile.did()).toEqual(['ask']);
    tile.take({ type: 'granted', viewId: 'v2' });
    tile.take({ type: 'closed', code: viewCloseCodes.rightEnded });
    tile.did();
    tile.pass(120_000);
    expect(tile.did()).toEqual([]);
  });

  it('a codec that does not fit the stream, or that this browser can’t play, becomes stills', () => {
    const byServer = aLiveTile();
    byServer.take({ type: 'closed', code: viewCloseCodes.codec });
    expect(byServer.tile()).toMatchObject({ as: 'stills', phase: { is: 'asking' } });
    const byBrowser = aLiveTile();
    byBrowser.take({ type: 'unplayable' });
    expect(byBrowser.did()).toEqual(['drop', 'ask']);
    expect(byBrowser.tile().as).toBe('stills');
  });

  it('closed while the answer is on its way, the view that comes is ended', () => {
    const tile = aTile();
    tile.take({ type: 'start', as: 'video' });
    tile.take({ type: 'stop' });
    tile.take({ type: 'granted', viewId: 'late' });
    expect(tile.did()).toEqual(['ask', 'drop']);
    expect(tile.says()).toEqual({ says: 'off' });
  });
});

describe('live tile in a hidden tab', () => {
  it('is let go after ten seconds, asked for at once on return, and no faults are counted in between', () => {
    const tile = aLiveTile();
    tile.take({ type: 'hidden' });
    tile.pass(awayAfterMs);
    expect(tile.did()).toEqual([]);
    tile.pass(250);
    expect(tile.did()).toEqual(['drop']);
    expect(tile.says()).toEqual({ says: 'away' });
    tile.pass(600_000);
    tile.take({ type: 'shown' });
    expect(tile.did()).toEqual(['ask']);
  });

  it('for a moment, it only jumps to the end', () => {
    const tile = aLiveTile();
    tile.take({ type: 'hidden' });
    tile.pass(5_000);
    tile.take({ type: 'shown' });
    expect(tile.did()).toEqual(['toEnd']);
  });
});

it('a still says its age, and that it is old', () => {
  const tile: Tile = {
    ...nothingShown,
    as: 'stills',
    phase: { is: 'showing', viewId: 'v', sinceMonoMs: 0 },
  };
  expect(saidOf(tile, nothing, 2_000, 5_000)).toEqual({ says: 'stills', ageMs: 2_000, fresh: true });
  expect(isNow(saidOf(tile, nothing, 9_000, 9_000))).toBe(false);
});
