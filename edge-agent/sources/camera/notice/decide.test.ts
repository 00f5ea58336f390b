// When a picture counts as covered or lost, and which alarms that makes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CameraAlarm, decide, type Picture, startPicture } from './decide.js';
import { frameBytes, frameStats, frameWidth } from './frame.js';

const scene = frameStats(
  Uint8Array.from({ length: frameBytes }, (_, at) => ((at % 7) * 30 + Math.floor(at / frameWidth) * 3) % 256),
);
const black = frameStats(new Uint8Array(frameBytes).fill(16));
const white = frameStats(new Uint8Array(frameBytes).fill(235));
/** A hand: no edges, a little shading. */
const hand = frameStats(Uint8Array.from({ length: frameBytes }, (_, at) => 90 + (at % frameWidth) / 3));
/** A street at night: dark, yet with lamps. */
const night = frameStats(
  Uint8Array.from({ length: frameBytes }, (_, at) => (at % 97 < 3 ? 180 : 12 + (at % 3))),
);

/** Plays pictures at 5 a second from a moment on. */
class Play {
  picture: Picture = startPicture(0);
  atMs = 0;
  readonly alarms: { alarm: CameraAlarm; atMs: number }[] = [];

  show(frame: typeof scene | null, forMs: number): this {
    for (const until = this.atMs + forMs; this.atMs < until;) {
      this.atMs += 200;
      const { picture, alarm } = decide(this.picture, { frame, atMs: this.atMs });
      this.picture = picture;
      if (alarm) this.alarms.push({ alarm, atMs: this.atMs });
    }
    return this;
  }
}

describe('the picture', () => {
  it.each([
    ['black', black],
    ['bright', white],
    ['a hand', hand],
  ])('a lens covered by %s is one alarm within 2 s', (_name, cover) => {
    const play = new Play().show(scene, 5_000).show(cover, 60_000);
    expect(play.picture.state).toBe('covered');
    expect(play.alarms).toHaveLength(1);
    expect(play.alarms[0]?.alarm).toBe('lens-covered');
    expect(play.alarms[0]?.atMs).toBeLessThanOrEqual(7_000);
  });

  it('a street at night is not a covered lens', () => {
    expect(new Play().show(night, 60_000)).toMatchObject({ alarms: [], picture: { state: 'ok' } });
  });

  it('something that passes the lens within a second is no alarm', () => {
    expect(new Play().show(scene, 5_000).show(black, 1_000).show(scene, 5_000).alarms).toEqual([]);
  });

  it('a lens is free again after 2 s of picture, not after a flicker, and can be covered again', () => {
    const play = new Play().show(scene, 5_000).show(black, 5_000).show(scene, 1_000);
    expect(play.picture.state).toBe('covered');
    play.show(black, 3_000).show(scene, 2_400);
    expect(play.picture.state).toBe('ok');
    expect(play.alarms).toHaveLength(1);
    expect(play.show(black, 3_000).alarms).toHaveLength(2);
  });

  it('a picture is lost 10 s after its last frame, with one alarm, and back after 2 s', () => {
    const play = new Play().show(scene, 5_000).show(null, 9_800);
    expect(play.alarms).toEqual([]);
    play.show(null, 60_000);
    expect(play.alarms).toEqual([{ alarm: 'picture-lost', atMs: 15_000 }]);
    expect(play.show(scene, 1_000).picture.state).toBe('lost');
    expect(play.show(scene, 1_600).picture.state).toBe('ok');
    expect(play.alarms).toHaveLength(1);
  });

  it('a camera that never shows anything is one alarm after 30 s', () => {
    const play = new Play().show(null, 29_800);
    expect(play).toMatchObject({ alarms: [], picture: { state: 'starting' } });
    expect(play.show(null, 60_000).alarms).toEqual([{ alarm: 'picture-lost', atMs: 30_000 }]);
  });

  it('a lens that was covered before the agent started is a state and no alarm', () => {
    const play = new Play().show(black, 10_000);
    expect(play).toMatchObject({ alarms: [], picture: { state: 'covered' } });
    expect(play.show(scene, 5_000).show(black, 5_000).alarms).toHaveLength(1);
  });

  it('no history of pictures makes an alarm without entering a bad state, or two in one', () => {
    const part = fc.record({
      frame: fc.constantFrom(scene, black, white, hand, night, null),
      forMs: fc.integer({ min: 200, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const play = new Play();
        let before = play.picture.state;
        for (const { frame, forMs } of parts) {
          for (let shownMs = 0; shownMs < forMs; shownMs += 200) {
            const alarms = play.alarms.length;
            play.show(frame, 200);
            const { state } = play.picture;
            const wants =
              state === before || state === 'ok' ? 0 : state === 'lost' ? 1 : Number(play.picture.everOk);
            expect(play.alarms.length - alarms).toBe(wants);
            before = state;
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
