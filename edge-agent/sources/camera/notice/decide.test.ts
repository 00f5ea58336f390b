// When a picture counts as covered, frozen or lost, and which alarms that makes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Looks, type Picture, type PictureAlarm, startPicture } from './decide.js';

const coveredAfterMs = 1_500;

/** Plays looks at 5 a second from a moment on; `null` is silence that has lasted too long. */
class Play {
  picture: Picture = startPicture(0);
  atMs = 0;
  readonly alarms: { alarm: PictureAlarm; atMs: number }[] = [];

  show(looks: Looks | null, forMs: number): this {
    for (const until = this.atMs + forMs; this.atMs < until;) {
      this.atMs += 200;
      const { atMs } = this;
      const seen = looks ? { looks, atMs } : { looks: null, isLost: true, atMs };
      const { picture, alarm } = decide(this.picture, seen, coveredAfterMs);
      this.picture = picture;
      if (alarm) this.alarms.push({ alarm, atMs });
    }
    return this;
  }
}

describe('the picture', () => {
  it('a lens that stays covered is one alarm within 2 s', () => {
    const play = new Play().show('clear', 5_000).show('covered', 60_000);
    expect(play).toMatchObject({ picture: { state: 'covered' }, alarms: [{ alarm: 'lens-covered' }] });
    expect(play.alarms).toHaveLength(1);
    expect(play.alarms[0]?.atMs).toBeLessThanOrEqual(7_000);
  });

  it('something that passes the lens within a second is no alarm', () => {
    expect(new Play().show('clear', 5_000).show('covered', 1_000).show('clear', 5_000).alarms).toEqual([]);
  });

  it('a lens is free again after 2 s of picture, not after a flicker, and can be covered again', () => {
    const play = new Play().show('clear', 5_000).show('covered', 5_000).show('clear', 1_000);
    expect(play.picture.state).toBe('covered');
    play.show('covered', 3_000).show('clear', 2_400);
    expect(play.picture.state).toBe('ok');
    expect(play.alarms).toHaveLength(1);
    expect(play.show('covered', 3_000).alarms).toHaveLength(2);
  });

  it('a lost picture is one alarm, and is back after 2 s of frames', () => {
    const play = new Play().show('clear', 5_000).show(null, 60_000);
    expect(play.alarms).toEqual([{ alarm: 'picture-lost', atMs: 5_200 }]);
    expect(play.show('clear', 1_000).picture.state).toBe('lost');
    expect(play.show('clear', 1_600).picture.state).toBe('ok');
    expect(play.alarms).toHaveLength(1);
  });

  it('a frozen picture is one alarm, and is in order after 2 s of life', () => {
    const play = new Play().show('clear', 5_000).show('frozen', 20_000).show('clear', 1_000);
    expect(play).toMatchObject({ picture: { state: 'frozen' }, alarms: [{ alarm: 'picture-frozen' }] });
    expect(play.show('clear', 1_600)).toMatchObject({ picture: { state: 'ok' }, alarms: [{}] });
  });

  it('a lens that was covered before the agent started is a state and no alarm', () => {
    const play = new Play().show('covered', 10_000);
    expect(play).toMatchObject({ alarms: [], picture: { state: 'covered' } });
    expect(play.show('clear', 5_000).show('covered', 5_000).alarms).toHaveLength(1);
  });

  it('no history of pictures makes an alarm without entering a bad state, or two in one', () => {
    const part = fc.record({
      looks: fc.constantFrom<Looks | null>('clear', 'covered', 'frozen', null),
      forMs: fc.integer({ min: 200, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (list) => {
        const play = new Play();
        let before = play.picture.state;
        for (const { looks, forMs } of list) {
          for (let shownMs = 0; shownMs < forMs; shownMs += 200) {
            const alarms = play.alarms.length;
            play.show(looks, 200);
            const { state, everOk } = play.picture;
            const wants = state === before || state === 'ok' ? 0 : state === 'lost' ? 1 : Number(everOk);
            expect(play.alarms.length - alarms).toBe(wants);
            before = state;
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
